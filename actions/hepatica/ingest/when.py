"""Time points in running text, worded as facts word them ("24 months", "2 years")."""

import re
from dataclasses import dataclass

from hepatica.ingest.masking import Masked

_ENGLISH_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "eighteen": 18,
}  # fmt: skip
_CHINESE_NUMBERS = {"两": 2} | {c: n for n, c in enumerate("一二三四五六七八九十", start=1)}
_FAR = 80
_UNITS = {
    "y": "year", "m": "month", "w": "week", "d": "day",
    "年": "year", "个": "month", "周": "week", "天": "day",
}  # fmt: skip

_ITEM = r"(?:\d{1,3}|" + "|".join(_ENGLISH_NUMBERS) + r")"
_SAID = r"(?:-(?:years?|months?|weeks?)?)?"
_ENGLISH = re.compile(
    rf"(?<![\w.,·-])(?P<numbers>{_ITEM}(?:{_SAID},\s?(?:and\s|or\s)?{_ITEM})*"
    rf"(?:{_SAID}\s(?:and|or)\s{_ITEM})?)"
    r"(?P<joint>-|\s|)(?P<unit>years?|yrs?|months?|mos?|weeks?|days?)\b",
    re.IGNORECASE,
)
_ZH_ITEM = r"(?:\d{1,3}|[一二两三四五六七八九十])"
_CHINESE = re.compile(
    r"(?<![\d.·一二三四五六七八九十第近前每])"
    rf"(?P<numbers>{_ZH_ITEM}(?:\s?年?\s?[、,，和及与]\s?{_ZH_ITEM})*)\s?(?P<unit>个月|年|周|天)"
)

_STATED = re.compile(
    r"\b(?:at|after|within|by|(?:in|during)\sthe\sfirst|rates?\s(?:of|at|for))"
    r"(?:\s(?:the|about|around|approximately))*\s$",
    re.IGNORECASE,
)
_LATER = re.compile(r"^\s(?:after|post|following|later|from\sdiagnosis)\b", re.IGNORECASE)
_AGE = re.compile(r"^[\s-](?:old|of\sage)\b", re.IGNORECASE)
_RATE = re.compile(
    r"^\s(?:[A-Za-z-]+\s){0,4}?(?:survival|survivors?|rates?|OS|DFS|PFS|RFS|recurrence|mortality"
    r"|control|risk|incidence|follow-up|disease-free|recurrence-free|progression-free)\b",
    re.IGNORECASE,
)
_ZH_STATED = re.compile(r"(?:术后|治疗后|放疗后|诊断后|确诊后|随访至|满)\s?$")
_ZH_LATER = re.compile(r"^\s?[时后内]")
_ZH_LIMIT = re.compile(r"^\s?(?:以上|左右)")
_ZH_RATE = re.compile(r"^\s?的?[^，。；、\d]{0,10}?(?:生存(?!期|时间)|率)")


@dataclass(frozen=True)
class When:
    """A time point, or a list of them ("6, 12 and 24 months"), at ``start`` to ``end``.

    ``adjective``: it belongs to the word behind it ("2-year survival") and not to all the rest
    of the sentence ("At 2 years ...").
    """

    start: int
    end: int
    wordings: tuple[str, ...]
    adjective: bool


def find_times(masked: Masked) -> list[When]:
    """The time points of a sentence, in order; spans that are results are not among them."""
    found = [
        when
        for pattern, read in ((_ENGLISH, _english), (_CHINESE, _chinese))
        for match in pattern.finditer(masked.text)
        if (when := read(match))
    ]
    return sorted(found, key=lambda when: when.start)


def _sides(match: re.Match[str]) -> tuple[str, str]:
    """The words before and behind a span, as far as they matter."""
    text, start, end = match.string, match.start(), match.end()
    return text[max(0, start - _FAR) : start], text[end : end + _FAR]


def _english(match: re.Match[str]) -> When | None:
    before, after = _sides(match)
    if _AGE.match(after):
        return None
    stated = _STATED.search(before)
    # "2-year survival" and "5 year survival"; but "lived for 23 months" ends with its span.
    bound = match["joint"] == "-" or not match["unit"].lower().endswith("s")
    adjective = not stated and bound and bool(_RATE.match(after))
    if not (stated or adjective or _LATER.match(after)):
        return None
    within = "within " if stated and stated[0].lower().startswith("within") else ""
    words = re.findall(r"\d+|[a-z]+", match["numbers"].lower())
    amounts = [int(w) if w.isdigit() else _ENGLISH_NUMBERS.get(w, 0) for w in words]
    return _when(match, amounts, within, adjective)


def _chinese(match: re.Match[str]) -> When | None:
    before, after = _sides(match)
    adjective = bool(_ZH_RATE.match(after))
    stated = _ZH_STATED.search(before) or _ZH_LATER.match(after)
    if _ZH_LIMIT.match(after) or not (adjective or stated):
        return None
    numbers = re.findall(r"\d+|[一二两三四五六七八九十]", match["numbers"])
    amounts = [int(n) if n.isdigit() else _CHINESE_NUMBERS[n] for n in numbers]
    return _when(match, amounts, "within " if after.lstrip()[:1] == "内" else "", adjective)


def _when(match: re.Match[str], amounts: list[int], within: str, adjective: bool) -> When:
    unit = _UNITS[match["unit"][0].lower()]
    wordings = [f"{within}{n} {unit}{'' if n == 1 else 's'}" for n in amounts if n]
    return When(match.start(), match.end(), tuple(wordings), adjective)
