"""Finding the figures of a sentence: what is printed, in which unit, and where."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, pairwise

from hepatica.ingest.masking import (
    COMPARED,
    HIDDEN,
    NUMBER,
    RANGE,
    Masked,
    house,
    qualifier,
    whole,
)
from hepatica.models.fact import Unit


@dataclass(frozen=True)
class Found:
    """One figure at ``start`` to ``end`` of its sentence.

    ``value`` is printed as the sentence has it, in the house's form: no thousands commas, a plain
    hyphen in ranges.
    """

    start: int
    end: int
    value: str
    unit: Unit
    n: int | None = None
    note: str | None = None


DURATIONS: dict[Unit, str] = {
    "months": r"months?\b|mos?\b|个月",
    "weeks": r"weeks?\b|wks?\b|周(?!期|围)|星期",
    "days": r"days?\b|天",
    "years": r"years?\b|yrs?\b|年(?!级|代|龄)|岁",
    "hours": r"hours?\b|小时",
}
_OTHERS: dict[Unit, str] = {
    "percent": r"%|％|per\s?cent\b",
    "Gy": r"Gy\b|戈瑞",
    "cm": r"cm(?![²³\w])|centimet(?:er|re)s?\b|厘米|公分",
    "sessions": r"(?:[a-z]+\s)?(?:fractions|sessions)\b|次(?=分割|照射|放疗)",
    "tumors": r"(?:tumou?rs|nodules|lesions)\b|个(?=肿瘤|结节|病灶)",
    "studies": r"(?:randomi[sz]ed\s|clinical\s|controlled\s)*(?:studies|trials)\b|项(?=研究|试验)",
    "points": r"points?\b",
}
_WORDS: dict[Unit, str] = {**_OTHERS, **DURATIONS}
_BRACKET = r"(?:\s?[(（\[][^()（）\[\]\d]{1,60}[)）\]])?"
"""What may stand between value and unit: "45.8 (range 1.9-77.5) months", its numbers hidden."""


def _measured_by(unit: Unit) -> tuple[Unit, re.Pattern[str]]:
    pattern = rf"(?P<value>(?:{COMPARED})?{RANGE}){_BRACKET}[\s-]?(?:{_WORDS[unit]})"
    return unit, re.compile(pattern, re.IGNORECASE)


_MEASURED = [_measured_by(unit) for unit in _WORDS]
_BOTH_PERCENT = re.compile(
    rf"(?P<value>{NUMBER}\s?[%％]\s?(?:-|–|—|~|～)\s?{NUMBER})\s?[%％]", re.IGNORECASE
)
_FAR = 120
_COMPARED_WITH = re.compile(
    rf"(?P<value>{RANGE}){_BRACKET}\s(?:vs\.?|versus|compared\s(?:with|to))\s$", re.IGNORECASE
)
_RATIO_WORDS: dict[Unit, str] = {
    "hazard ratio": (
        r"(?i:hazard\sratios?)(?:\s?[(（]HRs?[)）])?|\b[as]?HRs?\b|风险比(?:\s?[(（]HR[)）])?"
    ),
    "odds ratio": r"(?i:odds\sratios?)(?:\s?[(（]ORs?[)）])?|\ba?OR(?=\s?[=:,，：]?\s?\d)|比值比",
}


def _ratio_called(unit: Unit) -> tuple[Unit, re.Pattern[str]]:
    between = rf"(?:(?!\d|{NUMBER})[^;；。]){{0,60}}?"
    pattern = rf"(?:{_RATIO_WORDS[unit]}){between}(?<![A-Za-z-])(?P<value>{NUMBER})(?!\s?[%％])"
    return unit, re.compile(pattern)


_RATIOS = [_ratio_called(unit) for unit in _RATIO_WORDS]
_AND_ANOTHER = re.compile(
    rf"[\s\x00,;()（）\[\]]*(?:\band\s|和|、)\s?(?P<value>{NUMBER})(?!\s?[%％\w])"
)

_WHO = (
    r"(?:patients?|people|persons?|participants?|men|women|males?|females?|adults|children|cases"
    r"|deaths|subjects|individuals|survivors|volunteers|responders|(?:was|were)\s(?:fe)?male)\b"
)
_WORD = r"(?!of\b|in\b|with\b|and\b|or\b|the\b|to\b|for\b|at\b)[A-Za-z][A-Za-z-]*"
_MILLIONS = r"(?:\s(?:million|thousand)|\s?[万亿])?"
_ZH_WHO = r"余?(?:例|人(?![次民工均])|[名位](?=\S{0,6}(?:患者|病人|者|男|女|成人))|名|个病例)"
_PEOPLE = re.compile(
    rf"(?P<value>{RANGE}{_MILLIONS})(?:\s?{_ZH_WHO}|\s(?:{_WORD}\s){{0,3}}?{_WHO})", re.IGNORECASE
)
_WITH_SHARE = re.compile(rf"(?P<value>{NUMBER})(?=\s?[(（]\s?{NUMBER}\s?[%％]\s?[)）;；,，])")
"""A count that only the percentage behind it shows to be one: "in 33 (86.8%)"."""
_OUT_OF = re.compile(
    rf"(?P<value>{RANGE})\s(?:{_WHO}\s)?(?:out\s)?of\s(?:the\s|all\s|these\s|every\s)?(?P<n>{NUMBER})"
    rf"(?![\d.]*\s?(?:%|％|months?|years?|weeks?|days?|Gy|cm))"
    rf"(?!\s(?:{_WORD}\s){{0,2}}(?:studies|trials|tumou?rs|nodules|lesions|cent(?:er|re)s|hospitals))"
    rf"(?:\s(?:{_WORD}\s){{0,3}}?{_WHO})?",
    re.IGNORECASE,
)
_ONE_IN = re.compile(
    rf"(?P<value>{RANGE})\sin\s(?:every\s)?(?P<n>{NUMBER})\s(?:{_WORD}\s){{0,3}}?{_WHO}",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    rf"(?P<value>{NUMBER})\s?/\s?(?P<n>{NUMBER})(?=\s?[)）;；,，\]]|\s(?:{_WORD}\s){{0,2}}{_WHO}"
    r"|\s?[例名人]|\s?[(（]\s?[\d.]+\s?[%％])",
    re.IGNORECASE,
)
_ZH_OUT_OF = re.compile(
    rf"(?P<n>{NUMBER})\s?[例名位人](?:患者|病人|病例|受试者)?[中里]?(?:，|,|的|有|大约|约|仅|共)*"
    rf"\s?(?P<value>{RANGE})\s?[例名位人]"
)
_OF_WHOM = re.compile(
    rf"\bof\s(?:the\s|all\s|these\s)?(?P<n>{NUMBER})\s(?:{_WORD}\s){{0,3}}?{_WHO}[^.;\d]{{0,60}},\s"
    rf"(?P<value>{NUMBER})(?=\s?[(（]\s?{NUMBER}\s?[%％]|\s(?:were|was|had|did|{_WHO}))",
    re.IGNORECASE,
)
_SHARES = (_OUT_OF, _OF_WHOM, _ONE_IN, _FRACTION, _ZH_OUT_OF)
_BESIDE = re.compile(r"^[\s,，:：;；=]*[(（\[][\s=]*$|^[)）]?\s?[,，;；]?\s?$")


def find_figures(masked: Masked, also: Iterable[Found] = ()) -> list[Found]:
    """The figures of a sentence whose other numbers are hidden, in their order.

    Spans of time that say when something was measured are among them; the caller takes those
    away that are time points. ``also`` are figures found otherwise, kept where none is found here.
    """
    taken: list[Found] = []
    for found in chain(_candidates(masked), also):
        if found.value and not any(_overlap(found, other) for other in taken):
            taken.append(found)
    taken.sort(key=lambda found: found.start)
    return _with_notes(_with_totals(taken, masked.text), masked)


def _candidates(masked: Masked) -> Iterator[Found]:
    """Figures of each kind; where two claim one number the first kind is right."""
    for pattern in _SHARES:
        yield from _shares(pattern, masked)
    for unit, pattern in _RATIOS:
        yield from _ratios(unit, pattern, masked)
    for match in _BOTH_PERCENT.finditer(masked.text):
        yield _found(match, "percent")
    for unit, pattern in _MEASURED:
        for match in pattern.finditer(masked.text):
            yield from _measured(match, unit)
    for pattern in (_PEOPLE, _WITH_SHARE):
        for match in pattern.finditer(masked.text):
            yield _found(match, "people")


def _shares(pattern: re.Pattern[str], masked: Masked) -> Iterator[Found]:
    for match in pattern.finditer(masked.text):
        count, total = whole(re.split(r"\D+", match["value"])[-1]), whole(match["n"])
        if count is not None and total and count <= total:
            at = match.start("value")
            start = at if pattern is _OF_WHOM else match.start()
            note = qualifier(masked.text[max(0, at - _FAR) : at])
            yield Found(start, match.end(), house(match["value"]), "people", total, note)


def _ratios(unit: Unit, pattern: re.Pattern[str], masked: Masked) -> Iterator[Found]:
    """Ratios behind their name, and those that follow ("0.35 (...) and 0.45")."""
    for match in pattern.finditer(masked.text):
        following: re.Match[str] | None = match
        while following:
            start, end = following.span("value")
            yield Found(start, end, house(following["value"]), unit)
            following = _AND_ANOTHER.match(masked.text, end)


def _measured(match: re.Match[str], unit: Unit) -> Iterator[Found]:
    """One figure, or the two of "from 5 to 10 months" and "23.7 vs 12.3 months"."""
    before = _COMPARED_WITH.search(match.string, max(0, match.start() - _FAR), match.start())
    if before:  # "23.7 vs 12.3 months": the unit is said once
        yield _found(before, unit)
    ends = re.split(r"\sto\s", match["value"])
    if len(ends) == 1 or not match.string[: match.start()].endswith("from "):
        yield _found(match, unit)
        return
    first = match.start() + len(ends[0])
    yield Found(match.start(), first, house(ends[0]), unit)
    yield Found(match.end("value") - len(ends[1]), match.end(), house(ends[1]), unit)


def _found(match: re.Match[str], unit: Unit) -> Found:
    return Found(match.start(), match.end(), house(match["value"]), unit)


def _overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end


def _with_totals(found: list[Found], text: str) -> list[Found]:
    """Give a percentage beside a count ("33 of 38 (86.8%)", "86.8% (33/38)") the count's total."""
    result = list(found)
    for place, (one, other) in enumerate(pairwise(found)):
        if not _BESIDE.match(text[one.end : other.start]):
            continue
        if one.n and other.unit == "percent":
            result[place + 1] = replace(other, n=one.n)
        elif one.unit == "percent" and other.n and "(" in text[one.end : other.start + 1]:
            result[place] = replace(one, n=other.n)
    return result


def _with_notes(found: list[Found], masked: Masked) -> list[Found]:
    """Put intervals, ranges and P values to the figure before them, and limiting words."""
    notes = [[one.note] if one.note else [] for one in found]
    for place, one in enumerate(found):
        word = qualifier(masked.text[max(0, one.start - _FAR) : one.start].replace(HIDDEN, "#"))
        if word and not (word == "over" and one.unit in DURATIONS):  # "over 5 weeks" is "during"
            notes[place].append(word)
    for start, note in masked.notes:
        before = [place for place, one in enumerate(found) if one.start < start]
        if before or found:
            notes[before[-1] if before else 0].append(note)
    return [
        replace(one, note="; ".join(dict.fromkeys(notes[place])) or None)
        for place, one in enumerate(found)
    ]
