"""Splitting a text that is longer than a message, without parting what belongs together."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Fits = Callable[[str], bool]

_SENTENCE = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[^\da-z\s])|(?<=[。！？；])(?![”’）」])\s*")
_TOKENS_AROUND = 3
"""A space with a figure so few words away is a bad place to cut ("27 out of 100")."""
_IN_NUMBER = frozenset(".,:/%-–")


@dataclass(frozen=True)
class Atom:
    """A piece that stays whole; ``glue`` stands between it and what comes before in one message."""

    glue: str
    text: str


@dataclass(frozen=True)
class Block:
    """One text of a reply.

    Args:
        body: what it says, figures included.
        small_print: the lines under it: who was studied, how sure it is, the source.
        source: the line of the small print that names the source; "" where none does.
    """

    body: str
    small_print: str = ""
    source: str = ""

    @property
    def whole(self) -> str:
        """The text as it was."""
        return "\n".join(part for part in (self.body, self.small_print) if part)


def has_figures(text: str) -> bool:
    """Whether numbers stand in it."""
    return any(character.isdigit() for character in text)


def split_block(block: Block, fits: Fits) -> list[str]:
    """The block as texts that fit, in its order.

    The last piece carries the small print. Every other piece with figures ends with the source
    again, unless that alone takes half of a message.
    """
    if fits(block.whole):
        return [block.whole]
    source = block.source if fits(block.source + block.source) else ""

    def closed(text: str) -> str:
        return f"{text}\n{source}" if source and has_figures(text) and source not in text else text

    def fits_closed(text: str) -> bool:
        return fits(closed(text))

    atoms = list(atoms_of(block.body, fits_closed))
    if not block.small_print:
        return [closed(piece) for piece in _packed(atoms, fits_closed)]
    front, last = _with_small_print(atoms, block.small_print, fits)
    pieces = _packed(front, fits_closed)
    if fits(last):
        return [*map(closed, pieces), last]
    pieces += _packed(list(atoms_of(block.small_print, fits_closed)), fits_closed)
    return [closed(piece) for piece in pieces]


def _with_small_print(atoms: list[Atom], tail: str, fits: Fits) -> tuple[list[Atom], str]:
    """As much of the end as fits above the small print, and what is left before it."""
    front, last = list(atoms), tail
    glue = "\n"
    while front:
        longer = f"{front[-1].text}{glue}{last}"
        if not fits(longer):
            break
        glue, last = front.pop().glue, longer
    return front, last


def _packed(atoms: list[Atom], fits: Fits) -> list[str]:
    """The atoms in as few texts as they fit into, in order."""
    texts: list[str] = []
    for atom in atoms:
        longer = f"{texts[-1]}{atom.glue}{atom.text}" if texts else atom.text
        if texts and fits(longer):
            texts[-1] = longer
        else:
            texts.append(atom.text)
    return texts


def atoms_of(text: str, fits: Fits) -> Iterator[Atom]:
    """The paragraphs' lines; sentences of a line that is too long; pieces of such a sentence."""
    glue = "\n"
    for line in text.split("\n"):
        if not line.strip():
            glue = "\n\n"
            continue
        yield from _line(line.rstrip(), glue, fits)
        glue = "\n"


def _line(line: str, glue: str, fits: Fits) -> Iterator[Atom]:
    if fits(line):
        yield Atom(glue, line)
        return
    for sentence, after in _sentences(line):
        for piece in _cut(sentence, fits):
            yield Atom(glue + piece.glue, piece.text)
            glue = ""
        glue = after


def _sentences(line: str) -> Iterator[tuple[str, str]]:
    """Each sentence, and what stands between it and the next one."""
    begin = 0
    for gap in _SENTENCE.finditer(line):
        if gap.end() < len(line) and gap.end() > begin:
            end = gap.end() - len(gap[0]) + len(gap[0].rstrip())
            yield line[begin:end], line[end : gap.end()]
            begin = gap.end()
    yield line[begin:], ""


def _cut(sentence: str, fits: Fits) -> Iterator[Atom]:
    """Pieces of a sentence that is too long for a message."""
    glue, rest = "", sentence
    while rest and not fits(rest):
        end = _place(rest, _most(rest, fits))
        yield Atom(glue, rest[:end].rstrip())
        around = rest[end - 1 : end + 1]
        glue, rest = ("" if around == around.strip() else " "), rest[end:].lstrip()
    if rest:
        yield Atom(glue, rest)


def _most(text: str, fits: Fits) -> int:
    """How many characters from the beginning fit; at least one."""
    low, high = 1, len(text) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(text[:middle]) else (low, middle - 1)
    return max(low, 1)


def _place(text: str, most: int) -> int:
    """Where to cut: the later the better, and never in a number where that can be helped."""
    places = range(most, 0, -1)
    late = places[: max(1, most // 2)]
    for good, among in (
        (_between_words, late),
        (_after_punctuation, late),
        (_is_space, places),
        (_outside_number, places),
    ):
        found = next((place for place in among if good(text, place)), None)
        if found is not None:
            return found
    return most


def _is_space(text: str, place: int) -> bool:
    return text[place].isspace() and bool(text[:place].strip())


def _between_words(text: str, place: int) -> bool:
    """A space with no figure near it."""
    if not _is_space(text, place):
        return False
    around = text[:place].split()[-_TOKENS_AROUND:] + text[place:].split()[:_TOKENS_AROUND]
    return not has_figures("".join(around))


def _after_punctuation(text: str, place: int) -> bool:
    return text[place - 1] in "，、；：。,;:" and _outside_number(text, place)


def _outside_number(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if unicodedata.category(after)[0] == "M" or "\u200d" in (before, after):
        return False
    return not (_numeric(before) and _numeric(after))


def _numeric(character: str) -> bool:
    return character.isdigit() or character in _IN_NUMBER
