"""A table for spreadsheets: one row for each figure, one for each fact without figures."""

import csv
import io
import re
from collections.abc import Iterator

from hepatica.export.job import Job
from hepatica.models import Citation, Fact, Figure

COLUMNS = [
    "fact",
    "topic",
    "statement_en",
    "statement_zh",
    "simpler_en",
    "simpler_zh",
    "measure",
    "value",
    "unit",
    "group",
    "timepoint",
    "n",
    "note",
    "study",
    "certainty",
    "sources",
    "locators",
    "review_status",
    "reviewed_on",
    "valid_until",
]
BOM = "\ufeff"
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_STARTS_A_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def csv_text(job: Job) -> str:
    """The knowledge as CSV (RFC 4180) with a byte order mark, without which Excel garbles Chinese.

    A spreadsheet runs a cell that starts with = + - @, a tab or a line break as a formula, so such
    a cell gets an apostrophe in front (OWASP, CSV injection; the full-width signs count as well).
    Take it off again when a program reads the file. Cells that are numbers stay as they are.

    Values stand as the source prints them. When Excel opens the file with a double click it makes
    dates of ranges such as "5-6": use Data, From Text/CSV, and take the column as text. The review
    columns are about the English wording. Sources and locators are in the same order; a source that
    does not support the fact has its role behind it.
    """
    buffer = io.StringIO(newline="")
    table = csv.DictWriter(buffer, COLUMNS, restval="")
    table.writeheader()
    for fact in job.facts():
        for row in _rows(job, fact):
            table.writerow({column: harmless(cell) for column, cell in row.items()})
    return BOM + buffer.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula.

    >>> harmless("=1+1"), harmless("-5"), harmless("27.4")
    ("'=1+1", '-5', '27.4')
    """
    if cell.lstrip(" ").startswith(_STARTS_A_FORMULA) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell


def _rows(job: Job, fact: Fact) -> Iterator[dict[str, str]]:
    about = _about(job, fact)
    if not fact.figures:
        yield about
    for figure in fact.figures:
        yield about | _figure(figure)


def _about(job: Job, fact: Fact) -> dict[str, str]:
    stands = job.standing(fact, "en")
    return {
        "fact": fact.id,
        "topic": fact.topic,
        "statement_en": fact.statement.en,
        "statement_zh": fact.statement.zh or "",
        "simpler_en": fact.simpler.en,
        "simpler_zh": fact.simpler.zh or "",
        "certainty": fact.certainty,
        "sources": "; ".join(_cited(job, citation) for citation in fact.citations),
        "locators": "; ".join(citation.locator for citation in fact.citations),
        "review_status": stands.status,
        "reviewed_on": stands.on.isoformat(),
        "valid_until": fact.valid_until.isoformat(),
    }


def _cited(job: Job, citation: Citation) -> str:
    label = job.label(citation.source)
    return label if citation.role == "supports" else f"{label} [{citation.role}]"


def _figure(figure: Figure) -> dict[str, str]:
    fields = ("measure", "value", "unit", "group", "timepoint", "n", "note", "study")
    values = {field: getattr(figure, field) for field in fields}
    return {field: "" if value is None else str(value) for field, value in values.items()}
