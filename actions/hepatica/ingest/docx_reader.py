"""Word files as passages."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from hepatica.ingest.passages import IngestError, Passage, table_passages, tidy

MAX_UNPACKED = 200_000_000
_OLD_WORD = b"\xd0\xcf\x11\xe0"
_MAIN_PART = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_COPIES = (
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    f"{_W}moveFrom",
)
"""Text that stands a second time: text boxes for old programs, and where moved text was."""
_AROUND = {f"{_W}{tag}" for tag in ("sdt", "sdtContent", "ins", "customXml", "smartTag")}
"""Elements around paragraphs: content controls, tracked insertions."""


def read_docx(raw: bytes, name: str) -> Iterator[Passage]:
    """Passages of a Word file: paragraphs, and tables row by row.

    Tracked insertions are read, tracked deletions are not; nor are footnotes, headers and footers.

    Raises:
        IngestError: it is an old .doc, protected by a password, damaged, or far too large.
    """
    _check_package(raw, name)
    from docx import Document

    paragraphs, tables = 0, 0
    for block in _blocks(Document(BytesIO(raw)).element.body):
        if block.tag == f"{_W}tbl":
            tables += 1
            yield from table_passages(tables, list(_rows(block)))
        elif text := tidy(_text(block)):
            paragraphs += 1
            yield Passage(f"paragraph {paragraphs}", text)


def _check_package(raw: bytes, name: str) -> None:
    if raw.startswith(_OLD_WORD):
        raise IngestError(
            f"{name} is an old Word file (.doc) or protected by a password; open it in Word and "
            "save it as .docx without a password."
        )
    if not zipfile.is_zipfile(BytesIO(raw)):
        raise IngestError(f"{name} is no Word file or is damaged; save it again as .docx in Word.")
    with zipfile.ZipFile(BytesIO(raw)) as package:
        # The sizes are those that unpacking stops at, so a package cannot lie about them.
        unpacked = sum(part.file_size for part in package.infolist())
        names = set(package.namelist())
    if unpacked > MAX_UNPACKED:
        raise IngestError(
            f"{name} would unpack to {unpacked // 1_000_000:,} MB and "
            f"{MAX_UNPACKED // 1_000_000} MB is the most; take out its pictures, or save the part "
            "that matters as a file of its own."
        )
    if _MAIN_PART not in names:
        raise IngestError(f"{name} is packed but no Word file; save it as .docx in Word.")


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in the order of the document."""
    for child in parent:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag in _AROUND:
            yield from _blocks(child)


def _rows(table: Any) -> Iterator[list[str]]:
    for row in _inside(table, "tr"):
        yield ["\n".join(_cell(cell)) for cell in _inside(row, "tc")]


def _inside(parent: Any, tag: str) -> Iterator[Any]:
    """Rows of a table, or cells of a row, also those in content controls."""
    for child in parent:
        if child.tag == f"{_W}{tag}":
            yield child
        elif child.tag in _AROUND:
            yield from _inside(child, tag)


def _cell(cell: Any) -> Iterator[str]:
    for block in _blocks(cell):
        if block.tag == f"{_W}tbl":
            for row in _rows(block):
                yield "; ".join(row)
        else:
            yield _text(block)


def _text(paragraph: Any) -> str:
    """The text of a paragraph, with links, content controls and tracked insertions."""
    parts: list[str] = []
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if element.tag == f"{_W}t":
            copied = next(element.iterancestors(*_COPIES), None) is not None
            parts.append("" if copied else element.text or "")
        else:
            parts.append("-" if element.tag == f"{_W}noBreakHyphen" else " ")
    return "".join(parts)
