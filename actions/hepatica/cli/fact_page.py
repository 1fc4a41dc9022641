"""One fact on a curator's screen."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from hepatica.answers import compose
from hepatica.answers.compose import Style
from hepatica.checking import check_knowledge
from hepatica.curating.editions import preview
from hepatica.loading import Knowledge
from hepatica.models import Fact
from hepatica.signing import standing
from hepatica.store import Snapshot


def fact_page(fact: Fact, knowledge: Knowledge, today: date) -> Iterator[RenderableType]:
    """What patients see in each language, then figures, sources, signatures and problems."""
    place = knowledge.places["fact", fact.id]
    yield Text(f"{fact.id}  ({fact.topic}, {place.file}:{place.line})", style="bold")
    snapshot = preview(knowledge, today)
    for language in knowledge.policy.languages:
        yield Panel(_answer(fact, language, today, snapshot), title=language, title_align="left")
    if fact.id not in snapshot.facts:
        yield Text("It is not served: past its date, or a source was retracted.", style="red")
    if fact.figures:
        yield _figures(fact)
    yield _sources(fact, knowledge)
    yield _standings(fact, knowledge)
    if fact.curator_note:
        yield Text(f"Curator's note: {fact.curator_note}")
    for problem in check_knowledge(knowledge, today).problems:
        if problem.entry == fact.id:
            yield Text(str(problem), style="red")


def _answer(fact: Fact, language: str, today: date, snapshot: Snapshot) -> RenderableType:
    style = Style(language=language, today=today)
    texts = compose([fact], snapshot, style).texts
    simpler = compose([fact], snapshot, replace(style, simpler=True)).texts
    first = simpler[0].splitlines()[0]
    button = fact.questions.first(language)
    return Group(
        Text("\n".join(texts)),
        Text(f"\nSimpler: {first}", style="dim"),
        Text(f"Button: {button}", style="dim"),
    )


def _figures(fact: Fact) -> Table:
    table = Table("measure", "value", "unit", "group", "time point", "n", "study", "note")
    for f in fact.figures:
        n = str(f.n) if f.n else "–"
        cells = (f.measure, f.value, f.unit, f.group or "–", f.timepoint or "–", n, f.study)
        table.add_row(*(Text(cell) for cell in (*cells, f.note or "")))
    return table


def _sources(fact: Fact, knowledge: Knowledge) -> Table:
    table = Table("source", "role", "where", "how much was read")
    for citation in fact.citations:
        source = knowledge.sources[citation.source]
        retracted = f" RETRACTED {source.retracted}" if source.retracted else ""
        cells = (f"{source.short_label}{retracted}", citation.role, citation.locator)
        table.add_row(*(Text(cell) for cell in (*cells, source.retrieved)))
    return table


def _standings(fact: Fact, knowledge: Knowledge) -> Table:
    table = Table("language", "standing", "on", "signed by", "void signatures")
    for language in knowledge.policy.languages:
        stands = standing(fact, language, knowledge.policy.signatures)
        signers = "; ".join(f"{who}, {role}" for who, role in stands.signers)
        void = "; ".join(f"{review.who}, {review.on}" for review in stands.void)
        cells = (language, stands.told, f"{stands.on}", signers or "–", void or "–")
        table.add_row(*(Text(cell) for cell in cells))
    return table
