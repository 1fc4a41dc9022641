"""The numbers in a text, in English and in Chinese, so that two languages can be compared."""

import math
import re
from dataclasses import dataclass

_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70,
    "eighty": 80, "ninety": 90,
}  # fmt: skip
_WORDS = _ONES | _TENS | {
    "zero": 0, "once": 1, "single": 1, "first": 1, "twice": 2, "double": 2, "doubled": 2, "both": 2,
    "second": 2, "third": 3, "fourth": 4, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13,
    "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
    "hundred": 100, "thousand": 1000,
    "january": 1, "february": 2, "march": 3, "april": 4, "june": 6, "july": 7, "august": 8,
    "september": 9, "october": 10, "november": 11, "december": 12,
}  # fmt: skip
"""Words for numbers; "may" is left out, because it mostly is no month."""
_SCALE = {"million": 1_000_000, "thousand": 1_000, "万": 10_000, "亿": 100_000_000}
_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_UNITS = {"十": 10, "百": 100, "千": 1000}

_FIGURE = re.compile(
    r"(?<![A-Za-z\d])(?<!\d\.)(?<![A-Z]-)"
    r"((?:\d+(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)(?!\d*D\b)(?:\s*(million|thousand|万|亿))?"
)
"""A number in digits; one inside a name ("Vp1", "T2", "PD-1", "3D-CRT") is none."""
_ENGLISH = re.compile(r"[a-z]+")
_TWO_WORDS = re.compile(rf"\b({'|'.join(_TENS)})[ -]({'|'.join(_ONES)})\b")
_MONTH_OF_MAY = re.compile(r"\bMay (?=\d)|(?<=\d )May\b")
_CHINESE = re.compile(r"[〇零一二两三四五六七八九十百千][〇零一二两三四五六七八九十百千万亿]*")


@dataclass(frozen=True)
class Numbers:
    """``digits``: numbers written in digits, in the order of the text; ``words``: the others."""

    digits: list[float]
    words: frozenset[float]

    @property
    def all(self) -> frozenset[float]:
        """Every number of the text, however it is written."""
        return frozenset(self.digits) | self.words


def numbers_in(text: str) -> Numbers:
    """The numbers of an English or Chinese text.

    >>> numbers_in("About 116,600 of 1.2 million; three of them in the 3D-CRT group.").digits
    [116600.0, 1200000.0]
    >>> numbers_in("每100人中约有27人，共三组").words
    frozenset({3.0})
    """
    digits = [_value(match) for match in _FIGURE.finditer(text)]
    chinese = {value for run in _CHINESE.findall(text) for value in _spoken(run)}
    return Numbers(digits, frozenset(_english(text) | chinese))


def differences(one: str, other: str) -> tuple[list[float], list[float]]:
    """Numbers in digits that only ``one`` has, and that only ``other`` has.

    A number that the other text writes as a word ("three", 三) is there.
    """
    ours, theirs = numbers_in(one), numbers_in(other)
    lost = [n for n in dict.fromkeys(ours.digits) if n not in theirs.all]
    added = [n for n in dict.fromkeys(theirs.digits) if n not in ours.all]
    return lost, added


def spoken_as(value: str) -> set[float]:
    """Numbers by which a figure's value can stand in a text: exact, rounded, both ends of a range.

    >>> sorted(spoken_as("27.4")), sorted(spoken_as("5.4-26.0"))
    ([27.0, 27.4], [5.0, 5.4, 26.0])
    """
    found = re.findall(r"\d+(?:,\d{3})*(?:\.\d+)?", value)
    ends = [float(end.replace(",", "")) for end in found]
    return {form for end in ends for form in (end, rounded(end))}


def rounded(number: float) -> float:
    """The nearest whole number, a half upwards, as people round; infinity stays what it is."""
    return float(math.floor(number + 0.5)) if math.isfinite(number) else number


def as_written(number: float) -> str:
    """A number as a curator writes it.

    >>> as_written(866136.0), as_written(27.4)
    ('866,136', '27.4')
    """
    return f"{number:,.12g}"


def _value(match: re.Match[str]) -> float:
    digits, scale = match.groups()
    return round(float(digits.replace(",", "")) * _SCALE.get(scale, 1), 6)


def _english(text: str) -> set[float]:
    """Numbers that an English text has in words, "twenty-seven" and the month of May with them."""
    lower = text.lower()
    found = {float(_WORDS[word]) for word in _ENGLISH.findall(lower) if word in _WORDS}
    found |= {float(_TENS[ten] + _ONES[one]) for ten, one in _TWO_WORDS.findall(lower)}
    return found | ({5.0} if _MONTH_OF_MAY.search(text) else set())


def _spoken(run: str) -> set[float]:
    """What a run of Chinese numerals can mean: "十二" is 12; "二三" (two or three) is 2 and 3."""
    if all(character in _DIGITS for character in run):
        return {float(_DIGITS[character]) for character in run}
    total, section, current = 0, 0, 0
    for character in run:
        if character in _UNITS:
            section += (current or 1) * _UNITS[character]
            current = 0
        elif character in _SCALE:
            part, scale = section + current, _SCALE[character]
            total = total + part * scale if part else total * scale
            section, current = 0, 0
        else:
            current = _DIGITS[character]
    return {float(total + section + current)}
