"""Composing one reply from one to three facts."""

from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest

from hepatica.answers.contract import Contract, Kind, ShownReview, ShownSource
from hepatica.answers.figures import Wanted, chosen, figure_lines, said, shown_figures
from hepatica.models import Fact, Figure
from hepatica.store.reader import Snapshot

MOST_FACTS = 3
COMPARED = 2
"""Groups of a comparison; their sizes are said beside the population."""


@dataclass(frozen=True)
class Composed:
    """Visible texts, in order, and the contract that ends the turn."""

    texts: list[str]
    contract: Contract


@dataclass(frozen=True)
class Style:
    """How to say it: language, plainest words or not, which figures, and today's date."""

    language: str = "en"
    simpler: bool = False
    wanted: Wanted = field(default_factory=Wanted)
    today: date | None = None


def compose(
    facts: list[Fact],
    snapshot: Snapshot,
    style: Style,
    *,
    kind: Kind = "answer",
    suggestions: list[str] | None = None,
) -> Composed:
    """Say up to three facts, each with its figures, who was studied, how sure, and the source."""
    facts = facts[:MOST_FACTS]
    figures: list[Figure] = []
    blocks: list[tuple[list[str], list[str]]] = []
    for fact in facts:
        used = chosen(fact, style.wanted)
        body = _body(fact, used, snapshot, style)
        blocks.append((body, _background(fact, used, snapshot, style)))
        figures += [f for f in said(used, "\n".join(body)) if f not in figures]
    texts = ["\n".join(lines) for lines in _without_repeats(blocks)]
    contract = Contract(
        kind=kind,
        language=_language(facts, style.language),
        topic=facts[0].topic if facts else None,
        facts=[fact.id for fact in facts],
        sources=_sources(facts, snapshot),
        figures=shown_figures(figures),
        certainty=facts[0].certainty if facts else None,
        reviewed=_reviewed(facts),
        suggestions=(suggestions or [])[:3],
        store=snapshot.version,
    )
    return Composed(texts, contract)


def _body(fact: Fact, used: list[Figure], snapshot: Snapshot, style: Style) -> list[str]:
    """What the fact says: statement, figures, limit, and a warning when it is overdue."""
    say, language = snapshot.phrases.say, style.language
    wording = (fact.simpler if style.simpler else fact.statement).get(language)[0]
    lines = [wording]
    lines += [f"- {line}" for line in figure_lines(used, wording, snapshot.phrases, language)]
    if fact.caveat:
        lines.append(say("caveat", language, caveat=fact.caveat.get(language)[0]))
    if snapshot.overdue(fact, style.today or date.today()):
        lines.append(say("overdue", language, on=_day(fact.valid_until)))
    return lines


def _background(fact: Fact, used: list[Figure], snapshot: Snapshot, style: Style) -> list[str]:
    """What stands behind it: who was studied, how sure, and the source."""
    language = style.language
    lines = [snapshot.phrases.say(f"sure_{fact.certainty.replace(' ', '_')}", language)]
    if studied := who_was_studied(fact, used, snapshot, language):
        lines.insert(0, studied)
    return [*lines, _source_line(fact, snapshot, language)]


def _without_repeats(blocks: list[tuple[list[str], list[str]]]) -> list[list[str]]:
    """Facts with the same background in a row say it once, after the last of them."""
    following = [background for _, background in blocks[1:]]
    return [
        body if background == later else [*body, *background]
        for (body, background), later in zip_longest(blocks, following)
    ]


def who_was_studied(
    fact: Fact, figures: list[Figure], snapshot: Snapshot, language: str
) -> str | None:
    """Who the figures (or the trial) are about, with group sizes; None for general facts."""
    studies = dict.fromkeys([f.study for f in figures] or fact.facets.studies)
    sources = [snapshot.sources[study] for study in studies if study in snapshot.sources]
    known = [source.population.get(language)[0] for source in sources if source.population]
    if not known:
        return None
    sizes = {f.group: f.n for f in figures if f.group and f.n and f.unit == "percent"}
    population = "; ".join(known)
    if len(known) == 1 and len(sizes) == COMPARED:
        groups = ", ".join(
            snapshot.phrases.say("group_size", language, n=n, group=group)
            for group, n in sizes.items()
        )
        return snapshot.phrases.say("who_groups", language, population=population, groups=groups)
    return snapshot.phrases.say("who", language, population=population)


def _source_line(fact: Fact, snapshot: Snapshot, language: str) -> str:
    labels = "; ".join(snapshot.sources[s].short_label for s in dict.fromkeys(fact.shown_sources))
    review = fact.last_review
    if review.status == "reviewed by a clinician":
        return snapshot.phrases.say(
            "sources_signed",
            language,
            labels=labels,
            who=review.who,
            role=review.role,
            on=_day(review.on),
        )
    return snapshot.phrases.say("source", language, labels=labels, on=_day(review.on))


def _sources(facts: list[Fact], snapshot: Snapshot) -> list[ShownSource]:
    ids = dict.fromkeys(source for fact in facts for source in fact.shown_sources)
    shown = []
    for identifier in ids:
        source = snapshot.sources[identifier]
        shown.append(
            ShownSource(id=identifier, label=source.short_label, year=source.year, url=source.link)
        )
    return shown


def _reviewed(facts: list[Fact]) -> ShownReview | None:
    if not facts:
        return None
    oldest = min((fact.last_review for fact in facts), key=lambda review: review.on)
    return ShownReview(status=oldest.status, on=oldest.on.isoformat())


def _language(facts: list[Fact], language: str) -> str:
    return (
        language if facts and all(f.statement.get(language)[1] == language for f in facts) else "en"
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
