"""Sentences about sources, sample sizes and missing figures, made only of stored data."""

from hepatica.models import Fact, Source
from hepatica.search.query import Query
from hepatica.store.snapshot import Snapshot
from hepatica.wording import Voice, capital

TIMED_MEASURES = ("disease-free-survival", "overall-survival", "progression-free-survival")
"""Measures that a trial reports at several times."""


def sources(facts: list[Fact], snapshot: Snapshot, voice: Voice) -> list[str]:
    """Where the facts come from: title, citation, link, and how much of it was read."""
    lines = [voice.say("source_intro")]
    for identifier in dict.fromkeys(s for fact in facts for s in fact.shown_sources):
        source = snapshot.sources[identifier]
        link = source.link or ""
        line = voice.say("source_line", title=source.title, label=source.short_label, link=link)
        seen = voice.say("source_seen", retrieved=voice.label("words", source.retrieved))
        lines.append(f"- {line.strip()} {seen}")
    return lines


def sample_sizes(facts: list[Fact], snapshot: Snapshot, voice: Voice) -> list[str]:
    """How many people the figures of ``facts`` rest on, a line for each study."""
    groups: dict[str, dict[str, int]] = {}
    for figure in (f for fact in facts for f in fact.figures):
        if figure.n:
            groups.setdefault(figure.study, {})[figure.group or ""] = figure.n
    studies = list(groups) or [s for fact in facts for s in fact.facets.studies]
    return [
        line
        for study in dict.fromkeys(studies)
        for line in _sizes(snapshot.sources[study], groups.get(study, {}), voice)
    ]


def _sizes(source: Source, sizes: dict[str, int], voice: Voice) -> list[str]:
    """The group sizes of one study, when there are several, and its whole population."""
    study = capital(study_name(source, voice.language))
    parts = [
        voice.say("group_size", n=n, group=voice.label("groups", group))
        for group, n in sizes.items()
        if group
    ]
    lines = []
    if len(parts) > 1 or (parts and not source.population):
        lines.append(voice.say("how_many", study=study, groups=voice.listed(parts)))
    if source.population:
        population = source.population.get(voice.language)[0]
        lines.append(voice.say("how_many_total", study=study, population=population))
    return lines


def missing_time_point(
    query: Query, measure: str | None, snapshot: Snapshot, voice: Voice
) -> str | None:
    """What to say when a study has no figure at the time asked about; None when it has one.

    Names the times it does have, so that the person is not left with nothing.
    """
    if query.study not in snapshot.sources or not query.months:
        return None
    keys = [
        key
        for identifier in snapshot.facts
        for key in snapshot.figures.get(identifier, [])
        if key.study == query.study and key.months
    ]
    if measure in TIMED_MEASURES:
        keys = [key for key in keys if key.measure == measure]
    if any(key.months == query.months for key in keys):
        return None
    study = study_name(snapshot.sources[query.study], voice.language)
    asked = voice.span(query.months)
    known = sorted({key.months for key in keys if key.months})
    if not known or measure not in TIMED_MEASURES:
        return voice.say("no_time_point_at_all", asked=asked, study=study)
    name = snapshot.terms[measure].term.get(voice.language)[0]
    spans = voice.listed([voice.span(months) for months in known])
    return voice.say("no_time_point", measure=name, asked=asked, study=study, known=spans)


def study_name(source: Source, language: str) -> str:
    """What answers call a study."""
    return source.study_name.get(language)[0] if source.study_name else source.short_label
