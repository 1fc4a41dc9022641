"""Time points such as "2 years" or 五年, as months."""

import re

_WORDS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10,
    "twelve": 12, "eighteen": 18, "half a": 0.5,
    "半": 0.5, "一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "十": 10, "十二": 12, "十八": 18,
    "un": 1, "uno": 1, "dos": 2, "tres": 3, "cinco": 5, "seis": 6, "diez": 10,
}  # fmt: skip
_NUMBER = r"(\d{1,3}|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + ")"
_SPAN = re.compile(
    r"(?<![\w.])" + _NUMBER + r"[\s-]{0,2}(years?|yrs?|y(?=\b)|months?|mths?|mos?(?=\b)|años?|meses|mes)\b"
    r"|(?<!\d)" + _NUMBER + r"\s*个?(年|月)",
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
    amount = float(number) if number.isdigit() else float(_WORDS[number])
    years = unit.startswith(("y", "a", "年"))
    months = amount * 12 if years else amount
    return int(months) if months == int(months) else None
