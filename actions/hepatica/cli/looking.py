"""Commands that only look: check, list, show, diff."""

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.table import Table
from rich.text import Text

from hepatica.checking import check_knowledge
from hepatica.cli.common import FactId, KnowledgeDir, app, day, err, fact_of, fail, load, out, tell
from hepatica.cli.fact_page import fact_page
from hepatica.loading import Knowledge, KnowledgeError, Problem
from hepatica.models import Fact
from hepatica.paths import KNOWLEDGE
from hepatica.signing import standing
from hepatica.store import StoreError

Day = Annotated[str | None, typer.Option("--on", help="as of this day (YYYY-MM-DD)")]
_COLOURS = {"+": "green", "-": "red"}


@app.command()
def check(
    draft: Annotated[
        list[Path] | None, typer.Argument(help="drafts to check, and nothing else")
    ] = None,
    knowledge: KnowledgeDir = KNOWLEDGE,
    on: Day = None,
) -> None:
    """Check the knowledge files, and drafts, and say what to mend."""
    if draft:
        _check_drafts(draft)
        return
    today = day(on)
    loaded = load(knowledge)
    with err.status("Checking ...") as status:
        report = check_knowledge(
            loaded, today, lambda name, n, of: status.update(f"Checking {n}/{of}: {name} ...")
        )
    tell(report.remarks, "yellow")
    if report.problems:
        tell(report.problems, "red")
        fail(_to_mend(report.problems))
    out.print(
        f"{len(loaded.facts)} facts, {len(loaded.sources)} sources and "
        f"{len(loaded.glossary.terms)} terms are in order."
    )
    _check_drafts(sorted((knowledge / "drafts").glob("*.yml")))


def _check_drafts(drafts: list[Path]) -> None:
    """Tell what is left to write in drafts; end the command when there is something."""
    from hepatica.ingest import check_draft

    left = [problem for draft in drafts for problem in check_draft(draft)]
    if left:
        tell(left, "red")
        fail(_to_mend(left))
    for draft in drafts:
        out.print(f"{draft.name} is complete; move its facts to facts/<topic>.yml.")


def _to_mend(problems: list[Problem]) -> str:
    return "1 problem to mend." if len(problems) == 1 else f"{len(problems)} problems to mend."


@app.command("list")
def list_facts(  # noqa: PLR0913, PLR0917 - one parameter for each option of the command
    knowledge: KnowledgeDir = KNOWLEDGE,
    topic: Annotated[str | None, typer.Option(help="only facts on this topic")] = None,
    expiring: Annotated[bool, typer.Option("--expiring", help="only facts past or near")] = False,
    within: Annotated[int, typer.Option(min=0, help="how many days --expiring looks ahead")] = 60,
    unreviewed: Annotated[
        bool, typer.Option("--unreviewed", help="only facts that no clinician has signed")
    ] = False,
    language: Annotated[
        Literal["en", "zh"], typer.Option(help="of the wording whose signatures count")
    ] = "en",
    on: Day = None,
) -> None:
    """List facts with their standing."""
    loaded = load(knowledge)
    today = day(on)
    topics = sorted({fact.topic for fact in loaded.facts.values()})
    if topic and topic not in topics:
        fail(f"there is no topic '{topic}'; the topics are: {', '.join(topics)}")
    facts = [f for f in loaded.facts.values() if topic in (None, f.topic)]
    if expiring:
        near = [f for f in facts if (f.valid_until - today).days < within]
        facts = sorted(near, key=lambda f: f.valid_until)
    if unreviewed:
        facts = [f for f in facts if not standing(f, language, loaded.policy.signatures).signed]
    table = Table("fact", "topic", "certainty", f"standing ({language})", "valid until")
    for fact in facts:
        table.add_row(*_row(fact, loaded, language, today))
    out.print(table)
    out.print(f"{len(facts)} of {len(loaded.facts)} facts.")


def _row(fact: Fact, loaded: Knowledge, language: str, today: date) -> list[str]:
    stands = standing(fact, language, loaded.policy.signatures)
    status = stands.told
    if stands.void:
        status += ", a signature is void"
    if any(loaded.sources[source].retracted for source in fact.leans_on):
        status += ", withdrawn"
    until = f"{fact.valid_until}" + (" (past)" if fact.valid_until < today else "")
    return [fact.id, fact.topic, fact.certainty, status, until]


@app.command()
def show(fact: FactId, knowledge: KnowledgeDir = KNOWLEDGE, on: Day = None) -> None:
    """Show one fact as patients see it, with all that stands behind it."""
    loaded = load(knowledge)
    for part in fact_page(fact_of(loaded, fact), loaded, day(on)):
        out.print(part)


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="a store file or a knowledge folder")],
    new: Annotated[Path, typer.Argument(help="a store file or a knowledge folder")],
    on: Day = None,
) -> None:
    """Show what patients would see change from one edition to another."""
    from hepatica.curating.editions import changes, read_edition

    today = day(on)
    try:
        with err.status("Reading both editions ..."):
            before, after = read_edition(old, today), read_edition(new, today)
            found = list(changes(before, after, today))
    except (KnowledgeError, StoreError) as error:
        fail(str(error))
    for change in found:
        out.print(Text(f"{change.kind}: {change.what}", style="bold"))
        for line in change.lines:
            out.print(Text(f"  {line}", style=_COLOURS.get(line[:1], "")), soft_wrap=True)
    count = "1 change" if len(found) == 1 else f"{len(found)} changes"
    out.print(f"{before.version} -> {after.version}: {count} that patients see.")
