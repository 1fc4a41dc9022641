"""What every reader gives: passages with exact locators, in tidy text; and the one error."""

import re
import unicodedata
from dataclasses import dataclass


class IngestError(Exception):
    """A document or draft cannot be used; one sentence says what is wrong and what to do."""


@dataclass(frozen=True)
class Passage:
    """One paragraph or table row of a document.

    ``locator`` says where it stands, as a person would look for it: "paragraph 7",
    "table 2, row 3", "page 3, paragraph 2". All count from 1. Headings and list items count as
    paragraphs; empty ones do not count; table rows are counted inside their table only.
    """

    locator: str
    text: str


_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\ufffe\uffff]")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
)
CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
"""Chinese characters, for use inside a regular expression's brackets."""
_WIDE = f"{CJK}\u3000-\u303f\uff00-\uffef"
_WRAPPED_CHINESE = re.compile(rf"(?<=[{_WIDE}])[^\S\n]*\n[^\S\n]*(?=[{_WIDE}])")


def tidy(text: str) -> str:
    r"""``text`` on one line: composed characters, single spaces, nothing invisible.

    Lines are joined by a space, and Chinese ones without.

    >>> tidy("radio\u00adtherapy  then\n surgery")
    'radiotherapy then surgery'
    """
    text = _INVISIBLE.sub("", text).translate(_LIGATURES)
    text = _WRAPPED_CHINESE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = unicodedata.normalize("NFC", _CONTROL.sub(" ", text))
    return " ".join(text.split())


_LIST_ITEM = re.compile(r"^\s*(?:[-*•·▪◦‣–]|\(?\d{1,2}[.)、]|\[\d{1,3}\])\.?\s")


def starts_item(line: str) -> bool:
    """Whether a line begins a list item or a numbered reference ("- ", "2) ", "[1] ")."""
    return bool(_LIST_ITEM.match(line))


def row_text(cells: list[str], header: list[str] | None) -> str:
    """One table row as text, each cell after its column's heading.

    >>> row_text(["Alive at 2 years", "27.4%"], ["", "Radiotherapy group"])
    'Alive at 2 years; Radiotherapy group: 27.4%'
    """
    heads = header if header and len(header) == len(cells) else [""] * len(cells)
    pairs = zip(heads, cells, strict=True)
    return "; ".join(f"{head}: {cell}" if head else cell for head, cell in pairs if cell)


def header_of(rows: list[list[str]]) -> list[str] | None:
    """The first row, when it is one of headings: several cells, none beginning with a digit."""
    if len(rows) < 2 or len(rows[0]) < 2:  # noqa: PLR2004 - one row or column has no headings
        return None
    return None if any(cell[:1].isdigit() for cell in rows[0]) else rows[0]


def table_passages(number: int, rows: list[list[str]]) -> list[Passage]:
    """The passages of one table, counted from 1 as ``number``.

    Headings stand before each cell of the other rows; a row without any text gives no passage,
    and is counted all the same, as a reader of the table would.
    """
    rows = [[tidy(cell) for cell in row] for row in rows]
    header = header_of(rows)
    return [
        Passage(f"table {number}, row {place}", text)
        for place, row in enumerate(rows, start=1)
        if (text := row_text(row, None if place == 1 else header))
    ]
