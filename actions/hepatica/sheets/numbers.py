"""What a program can see of the numbers: said as people count, comparable, explained."""

import re
from collections.abc import Iterator

from hepatica.models import Figure
from hepatica.sheets.material import Material, TopicAnswer
from hepatica.store.timepoints import in_months

RATIOS = ("hazard ratio", "odds ratio")
NEED_WORDS = (*RATIOS, "Gy", "median")
"""Measures and units that an everyday reader does not know."""
_SHARES = ("percent", "people")
_BOTH = 2

_VALUE = r"\d+(?:\.\d+)?(?:-\d+(?:\.\d+)?)?"
_PERCENT = re.compile(r"([\w.-]+)%")
_WITH_COUNT = re.compile(rf"\b(?:of|than) [\d,]+(?: out of \d+)?(?: people)? \(<?({_VALUE})%\)")
"""A percentage behind its natural frequency: "27 out of 100 (27.4%)", "3 of 38 people (7.9%)"."""
_IN_BRACKETS = re.compile(rf"\(<?{_VALUE}%\)")
_HEADS = re.compile(r"\b(\d+) out of ([\d,]+) people(?! \()")
_DECIMAL = re.compile(r"\d+\.\d+")


def bare_percentages(answer: TopicAnswer) -> list[str]:
    """Percentages of the answer that it says nowhere as so many of so many people."""
    counted = {_rounded(value) for value in _WITH_COUNT.findall(answer.body)}
    said = dict.fromkeys(_PERCENT.findall(answer.body))
    return [f"{value}%" for value in said if _rounded(value) not in counted]


def _rounded(value: str) -> tuple[int, ...]:
    """Both ends of a range, or the one number; nothing for words."""
    if not re.fullmatch(_VALUE, value):
        return ()
    return tuple(int(float(end) + 0.5) for end in value.split("-"))


def lone_ratios(answer: TopicAnswer) -> list[str]:
    """Hazard and odds ratios without the shares, or times, of both groups beside them."""
    figures = answer.fact.figures
    return [
        f"{ratio.unit} {ratio.value}"
        for ratio in figures
        if ratio.unit in RATIOS
        and len({f.group for f in figures if f.unit not in RATIOS and f.study == ratio.study})
        < _BOTH
    ]


def one_sided(material: Material) -> list[str]:
    """Facts that give a figure of one group, while the store knows it of the other group, too.

    A group is another one when measure, time, unit and study are the same, name and value differ.
    """
    known: dict[tuple[object, ...], dict[str, str]] = {}
    for fact in material.snapshot.facts.values():
        for figure in _grouped(fact.figures):
            known.setdefault(_same(figure), {})[_group(figure)] = figure.value
    return material.where(lambda answer: any(_others(answer.fact.figures, known)))


def _others(
    figures: list[Figure], known: dict[tuple[object, ...], dict[str, str]]
) -> Iterator[str]:
    for figure in _grouped(figures):
        here = [f for f in _grouped(figures) if _same(f) == _same(figure)]
        if len({_group(f) for f in here}) < _BOTH:
            yield from (g for g, v in known[_same(figure)].items() if v != figure.value)


def _grouped(figures: list[Figure]) -> list[Figure]:
    return [figure for figure in figures if figure.group and figure.unit in _SHARES]


def _same(figure: Figure) -> tuple[object, ...]:
    when = in_months(figure.timepoint) or figure.timepoint
    return figure.measure.casefold(), when, figure.unit, figure.study


def _group(figure: Figure) -> str:
    return (figure.group or "").casefold()


def head_counts(answer: TopicAnswer) -> set[str]:
    """The denominators of head counts that have no percentage beside them; 0 needs none."""
    return {
        out_of
        for count, out_of in _HEADS.findall("\n".join(answer.figures))
        if int(count) and not re.search(rf"\b{count} of (?:the )?{out_of} \w+ \(", answer.body)
    }


def decimals(answer: TopicAnswer) -> list[str]:
    """Numbers with a decimal point outside of "(27.4%)", where a whole number stands before it."""
    rest = _IN_BRACKETS.sub(" ", answer.body)
    return list(dict.fromkeys(_DECIMAL.findall(rest)))
