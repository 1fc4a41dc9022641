"""Writing an export: all of the file or nothing of it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from hepatica.export.as_csv import csv_text
from hepatica.export.as_fhir import fhir_text
from hepatica.export.as_html import html_text
from hepatica.export.as_json import json_text
from hepatica.export.errors import ExportError
from hepatica.export.job import Job, Progress
from hepatica.loading import Knowledge
from hepatica.whole_file import whole_file

FORMATS: dict[str, Callable[[Job], str]] = {
    "json": json_text,
    "csv": csv_text,
    "html": html_text,
    "fhir": fhir_text,
}


def export(
    knowledge: Knowledge,
    format: str,  # noqa: A002 - called what the command line calls it
    out: Path,
    *,
    version: str,
    today: date,
    progress: Progress | None = None,
) -> int:
    """Write every fact to one file in UTF-8.

    The same knowledge, version and day give the same bytes.

    Args:
        knowledge: checked knowledge.
        format: json, csv, html or fhir.
        out: the file; replaced in one step, and left alone when anything goes wrong.
        version: the store's content version, such as "2026.11.23+3f9c1a".
        today: decides which facts are overdue.
        progress: called with (facts done, facts in all) after each fact.

    Returns:
        How many facts were written.

    Raises:
        ExportError: unknown format, a missing library, a fact that the format cannot hold, or a
            file that cannot be written.
    """
    if format not in FORMATS:
        raise ExportError(f"unknown format '{format}'; use one of: {', '.join(FORMATS)}")
    text = FORMATS[format](Job(knowledge, version, today, progress))
    _replace(out, text.encode("utf-8"))
    return len(knowledge.facts)


def _replace(out: Path, content: bytes) -> None:
    try:
        if out.exists() and not out.is_file():
            raise ExportError(f"{out} is no file; name a file to write to")
        out.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(out) as draft:
            draft.write_bytes(content)
    except OSError as error:
        raise ExportError(
            f"{out} cannot be written ({error.strerror}); choose another file"
        ) from error
