"""Sentences about sources, sample sizes and missing figures, made only of stored data."""

from hepatica.answers.wording import capital
from hepatica.models import Fact, Source
from hepatica.search.query import Query
from hepatica.store.reader import Snapshot
from hepatica.store.timepoints import spoken

TIMED_MEASURES = ("disease-free-survival", "overall-survival", "progression-free-survival")
"""Measures that a trial reports at several times."""


def sources(facts: list[Fact], snapshot: Snapshot, language: str) -> list[str]:
    """Where the facts come from: title, citation, link, and how much of it was read."""
    say = snapshot.phrases.say
    lines = [say("source_intro", language)]
    for identifier in dict.fromkeys(s for fact in facts for s in fact.shown_sources):
        source = snapshot.sources[identifier]
        line = say(
            "source_line",
            language,
            title=source.title,
            label=source.short_label,
            link=source.link or "",
        )
        seen = say("source_seen", language, retrieved=source.retrieved)
        lines.append(f"- {line.strip()} {seen}")
    return lines


def sample_sizes(facts: list[Fact], snapshot: Snapshot, language: str) -> list[str]:
    """How many people the figures of ``facts`` rest on, a line for each study."""
    say = snapshot.phrases.say
    groups: dict[str, dict[str, int]] = {}
    for figure in (f for fact in facts for f in fact.figures):
        if figure.n:
            groups.setdefault(figure.study, {})[figure.group or ""] = figure.n
    studies = list(groups) or [s for fact in facts for s in fact.facets.studies]
    lines = []
    for study in dict.fromkeys(studies):
        source = snapshot.sources[study]
        name = study_name(source, language)
        sizes = groups.get(study, {})
        parts = [
            say("group_size", language, n=n, group=group) for group, n in sizes.items() if group
        ]
        if len(parts) > 1:
            lines.append(say("how_many", language, study=capital(name), groups=", ".join(parts)))
        if source.population:
            population = source.population.get(language)[0]
            lines.append(
                say("how_many_total", language, study=capital(name), population=population)
            )
        elif len(parts) == 1:
            lines.append(say("how_many", language, study=capital(name), groups=parts[0]))
    return lines


def missing_time_point(
    query: Query, measure: str | None, snapshot: Snapshot, language: str
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
    study = study_name(snapshot.sources[query.study], language)
    asked = spoken(query.months)
    known = sorted({key.months for key in keys if key.months})
    if not known or measure not in TIMED_MEASURES:
        return snapshot.phrases.say("no_time_point_at_all", language, asked=asked, study=study)
    name = snapshot.terms[measure].term.get(language)[0]
    return snapshot.phrases.say(
        "no_time_point",
        language,
        measure=name,
        asked=asked,
        study=study,
        known=", ".join(spoken(months) for months in known),
    )


def study_name(source: Source, language: str) -> str:
    """What answers call a study."""
    return source.study_name.get(language)[0] if source.study_name else source.short_label
