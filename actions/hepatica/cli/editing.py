"""Commands that change a knowledge file: sign, retract."""

from difflib import get_close_matches
from typing import Annotated, Literal

import typer

from hepatica.cli.common import FactId, KnowledgeDir, app, day, fact_of, fail, load, out
from hepatica.curating.editing import EditError
from hepatica.curating.retraction import leaning_on, retract
from hepatica.curating.signatures import sign, signature
from hepatica.paths import KNOWLEDGE

Day = Annotated[str | None, typer.Option("--on", help="the day (YYYY-MM-DD), else today")]


@app.command("sign")
def sign_fact(
    fact: FactId,
    name: Annotated[str, typer.Option(help="the clinician's name, as patients will see it")],
    role: Annotated[str, typer.Option(help="for example: hepatologist")],
    language: Annotated[Literal["en", "zh"], typer.Option(help="of the wording read")] = "en",
    knowledge: KnowledgeDir = KNOWLEDGE,
    on: Day = None,
) -> None:
    """Sign a fact as a clinician: its content as it is now; an edit makes the signature void."""
    loaded = load(knowledge)
    wanted = fact_of(loaded, fact)
    try:
        review = signature(wanted, name, role, day(on), language)
        stands = sign(knowledge.resolve(), loaded, wanted, review)
    except EditError as error:
        fail(str(error))
    out.print(f"{review.who}, {review.role}, signed {fact} ({language}, version {review.version}).")
    if not stands.signed:
        needed = loaded.policy.signatures
        out.print(f"It waits for another person: {needed} signatures are needed (policy.yml).")
    out.print("Build the store to publish it: hepatica build")


@app.command("retract")
def retract_source(
    source: Annotated[str, typer.Argument(help="id of the source")],
    knowledge: KnowledgeDir = KNOWLEDGE,
    on: Day = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only list the facts")] = False,
) -> None:
    """Mark a source as retracted and withdraw every fact that leans on it."""
    loaded = load(knowledge)
    today = day(on)
    if source not in loaded.sources:
        near = get_close_matches(source, loaded.sources, n=3, cutoff=0.5)
        hint = f"; did you mean {', '.join(near)}?" if near else ""
        fail(f"there is no source '{source}' in sources.yml{hint}")
    facts = leaning_on(loaded, source)
    if not dry_run:
        try:
            retract(knowledge.resolve(), loaded, source, today)
        except EditError as error:
            fail(str(error))
    for fact in facts:
        place = loaded.places["fact", fact.id]
        out.print(f"  {fact.id}  ({place.file}:{place.line})")
    count = "1 fact leans" if len(facts) == 1 else f"{len(facts)} facts lean"
    if dry_run:
        out.print(f"{count} on {source}. Nothing was changed.")
        return
    out.print(f"{count} on {source}. It is retracted; they are withdrawn with the next build.")
    out.print("Build the store to withdraw them now: hepatica build")
