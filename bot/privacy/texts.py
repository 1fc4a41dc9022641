"""A text as it is looked through, and what is found in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

_PLAIN: dict[int, int | str] = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},  # full-width letters and digits
    **{0x0660 + digit: 0x30 + digit for digit in range(10)},
    **{0x06F0 + digit: 0x30 + digit for digit in range(10)},
    **dict.fromkeys(map(ord, "\u3000\u00a0\u2002\u2003\u2007\u2009\u202f\t"), " "),
    **dict.fromkeys(map(ord, "\u2010\u2011\ufe63"), "-"),
    **dict.fromkeys(map(ord, "\u2018\u2019\u02bc"), "'"),
}
_LONG_NUMBER = re.compile(r"[0-9](?:[ ().+/-]{0,3}[0-9]){5}")
FIRST_CHINESE, LAST_CHINESE = "\u3400", "\u9fff"


FEWEST = 5
"""An identifier that no word announces has more digits."""


class Span(NamedTuple):
    """Where an identifier stands, and of which kind it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Text:
    """A text with all that rules look at; places in it are those of the text that was given.

    Args:
        plain: with ASCII digits, letters and blanks instead of their full-width forms.
        lowered: the same in small letters.
        digits: how many digits there are.
        long_number: whether six of them stand together, with dashes and the like between.
        chinese: whether there are Chinese characters.
    """

    plain: str
    lowered: str = field(repr=False)
    digits: int
    long_number: bool
    chinese: bool


Rule = Callable[[Text], Iterator[Span]]


def text_of(given: str) -> Text:
    """The text, ready to be looked through."""
    plain = given if given.isascii() else given.translate(_PLAIN)
    lowered = plain.lower()
    if len(lowered) != len(plain):  # a few letters become two
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in plain)
    digits = sum(map(plain.count, "0123456789"))
    chinese = not plain.isascii() and any(map(is_chinese, plain))
    long_number = digits > FEWEST and _LONG_NUMBER.search(plain) is not None
    return Text(plain, lowered, digits, long_number, chinese)


def is_chinese(character: str) -> bool:
    """Whether it is a Chinese character."""
    return FIRST_CHINESE <= character <= LAST_CHINESE


def after_cues(lowered: str, cues: tuple[str, ...]) -> Iterator[int]:
    """Each place behind one of the cues that stands there as a word."""
    for cue in cues:
        place = lowered.find(cue)
        while place >= 0:
            end = place + len(cue)
            if _is_word(lowered, place, end):
                yield end
            place = lowered.find(cue, end)


def found_after(
    text: Text, cues: tuple[str, ...], pattern: re.Pattern[str]
) -> Iterator[re.Match[str]]:
    """What a pattern finds right behind one of the cues."""
    for end in after_cues(text.lowered, cues):
        if found := pattern.match(text.plain, end):
            yield found


def spans(text: Text, pattern: re.Pattern[str], kind: str) -> Iterator[Span]:
    """Where a pattern is found."""
    for match in pattern.finditer(text.plain):
        yield Span(match.start(), match.end(), kind)


def _is_word(text: str, start: int, end: int) -> bool:
    return not (start and _joined(text[start - 1], text[start])) and not (
        end < len(text) and _joined(text[end - 1], text[end])
    )


def _joined(before: str, after: str) -> bool:
    """Whether two letters stand in one word; Chinese has no blanks to tell."""
    return before.isalpha() and after.isalpha() and not is_chinese(before) and not is_chinese(after)
