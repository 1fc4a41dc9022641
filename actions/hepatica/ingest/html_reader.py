"""HTML pages as passages."""

import re
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hepatica.ingest.encodings import decode
from hepatica.ingest.passages import Passage, table_passages, tidy

if TYPE_CHECKING:
    from bs4 import BeautifulSoup
    from bs4.element import PageElement, Tag

_DROPPED = re.compile(
    "^(script|style|nav|header|footer|form|noscript|template|svg|iframe|button|select|object|head)$"
)
_BLOCK = re.compile(
    "^(address|article|aside|blockquote|body|caption|center|dd|details|div|dl|dt|fieldset|figcaption"
    "|figure|h[1-6]|hr|html|li|main|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul)$"
)


def read_html(raw: bytes, name: str) -> Iterator[Passage]:
    """Passages of an HTML page, without scripts, navigation, headers, footers and forms.

    A table that holds another table only lays out the page; its cells are paragraphs.

    Raises:
        IngestError: it is no text.
    """
    soup = parse_html(decode(raw, name, declared=True))
    tables = {id(table): n for n, table in enumerate(_data_tables(soup), start=1)}
    paragraphs = 0
    for part in _parts(soup, set(tables)):
        if not isinstance(part, str):
            yield from table_passages(tables[id(part)], _rows(part))
        elif text := tidy(part):
            paragraphs += 1
            yield Passage(f"paragraph {paragraphs}", text)


def parse_html(text: str) -> "BeautifulSoup":
    """The page without what is no text of its own."""
    from bs4 import BeautifulSoup

    with warnings.catch_warnings():
        # It warns of pages that look like a file name or like XML; they are read all the same.
        warnings.simplefilter("ignore")
        soup = BeautifulSoup(text, "lxml")
    for unwanted in [*soup(_DROPPED), *soup(hidden=True)]:
        if not unwanted.decomposed:
            unwanted.decompose()
    for line_break in soup("br"):
        line_break.replace_with("\n")
    return soup


def _data_tables(soup: "BeautifulSoup") -> Iterator["Tag"]:
    outer = {id(table.find_parent("table")) for table in soup("table")}
    return (table for table in soup("table") if id(table) not in outer)


def _rows(table: "Tag") -> list[list[str]]:
    return [[cell.get_text(" ") for cell in row(["th", "td"])] for row in table("tr")]


def _parts(soup: "BeautifulSoup", tables: set[int]) -> Iterator["str | Tag"]:
    """The text between block elements, and the tables, in the order of the page.

    A table's caption is a paragraph in front of it.
    """
    from bs4.element import NavigableString, PreformattedString, Tag

    blocks = _Blocks(tables)
    texts: list[str] = []
    last: int | None = None
    for node in soup.descendants:
        block = blocks.around(node)
        inside = block in tables
        if texts and (block != last or (isinstance(node, Tag) and blocks.is_block(node))):
            yield "".join(texts)
            texts = []
        last = block
        if isinstance(node, Tag):
            if id(node) in tables:
                yield from _caption(node)
                yield node
        elif not inside and isinstance(node, NavigableString):
            # Comments and declarations are preformatted strings.
            texts += [] if isinstance(node, PreformattedString) else [str(node)]
    yield "".join(texts)


def _caption(table: "Tag") -> Iterator[str]:
    caption = table.find("caption")
    if caption:
        yield caption.get_text()


class _Blocks:
    """Finds the block element around a node, or the data table around it."""

    def __init__(self, tables: set[int]) -> None:
        self._tables = tables
        self._known: dict[int, int] = {}

    def is_block(self, tag: "Tag") -> bool:
        """Whether a tag starts a new part of the page."""
        return bool(_BLOCK.match(tag.name))

    def around(self, node: "PageElement") -> int:
        """The identity of the nearest block or data table around a node; 0 outside of all.

        A parent comes before its children, so what is around the parent is known already.
        """
        parent = node.parent
        if parent is None:
            return 0
        if id(parent) not in self._known:
            above = self._known.get(id(parent.parent), 0) if parent.parent else 0
            own = self.is_block(parent) and above not in self._tables
            self._known[id(parent)] = id(parent) if own else above
        return self._known[id(parent)]
