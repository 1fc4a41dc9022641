"""Numbers that are identifiers by their shape or check digits, with no word before them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from bot.privacy.checksums import (
    is_bank_account,
    is_card,
    is_hong_kong,
    is_nhs,
    is_resident,
    is_spanish,
    is_taiwan,
)
from bot.privacy.texts import Rule, Span, Text
from bot.privacy.words import Words

BEFORE = 25
"""Characters before a number in which a word tells that it was measured."""
MOST_ABROAD, MOST_AT_HOME = 11, 10
"""Digits after which a blank ends a telephone number."""
_PHONE_DIGITS = 9
_SPACED = re.compile(r"(?:[0-9] ){3}")
_NOT_DIGIT = re.compile(r"[^0-9]")
_BETWEEN = re.compile(r"[ ().-]+")
_DECIMAL = re.compile(r" [0-9]{1,3}\.[0-9]{1,2}$")
_TOLL_FREE = re.compile(r"(?:00?1|1)?8(?:00|33|44|55|66|77|88)[0-9]{7}|400[0-9]{7}")
_END = r"(?![0-9]|[.,][0-9])"

Check = Callable[[str], bool]
Shape = tuple[str, "re.Pattern[str]", Check]


def _any(_: str) -> bool:
    return True


def _checked(check: Check) -> Check:
    """A check of the digits and letters alone."""
    return lambda found: check(re.sub(r"[^0-9A-Za-z]", "", found))


_SURE: tuple[Shape, ...] = (
    # A Chinese resident's; with wrong check digits it is still too long for anything else.
    (
        "number",
        re.compile(
            r"(?<![0-9])[1-9][0-9]{5} ?(?:18|19|20)[0-9]{2}[01][0-9]{3} ?[0-9]{3}[0-9Xx]" + _END
        ),
        lambda found: " " not in found or _checked(is_resident)(found),
    ),
    (
        "number",
        re.compile(r"(?<![0-9])[0-9]{4}([ -])[0-9]{4}\1[0-9]{4}\1[0-9]{1,7}" + _END),
        _checked(is_card),
    ),
    ("number", re.compile(r"(?<![0-9])3[47][0-9]{2} [0-9]{6} [0-9]{5}" + _END), _checked(is_card)),
    (
        "number",
        re.compile(
            r"(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}"
            r"(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])"
        ),
        _checked(is_bank_account),
    ),
    # US social security
    (
        "number",
        re.compile(r"(?<![0-9-])(?!000|666|9)[0-9]{3}-(?!00)[0-9]{2}-(?!0000)[0-9]{4}(?![0-9-])"),
        _any,
    ),
    (
        "number",
        re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,2}[0-9]{6} ?\(?[0-9A]\)?(?![A-Za-z0-9])"),
        _checked(is_hong_kong),
    ),
    ("number", re.compile(r"(?<![A-Za-z0-9])[A-Z][1289][0-9]{8}(?![A-Za-z0-9])"), is_taiwan),
    (
        "number",
        re.compile(r"(?<![A-Za-z0-9])(?:[0-9]{8}|[XYZ]-?[0-9]{7})-?[A-HJ-NP-TV-Z](?![A-Za-z0-9])"),
        _checked(is_spanish),
    ),
    (
        "phone",
        re.compile(r"(?<![A-Za-z0-9+.,])(?:\+|00(?=[1-9]))[1-9](?:[ ().-]{0,2}[0-9]){6,14}" + _END),
        lambda found: len(_NOT_DIGIT.sub("", found)) > _PHONE_DIGITS - found.startswith("+"),
    ),
    # National numbers that begin with 0
    (
        "phone",
        re.compile(
            r"(?<![0-9.,/+-])\(?0[1-9][0-9]{0,4}\)?[ /.-]{0,3}(?:[0-9][ .-]?){5,8}[0-9]" + _END
        ),
        lambda found: len(_NOT_DIGIT.sub("", found)) >= _PHONE_DIGITS,
    ),
    ("phone", re.compile(r"(?<![0-9A-Za-z.,])1[3-9][0-9]-?[0-9]{4}-?[0-9]{4}" + _END), _any),
    # "one digit at a time"
    ("phone", re.compile(r"(?<![0-9.,-])(?<![0-9] )(?:[0-9][ .-]){9,14}[0-9]" + _END), _any),
)
"""Nothing medical looks like these."""
_LIKELY: tuple[Shape, ...] = (
    (
        "number",
        re.compile(r"(?<![0-9.,])[0-9]{3} [0-9]{3} [0-9]{4}" + _END),
        _checked(is_nhs),
    ),
    # Chinese mobile
    ("phone", re.compile(r"(?<![0-9.,])1[3-9][0-9] [0-9]{4} [0-9]{4}" + _END), _any),
    # North America
    (
        "phone",
        re.compile(
            r"(?<![0-9.,-])(?:1[ .-])?\(?[2-9][0-9]{2}\)?[ .-]{1,2}[2-9][0-9]{2}[ .-][0-9]{4}"
            + _END
        ),
        _any,
    ),
    # Spain
    (
        "phone",
        re.compile(
            r"(?<![0-9.,])[6-9][0-9]{2}([ .-])(?:[0-9]{3}\1[0-9]{3}|[0-9]{2}\1[0-9]{2}\1[0-9]{2})"
            + _END
        ),
        _any,
    ),
    ("number", re.compile(r"(?<![0-9A-Za-z.,])[0-9]{9,40}" + _END), _any),
)
"""These may be values one after the other, or one large value."""
_LETTERED = re.compile(r"(?<![A-Za-z0-9-])([A-Za-z]{1,7})-?[0-9]{8,30}[A-Za-z]?(?![0-9A-Za-z])")
_SPOKEN = re.compile(r"[零〇一二三四五六七八九幺]{8,30}")


class Measures:
    """Tells numbers that were measured, or that belong to nobody, from identifiers."""

    def __init__(self, words: Words) -> None:
        self._public = words.public_numbers
        self._measured = words.lists["measured"]
        self._units = words.lists["units"]

    def is_public(self, found: str) -> bool:
        """Whether it is a help line, or free of charge and so an institution's."""
        digits = _NOT_DIGIT.sub("", found)
        return digits in self._public or bool(_TOLL_FREE.fullmatch(digits))

    def is_value(self, text: Text, start: int, end: int) -> bool:
        """Whether it may be one large value, or some values one after the other."""
        after = text.lowered[end : end + 12].lstrip()
        if after.startswith(self._units):
            return True
        groups = _BETWEEN.split(text.plain[start:end].strip(" ().-"))
        if len(groups) == 1:
            return groups[0].endswith("00000")
        before = text.lowered[max(0, start - BEFORE) : start]
        rounded = all(group.endswith("0") for group in groups)
        return rounded or any(word in before for word in self._measured)


def number_rules(words: Words) -> list[Rule]:
    """The rules."""
    return [_Sure(words), _Likely(words), _Lettered(words), _spoken]


class _Sure:
    """Numbers that nothing medical looks like."""

    def __init__(self, words: Words) -> None:
        self._measures = Measures(words)

    def __call__(self, text: Text) -> Iterator[Span]:
        for span in _found(text, _SURE):
            if not self._measures.is_public(text.plain[span.start : span.end]):
                yield span


class _Likely:
    """Numbers that are identifiers unless what is around says that they were measured."""

    def __init__(self, words: Words) -> None:
        self._measures = Measures(words)

    def __call__(self, text: Text) -> Iterator[Span]:
        for span in _found(text, _LIKELY):
            is_public = self._measures.is_public(text.plain[span.start : span.end])
            if not is_public and not self._measures.is_value(text, span.start, span.end):
                yield span


class _Lettered:
    """Letters with a long number, except numbers of studies and papers."""

    def __init__(self, words: Words) -> None:
        self._registers = frozenset(words.lists["registers"])

    def __call__(self, text: Text) -> Iterator[Span]:
        if text.long_number:
            for match in _LETTERED.finditer(text.plain):
                if match[1].lower() not in self._registers and not match[0].endswith("00000"):
                    yield Span(match.start(), match.end(), "number")


def _spoken(text: Text) -> Iterator[Span]:
    """Telephone numbers in Chinese numerals."""
    if text.chinese:
        for match in _SPOKEN.finditer(text.plain):
            if not _counts(match[0], "〇一二三四五六七八九"):
                yield Span(match.start(), match.end(), "phone")


def _found(text: Text, shapes: tuple[Shape, ...]) -> Iterator[Span]:
    if not text.long_number:
        return
    for kind, pattern, check in shapes:
        for match in pattern.finditer(text.plain):
            if check(match[0]) and not _counts(match[0], "0123456789"):
                end = phone_end(match[0]) if kind == "phone" else len(match[0])
                yield Span(match.start(), match.start() + end, kind)


def phone_end(found: str) -> int:
    """Where a telephone number ends, with which a value may stand ("07700 900123 39.2")."""
    most = MOST_ABROAD if found.startswith(("+", "00")) else MOST_AT_HOME
    digits = 0
    for place, character in enumerate(found):
        if character == " " and digits >= most and not _SPACED.match(found):
            return place
        digits += character.isdigit()
    value = _DECIMAL.search(found)
    return value.start() if value else len(found)


def _counts(found: str, numerals: str) -> bool:
    """Whether somebody counts ("123456789")."""
    places = [numerals.find(character) for character in found]
    return all((after - before) % 10 == 1 for before, after in pairwise(places))
