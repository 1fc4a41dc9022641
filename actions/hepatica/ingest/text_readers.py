"""Plain text and Markdown as passages."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from hepatica.ingest.encodings import decode
from hepatica.ingest.html_reader import parse_html
from hepatica.ingest.passages import Passage, starts_item, table_passages, tidy

if TYPE_CHECKING:
    from markdown_it.token import Token

_BLANK = re.compile(r"\n[^\S\n]*\n")
_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\n(?:[\w-]+:.*\n|[ \t#-].*\n|\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)


def read_text(raw: bytes, name: str) -> Iterator[Passage]:
    """Passages of a plain text.

    Blank lines part paragraphs, and so does a list item's beginning. In a text without blank
    lines every line is a paragraph.

    Raises:
        IngestError: it is no text.
    """
    text = decode(raw, name).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    blocks = [block for block in _BLANK.split(text) if block.strip()]
    paragraphs = text.split("\n") if len(blocks) == 1 else _with_items(blocks)
    yield from _counted(paragraphs)


def _with_items(blocks: list[str]) -> Iterator[str]:
    for block in blocks:
        lines: list[str] = []
        for line in block.split("\n"):
            if lines and starts_item(line):
                yield "\n".join(lines)
                lines = []
            lines.append(line)
        yield "\n".join(lines)


def _counted(paragraphs: Iterator[str] | list[str]) -> Iterator[Passage]:
    full = (text for paragraph in paragraphs if (text := tidy(paragraph)))
    for number, text in enumerate(full, start=1):
        yield Passage(f"paragraph {number}", text)


def read_markdown(raw: bytes, name: str) -> Iterator[Passage]:
    """Passages of a Markdown text, without its markup; front matter is left out.

    Raises:
        IngestError: it is no text.
    """
    from markdown_it import MarkdownIt

    text = decode(raw, name).replace("\r\n", "\n").replace("\r", "\n")
    tokens = MarkdownIt("commonmark").enable("table").parse(_FRONT_MATTER.sub("", text, count=1))
    paragraphs, tables = 0, 0
    rows: list[list[str]] = []
    for token in tokens:
        inside = bool(rows)
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "table_close":
            tables += 1
            yield from table_passages(tables, rows)
            rows = []
        elif inside and token.type == "inline":
            rows[-1].append(_inline(token))
        elif content := _block(token):
            paragraphs += 1
            yield Passage(f"paragraph {paragraphs}", content)


def _block(token: "Token") -> str:
    if token.type == "inline":
        return tidy(_inline(token))
    if token.type == "html_block":
        return tidy(parse_html(token.content).get_text(" "))
    return tidy(token.content) if token.type in ("fence", "code_block") else ""


def _inline(token: "Token") -> str:
    breaks = ("softbreak", "hardbreak")
    return "".join(
        "\n" if child.type in breaks else child.content
        for child in token.children or []
        if child.type in ("text", "code_inline", *breaks)
    )
