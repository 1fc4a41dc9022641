"""Commands for documents: verify figures in them, draft facts from them."""

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.table import Table
from rich.text import Text

from hepatica.cli.common import KnowledgeDir, app, err, fail, load, out, progress
from hepatica.paths import KNOWLEDGE

if TYPE_CHECKING:
    from hepatica.curating.documents import Finding

_STYLES = {
    "found": "green",
    "correction": "cyan",
    "beyond": "cyan",
    "missing": "red",
    "no passage": "red",
}


@app.command()
def verify(
    documents: Annotated[Path, typer.Option("--documents", help="folder of the documents")],
    knowledge: KnowledgeDir = KNOWLEDGE,
    every: Annotated[bool, typer.Option("--all", help="show also what was found")] = False,
) -> None:
    """Check that each figure cited to a document stands there, or is declared a correction."""
    from hepatica.curating.documents import verify as held_against

    if not documents.is_dir():
        fail(f"{documents} is no folder; give the folder that has the documents")
    loaded = load(knowledge)
    with err.status("Reading the documents ..."):
        findings, troubles = held_against(loaded, documents)
    out.print(_verdicts(findings if every else [f for f in findings if f.verdict != "found"]))
    for trouble in troubles:
        err.print(trouble, style="red")
    counts = Counter(finding.verdict for finding in findings)
    listed = ", ".join(f"{count} {verdict}" for verdict, count in sorted(counts.items()))
    out.print(f"{listed or 'No fact cites a document that was read'}.")
    if not all(finding.good for finding in findings):
        fail(
            "Correct the figure or its locator, or declare the paragraph under corrects_seed of "
            "the fact that puts it right."
        )
    if troubles:
        fail("Put the documents into the folder, or correct 'file' in sources.yml.")


def _verdicts(findings: list["Finding"]) -> Table:
    table = Table("fact", "figure", "document", "where", "verdict", "")
    for f in findings:
        cells = [Text(c) for c in (f.fact, f.figure, f.document, f.locator)]
        table.add_row(*cells, Text(f.verdict, style=_STYLES[f.verdict]), Text(f.note))
    return table


@app.command("ingest")
def ingest_document(
    file: Annotated[Path, typer.Argument(help="txt, md, html, pdf or docx")],
    topic: Annotated[str, typer.Option(help="topic that the drafts are for")] = "basics",
    target: Annotated[Path | None, typer.Option("--out", help="the draft file to write")] = None,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="replace an old draft")] = False,
    knowledge: KnowledgeDir = KNOWLEDGE,
) -> None:
    """Draft candidate facts from a document, for a curator to complete."""
    from hepatica.ingest import IngestError, ingest

    loaded = load(knowledge)
    topics = sorted({fact.topic for fact in loaded.facts.values()})
    if topic not in topics:
        fail(f"there is no topic '{topic}'; the topics are: {', '.join(topics)}")
    draft = target or knowledge / "drafts" / f"{file.stem}.yml"
    made = not draft.parent.exists()
    try:
        draft.parent.mkdir(parents=True, exist_ok=True)
        with progress("Reading ...") as advance:
            done = ingest(
                file, draft, loaded.glossary, topic, overwrite=overwrite, progress=advance
            )
    except IngestError as error:
        if made:
            draft.parent.rmdir()
        fail(str(error))
    except OSError as error:
        fail(f"{draft} cannot be written ({error.strerror}); choose another place with --out")
    out.print(
        f"Wrote {draft}: {done.candidates} candidates with {done.figures} figures from "
        f"{done.passages} passages. Complete it; 'hepatica check' says what is left.",
    )
