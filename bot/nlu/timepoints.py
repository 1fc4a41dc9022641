"""Time points such as "2 years" or 五年, as months."""

import re

_TENS = {"twenty": 20, "thirty": 30, "forty": 40}
_ONES = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5,
    "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_WORDS: dict[str, float] = {
    **_ONES, **_TENS, **{f"{t} {o}": a + b for t, a in _TENS.items() for o, b in _ONES.items()},
    "a": 1, "an": 1, "ten": 10, "twelve": 12, "eighteen": 18, "half a": 0.5,
    "un": 1, "uno": 1, "dos": 2, "tres": 3, "cinco": 5, "seis": 6, "diez": 10,
}  # fmt: skip
_CHINESE: dict[str, float] = {
    "半": 0.5,
    "两": 2,
    **{c: n for n, c in enumerate("零一二三四五六七八九")},
    "十": 10,
}
_NUMBER = r"(\d{1,3}|" + "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True)) + ")"
_NUMBER = _NUMBER.replace(r"\ ", r"[ -]")
_UNIT = r"(years?|yrs?|y(?=\b)|months?|mths?|mos?(?=\b)|años?|meses|mes)\b"
_SPAN = re.compile(
    rf"(?<![\w.-]){_NUMBER}[\s-]{{0,2}}{_UNIT}"
    r"|(?<![\d零一二三四五六七八九十两半])(\d{1,3}|[零一二三四五六七八九十两]{1,3}|半)\s*(年|个月)",
    re.IGNORECASE,
)
LONGEST = 50 * 12
"""Longer spans ("100 years") are figures of speech, not time points of a study."""


def find_timepoints(text: str) -> list[tuple[int, int, int]]:
    """Time spans in ``text`` as ``(start, end, months)``.

    A calendar year such as 2019年 is not a span.

    >>> find_timepoints("alive after two years?")
    [(12, 21, 24)]
    """
    found = []
    for match in _SPAN.finditer(text):
        number, unit = (match[1], match[2]) if match[1] else (match[3], match[4])
        months = _months(number.lower(), unit.lower())
        if months and 1 <= months <= LONGEST:
            found.append((match.start(), match.end(), months))
    return found


def _months(number: str, unit: str) -> int | None:
    amount = _amount(number.replace("-", " "))
    years = unit.startswith(("y", "a", "年"))
    months = amount * 12 if years else amount
    return int(months) if months == int(months) else None


def _amount(number: str) -> float:
    if number.isascii() and number.isdigit():
        return float(number)
    return _WORDS[number] if number in _WORDS else _chinese(number)


def _chinese(number: str) -> float:
    """A number up to 99 in Chinese characters: 十二 is 12, 二十 is 20."""
    if number == "半":
        return _CHINESE["半"]
    tens, ten, ones = number.rpartition("十")
    if not ten:
        return sum(_CHINESE[c] * float(10**place) for place, c in enumerate(reversed(number)))
    return (_CHINESE[tens] if tens else 1) * 10 + (_CHINESE[ones] if ones else 0)
