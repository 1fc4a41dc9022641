"""Commands that write for others: export, readability sheets, the hazard log."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from hepatica.cli.common import (
    KnowledgeDir,
    app,
    day,
    err,
    fail,
    load,
    out,
    progress,
    tell,
    write_whole,
    writing,
)
from hepatica.loading import KnowledgeError
from hepatica.paths import HAZARD_PAGE, HAZARDS, KNOWLEDGE, ROOT, SHEET_PAGES

_ENDINGS = {"json": "json", "csv": "csv", "html": "html", "fhir": "fhir.json"}


@app.command("export")
def export_facts(
    file_format: Annotated[str, typer.Option("--format", help="json, csv, html or fhir")] = "json",
    target: Annotated[Path | None, typer.Option("--out", help="the file to write")] = None,
    knowledge: KnowledgeDir = KNOWLEDGE,
    on: Annotated[str | None, typer.Option("--on", help="as of this day (YYYY-MM-DD)")] = None,
) -> None:
    """Write all facts as JSON, CSV, an HTML page, or FHIR R5 resources."""
    from hepatica.export import ExportError, export
    from hepatica.store import content_version

    loaded = load(knowledge)
    path = target or Path(f"hepatica.{_ENDINGS.get(file_format, file_format)}")
    try:
        with progress("Writing ...") as advance:
            count = export(
                loaded,
                file_format,
                path,
                version=content_version(loaded),
                today=day(on),
                progress=advance,
            )
    except ExportError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{path} cannot be written ({error.strerror}); choose another place with --out")
    out.print(f"Wrote {path} ({count} facts).")


@app.command()
def sheets(
    knowledge: KnowledgeDir = KNOWLEDGE,
    write: Annotated[bool, typer.Option("--write", help="write the pages, too")] = False,
    pages: Annotated[Path, typer.Option(help="folder of the pages")] = SHEET_PAGES,
) -> None:
    """Score the readability sheets (PEMAT-P and CDC Clear Communication Index)."""
    from hepatica.curating.editions import preview
    from hepatica.sheets import load_sheets, score, write_pages

    loaded = load(knowledge)
    table = Table("topic", "understandability", "actionability", "CDC index")
    written: list[Path] = []
    try:
        found = load_sheets(knowledge / "sheets")
        with err.status("Scoring ..."):
            snapshot = preview(loaded, day(None))
            for topic, sheet in found.items():
                scores = score(sheet, loaded, snapshot)
                table.add_row(topic, *(str(part) for part in scores))
        if write:
            with writing(pages, "--pages"):
                written = write_pages(found, loaded, snapshot, pages)
    except KnowledgeError as error:
        fail(str(error))
    out.print(table)
    for path in written:
        out.print(f"Wrote {path}.")


@app.command()
def hazards(
    log: Annotated[Path, typer.Option(help="the hazard log")] = HAZARDS,
    page: Annotated[Path, typer.Option(help="the page to write")] = HAZARD_PAGE,
) -> None:
    """Check the hazard log, prove that its controls are tested, and write its page."""
    from hepatica.safety_case import hazard_page, load_hazards, missing_proofs

    try:
        loaded = load_hazards(log)
    except KnowledgeError as error:
        fail(str(error))
    if missing := missing_proofs(loaded, ROOT):
        tell(missing, "red")
        fail("1 proof is missing." if len(missing) == 1 else f"{len(missing)} proofs are missing.")
    write_whole(page, hazard_page(loaded), "--page")
    out.print(f"{len(loaded.hazards)} hazards; wrote {page}.")
