"""Numbers in a message, in digits or in words: 38.6, "thirty eight point six", 三十八度六."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.safety.phrases import Span
from bot.safety.words import Token

_DIGITS = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?")
_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_UNIDADES = ("uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")
_DECENAS = (
    "veinte",
    "treinta",
    "cuarenta",
    "cincuenta",
    "sesenta",
    "setenta",
    "ochenta",
    "noventa",
)
_SMALL = {word: n for words in (_UNITS, _UNIDADES) for n, word in enumerate(words, 1)}
_LARGE = {word: n for n, word in enumerate(_TEENS, 10)} | {
    word: 10 * n for words in (_TENS, _DECENAS) for n, word in enumerate(words, 2)
}
_ALONE = 6
"""Smaller numbers in words are too common to be values: "one", "two"."""
_POINT = frozenset({"point", "punto", "coma"})
_HALVES = (("and", "a", "half"), ("y", "medio"), ("y", "media"))
_CHINESE = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2}
_TEN, _HUNDRED = "十", "百"
_CHINESE_POINT = frozenset("点度")
_CHINESE_SHORTEST, _CHINESE_LONGEST = 2, 6


@dataclass(frozen=True)
class Number:
    """A number, where it stands, and whether it was given with a decimal."""

    span: Span
    value: float
    decimal: bool


def numbers_of(tokens: list[Token]) -> list[Number]:
    """All numbers of a message, in order.

    >>> from bot.safety.words import tokens_of
    >>> [n.value for n in numbers_of(tokens_of("38,6 then thirty nine and a half, 三十八度五"))]
    [38.6, 39.5, 38.5]
    """
    return list(_numbers([token.text for token in tokens]))


def _numbers(words: list[str]) -> Iterator[Number]:
    at = 0
    while at < len(words):
        found = _in_digits(words, at) or _in_words(words, at) or _in_chinese(words, at)
        if found:
            yield found
        at = found.span.end if found else at + 1


def _in_digits(words: list[str], at: int) -> Number | None:
    if not _DIGITS.fullmatch(words[at]):
        return None
    return Number(
        Span(at, at + 1), float(words[at].replace(",", ".")), decimal=not words[at].isdigit()
    )


def _in_words(words: list[str], at: int) -> Number | None:
    value, end = _whole(words, at)
    if value < _ALONE:
        return None
    if end + 1 < len(words) and words[end] in _POINT and words[end + 1] in _SMALL:
        return Number(Span(at, end + 2), value + _SMALL[words[end + 1]] / 10, decimal=True)
    for half in _HALVES:
        if tuple(words[end : end + len(half)]) == half:
            return Number(Span(at, end + len(half)), value + 0.5, decimal=True)
    return Number(Span(at, end), float(value), decimal=False)


def _whole(words: list[str], at: int) -> tuple[int, int]:
    """A whole number in English or Spanish words and where it ends; 0 when there is none."""
    word = words[at]
    after = words[at + 1] if at + 1 < len(words) else ""
    if (word in ("a", "one") and after == "hundred") or word == "hundred":
        end = at + (1 if word == "hundred" else 2)
        end += words[end : end + 1] == ["and"]
        rest, after_rest = _whole(words, end) if end < len(words) else (0, end)
        return 100 + (rest if rest < 100 else 0), after_rest if rest else end  # noqa: PLR2004
    if word in _LARGE:
        if after == "y" and at + 2 < len(words) and words[at + 2] in _UNIDADES:
            return _LARGE[word] + _SMALL[words[at + 2]], at + 3
        if _LARGE[word] >= 20 and after in _UNITS:  # noqa: PLR2004
            return _LARGE[word] + _SMALL[after], at + 2
        return _LARGE[word], at + 1
    return _SMALL.get(word, 0), at + 1


def _in_chinese(words: list[str], at: int) -> Number | None:
    end = at
    while end < min(len(words), at + _CHINESE_LONGEST) and (
        words[end] in _CHINESE or words[end] in (_TEN, _HUNDRED)
    ):
        end += 1
    long_enough = end - at >= _CHINESE_SHORTEST or words[at] == _TEN
    if end == at or not (long_enough or _pointed(words, end)):
        return None
    value = _chinese("".join(words[at:end]))
    if _pointed(words, end):
        return Number(Span(at, end + 2), value + _CHINESE[words[end + 1]] / 10, decimal=True)
    return Number(Span(at, end), float(value), decimal=False)


def _pointed(words: list[str], end: int) -> bool:
    return end + 1 < len(words) and words[end] in _CHINESE_POINT and words[end + 1] in _CHINESE


def _chinese(text: str) -> int:
    """三十八 and 一百二十, and digits read one by one: 三八."""
    if _TEN not in text and _HUNDRED not in text:
        return int("".join(str(_CHINESE[c]) for c in text))
    value = part = 0
    for c in text:
        if c in (_TEN, _HUNDRED):
            value += (part or 1) * (10 if c == _TEN else 100)
            part = 0
        else:
            part = _CHINESE[c]
    return value + part
