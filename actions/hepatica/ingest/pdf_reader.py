"""PDF files as passages, page by page."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from hepatica.ingest.passages import CJK, IngestError, Passage, starts_item, tidy

if TYPE_CHECKING:
    from pypdf import PdfReader

MAX_PAGES = 2000
_ENDS = re.compile(r"[.!?。！？:：;；][\"'”’）)\]]*$")
_PAGE_NUMBER = re.compile(
    r"^\W*(?:page|p\.|第)?\s*\d{1,4}\s*(?:(?:of|/)\s*\d{1,4}|页)?\W*$", re.IGNORECASE
)
_SPLIT_WORD = re.compile(r"([A-Za-z]+)-\n([a-z]+)")
_COMPOUND = re.compile(r"\b[A-Za-z]+-[a-z]+\b")
_NEW_PART = re.compile(rf"^[A-Z{CJK}\d]")
_SHORT, _SHORTISH = 0.6, 0.85
"""A line this much shorter than the page's longest ends a heading, or a sentence's paragraph."""

_ALWAYS_HYPHEN = {"free", "year", "month", "week", "day", "based", "related", "arm", "blind", "up"}


def read_pdf(raw: bytes, name: str) -> Iterator[Passage]:
    """Passages of a PDF file.

    PDF files know lines, not paragraphs: a paragraph ends at a blank line, before a list item, and
    after a line that is clearly shorter than the page's longest and ends a sentence or heading.
    Words parted at a line's end are joined.

    Raises:
        IngestError: it needs a password, has too many pages or no text.
    """
    from pypdf import PdfReader

    with _quiet("pypdf"):
        reader = PdfReader(BytesIO(raw))
        _unlock(reader, name)
        if len(reader.pages) > MAX_PAGES:
            raise IngestError(
                f"{name} has {len(reader.pages)} pages and {MAX_PAGES:,} is the most; save the "
                "pages that matter as a file of their own."
            )
        pages = [_lines(page.extract_text()) for page in reader.pages]
    compounds = {word.lower() for page in pages for word in _COMPOUND.findall(" ".join(page))}
    found = False
    for number, lines in enumerate(pages, start=1):
        for place, paragraph in enumerate(_paragraphs(lines, compounds), start=1):
            found = True
            yield Passage(f"page {number}, paragraph {place}", paragraph)
    if not found:
        raise IngestError(
            f"{name} has no text, only pictures or empty pages; run text recognition (OCR) first "
            "and give the file that it makes."
        )


@contextmanager
def _quiet(name: str) -> Iterator[None]:
    """Keep a library's warnings about small faults in a file off the curator's screen."""
    logger = logging.getLogger(name)
    before = logger.level
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.setLevel(before)


def _unlock(reader: "PdfReader", name: str) -> None:
    from pypdf.errors import DependencyError

    message = (
        f"{name} needs a password; open it with the password, print it to a new PDF file without "
        "one, and give that file."
    )
    try:
        locked = reader.is_encrypted and not reader.decrypt("")
    except (DependencyError, NotImplementedError) as error:
        raise IngestError(message.replace("needs a password", "is encrypted")) from error
    if locked:
        raise IngestError(message)


def _lines(text: str) -> list[str]:
    """The lines of a page without the page number above or below them."""
    lines = [line.strip() for line in text.splitlines()]
    while lines and (not lines[0] or _PAGE_NUMBER.match(lines[0])):
        lines.pop(0)
    while lines and (not lines[-1] or _PAGE_NUMBER.match(lines[-1])):
        lines.pop()
    return lines


def _paragraphs(lines: list[str], compounds: set[str]) -> Iterator[str]:
    longest = max(map(len, lines), default=0)
    paragraph: list[str] = []
    for line in [*lines, ""]:
        if paragraph and (not line or _parted(paragraph[-1], line, longest)):
            if text := tidy(_joined("\n".join(paragraph), compounds)):
                yield text
            paragraph = []
        if line:
            paragraph.append(line)


def _parted(previous: str, line: str, longest: int) -> bool:
    """Whether a new paragraph begins with ``line``."""
    if starts_item(line):
        return True
    if _ENDS.search(previous):
        return len(previous) < _SHORTISH * longest
    return len(previous) < _SHORT * longest and bool(_NEW_PART.match(line))


def _joined(text: str, compounds: set[str]) -> str:
    """Parted words made whole; a hyphen that the document writes elsewhere, too, stays."""

    def whole(match: re.Match[str]) -> str:
        first, second = match.groups()
        compound = f"{first}-{second}"
        keep = compound.lower() in compounds or second in _ALWAYS_HYPHEN
        return compound if keep else first + second

    text = _SPLIT_WORD.sub(whole, text)
    return re.sub(r"(?<=[A-Za-z\d])-\n(?=[A-Za-z\d])", "-", text)
