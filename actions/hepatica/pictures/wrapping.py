"""Words in lines that are not too wide, as English and Chinese readers expect them."""

import re
from collections.abc import Callable, Iterator

_WIDE = "\u2e80-\uffef"
"""Letters between which a line may end, as in Chinese."""
_HAN = "\u3400-\u9fff"
CLOSING = "，。、；：！？）》〉」』】〕”’…％%·"
"""What must not begin a line."""
OPENING = "（《〈「『【〔“‘"
"""What must not end a line."""
_UNIT = re.compile(
    rf"[{OPENING}]*"
    rf"(?:[{_WIDE}]|[^\s{_WIDE}]+?(?:[-/–—](?=\w)|(?=[\s{_WIDE}{OPENING}]|$))(?:(?<=\d)[{_HAN}])?)"
    rf"[{CLOSING}]*"
    rf"|\S"
)
"""What stays together, with its marks: a word, a part of a word with hyphens, a Chinese letter, a
number with the Chinese letter that says what is counted."""
FEW = 12
"""In more lines, nobody sees whether the last is full."""
STEP = 8
"""Pixels by which lines may be wider than needed."""
Width = Callable[[str], float]


def wrapped(text: str, most: float, width: Width) -> list[str]:
    """The text in as few lines as can be, none wider than ``most``; a few are all about as wide.

    A word that is wider alone is broken where it must be. White space and letters that cannot be
    seen count as one space.

    Args:
        text: the words.
        most: the width that a line may have; wider than any letter.
        width: how wide words are.
    """
    units = list(_units(_visible(text)))
    lines = _filled(units, most, width)
    fitting = (one for one in map(width, (unit for _, unit in units)) if one <= most)
    too_narrow, enough = max(fitting, default=most), most
    while 1 < len(lines) <= FEW and enough - too_narrow > STEP:
        between = (too_narrow + enough) / 2
        narrower = _filled(units, between, width)
        if len(narrower) > len(lines):
            too_narrow = between
        else:
            lines, enough = narrower, between
    return lines


def _filled(units: list[tuple[str, str]], most: float, width: Width) -> list[str]:
    """Lines that are filled one after the other."""
    lines: list[str] = []
    line = ""
    for space, unit in units:
        longer = f"{line}{space}{unit}" if line else unit
        if width(longer) <= most:
            line = longer
            continue
        if line:
            lines.append(line)
        *full, line = _broken(unit, most, width)
        lines += full
    return [*lines, line] if line else lines


def _visible(text: str) -> str:
    shown = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(shown.split())


def _units(text: str) -> Iterator[tuple[str, str]]:
    """Each unit, with the space before it."""
    end = 0
    for found in _UNIT.finditer(text):
        yield text[end : found.start()], found.group()
        end = found.end()


def _broken(unit: str, most: float, width: Width) -> list[str]:
    """A unit in pieces that fit; mostly one."""
    pieces = [""]
    for letter in unit:
        if pieces[-1] and width(pieces[-1] + letter) > most:
            pieces.append("")
        pieces[-1] += letter
    return pieces
