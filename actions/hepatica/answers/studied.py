"""Who the people behind a figure were."""

from collections.abc import Mapping

from hepatica.models import Labels, Source, Text


def people_studied(
    group: str | None, study: str, labels: Labels, sources: Mapping[str, Source]
) -> Text | None:
    """Who the people of a group were; where nothing is noted of it, all people of the study.

    Args:
        group: the figure's group, None for the study as a whole.
        study: the id of the source that the figure belongs to.
        labels: what is noted of single groups.
        sources: what is noted of whole studies.
    """
    if told := labels.people_of(group, study):
        return told
    source = sources.get(study)
    return source.population if source else None
