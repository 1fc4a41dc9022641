"""The words of an HTML mail as plain lines, with quotes marked by ">"."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser

LONGEST = 200_000
_LINES = frozenset(
    {
        "address", "article", "blockquote", "center", "div", "dl", "dt", "dd", "footer", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "ol", "pre", "section", "table",
        "tr", "ul",
    }
)  # fmt: skip
"""Elements that begin and end a line."""
_UNSEEN = frozenset({"script", "style", "head", "title", "template", "object"})
_NESTED = frozenset({"div", "blockquote"})
"""Elements that can hold a quote."""
_QUOTES = re.compile(
    r"gmail_quote|gmail_attr|yahoo_quoted|moz-cite-prefix|protonmail_quote|tutanota_quote"
    r"|ms-outlook-mobile-reference-message"
)
"""Names by which mail programs mark what they quote, and the line above it."""


_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_DECLARATION = re.compile(r"<[!?][^<>]{0,500}>")
_NO_TAG = re.compile(r"<(?!/?[a-zA-Z][^<>]{0,5000}>)")


def text_of(html: str) -> str:
    """The words of an HTML text; never raises, however broken it is.

    What is in a quote begins its lines with "> ", so that it can be told apart as in plain mails.
    """
    reader = _Reader()
    reader.feed(_whole_tags(html[:LONGEST]))
    reader.close()
    return reader.text()


def _whole_tags(html: str) -> str:
    """The text with nothing in it but tags that end.

    On others, and on comments, Python's parser takes minutes (CVE-2025-6069).
    """
    commented, end, rest = html.rpartition("-->")
    html = _COMMENT.sub("", commented + end) + rest
    return _NO_TAG.sub("&lt;", _DECLARATION.sub("", html))


class _Reader(HTMLParser):
    """Collects lines; knows whether it is in a quote, or in what nobody sees."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line: list[str] = []
        self._line_is_quoted = False
        self._nested: list[tuple[str, bool]] = []
        self._open: Counter[str] = Counter()
        self._quotes = 0
        self._unseen: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen.append(tag)
        elif tag == "body":
            self._unseen.clear()  # a head that was never closed
        if tag in _LINES or tag in ("br", "p"):
            self._end_line()
        if tag in _NESTED:
            named = " ".join(value or "" for name, value in attrs if name in ("class", "id"))
            quotes = tag == "blockquote" or bool(_QUOTES.search(named))
            self._nested.append((tag, quotes))
            self._open[tag] += 1
            self._quotes += quotes
        if tag == "p":
            self._lines.append("")
        elif tag in ("td", "th"):
            self._add(" ")
        elif tag == "li":
            self._add("- ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unseen:
            del self._unseen[self._unseen.index(tag) :]
        if tag in _LINES or tag == "p":
            self._end_line()
        opened = ""
        while self._open[tag] and opened != tag:  # with what was left open in it
            opened, quotes = self._nested.pop()
            self._open[opened] -= 1
            self._quotes -= quotes

    def handle_data(self, data: str) -> None:
        self._add(data)

    def _add(self, words: str) -> None:
        if self._unseen or not words:
            return
        quoted = self._quotes > 0
        if quoted != self._line_is_quoted:
            self._end_line()
            self._line_is_quoted = quoted
        self._line.append(words)

    def _end_line(self) -> None:
        words = " ".join("".join(self._line).split())
        if words:
            self._lines.append(f"> {words}" if self._line_is_quoted else words)
        self._line = []

    def text(self) -> str:
        """All lines, once everything was fed."""
        self._end_line()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip()
