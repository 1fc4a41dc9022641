"""Who the people behind a figure were."""

from collections.abc import Mapping, Sequence

from hepatica.models import Figure, Labels, Source, Text
from hepatica.store.snapshot import Snapshot
from hepatica.wording import Voice

COMPARED = 2
"""Groups of a comparison; their sizes are said beside the population."""


def who_was_studied(
    figures: Sequence[Figure], snapshot: Snapshot, voice: Voice, studies: Sequence[str] = ()
) -> str | None:
    """A sentence on who figures are about, with group sizes; None where nothing is noted.

    Args:
        figures: what is told.
        snapshot: the sources, and what is noted of single groups.
        voice: the wording.
        studies: ids of the sources that it is about when there are no figures.
    """
    behind = [(f.group, f.study) for f in figures] or [(None, study) for study in studies]
    told = [people_studied(*group, snapshot.labels, snapshot.sources) for group in behind]
    known = list(dict.fromkeys(text.get(voice.language)[0] for text in told if text))
    if not known:
        return None
    sizes = {f.group: f.n for f in figures if f.group and f.n and f.unit == "percent"}
    population = voice.apart(known)
    if len(known) == 1 and len(sizes) == COMPARED:
        groups = voice.listed(
            [
                voice.say("group_size", n=n, group=voice.label("groups", group))
                for group, n in sizes.items()
            ]
        )
        return voice.say("who_groups", population=population, groups=groups)
    return voice.say("who", population=population)


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
