"""Figures in words: "27 out of 100 (27.4%)"."""

from collections.abc import Sequence
from dataclasses import dataclass

from hepatica.answers.amounts import amount_of
from hepatica.answers.contract import ShownFigure
from hepatica.answers.wording import capital
from hepatica.models import Fact, Figure, Phrasebook
from hepatica.store.timepoints import in_months, spoken

IN_STATEMENT = {"cm", "points", "tumors", "sessions", "Gy", "studies", "hours", "day", "days"}
"""Units of figures that define something; the wording says them, so they get no line."""

_SMALL = {"1": "one", "2": "two", "3": "three", "4": "four", "5": "five"}


@dataclass(frozen=True)
class Wanted:
    """Which of a fact's figures the question is about; None means all."""

    months: int | None = None
    group: str | None = None


def chosen(fact: Fact, wanted: Wanted) -> list[Figure]:
    """The fact's figures at the time asked about, the asked group first.

    Both groups of a comparison stay together: one alone would mislead.
    """
    figures = fact.figures
    if wanted.months:
        at_time = [f for f in figures if in_months(f.timepoint) == wanted.months]
        figures = at_time or figures
    return sorted(figures, key=lambda f: _order(f, figures, wanted.group))


def _order(figure: Figure, figures: Sequence[Figure], group: str | None) -> tuple[int, bool, int]:
    moments = [f.timepoint for f in figures]
    return moments.index(figure.timepoint), figure.group != group, figures.index(figure)


def figure_lines(
    figures: list[Figure], wording: str, phrases: Phrasebook, language: str
) -> list[str]:
    """Lines that say the figures, one for each measure and time point.

    Figures other than shares that ``wording`` says already get no line.
    """
    lines = []
    for together in _together([f for f in figures if f.unit not in IN_STATEMENT]):
        line = _line(together, wording, phrases, language)
        if line:
            lines.append(line)
    return lines


def said(figures: list[Figure], visible: str) -> list[Figure]:
    """The figures whose value stands in the visible text, as digits or as a small number's word."""
    return [f for f in figures if f.value in visible or _SMALL.get(f.value, "\0") in visible]


def _together(figures: list[Figure]) -> list[list[Figure]]:
    """Figures of one measure at one time, so that groups are said side by side."""
    groups: dict[tuple[str, str | None, str], list[Figure]] = {}
    for figure in figures:
        family = "share" if figure.unit in ("percent", "people") else figure.unit
        groups.setdefault((figure.measure, figure.timepoint, family), []).append(figure)
    return list(groups.values())


def _line(figures: list[Figure], wording: str, phrases: Phrasebook, language: str) -> str | None:
    merged = _merge_counts(figures)
    amounts = [(f, amount_of(f, count, phrases, language)) for f, count in merged]
    if all(amount.split(" (")[0] in wording for _, amount in amounts) and not any(
        f.unit == "percent" for f, _ in amounts
    ):
        return None
    first = figures[0]
    measure = capital(first.measure)
    if first.timepoint:
        measure = f"{measure} {_when(first.timepoint)}"
    if len(amounts) == 1:
        figure, amount = amounts[0]
        if figure.group:
            return phrases.say(
                "figure_group", language, measure=measure, group=figure.group, amount=amount
            )
        return phrases.say("figure", language, measure=measure, amount=amount)
    parts = [
        phrases.say("part_group", language, amount=amount, group=f.group or "")
        if f.group
        else amount
        for f, amount in amounts
    ]
    return phrases.say("figure", language, measure=measure, amount="; ".join(parts))


def _merge_counts(figures: list[Figure]) -> list[tuple[Figure, Figure | None]]:
    """Pair a percentage with the head count of the same group ("33 of 38" and "86.8%")."""
    merged: list[tuple[Figure, Figure | None]] = []
    heads = [f for f in figures if f.unit == "people"]
    shares = [f for f in figures if f.unit != "people"]
    for share in shares:
        head = next((h for h in heads if h.group == share.group and h.n == share.n), None)
        if head:
            heads.remove(head)
        merged.append((share, head))
    return merged + [(head, None) for head in heads]


def _when(timepoint: str) -> str:
    months = in_months(timepoint)
    if months is None:
        return f"({timepoint})"
    return f"at {spoken(months)}"


def shown_figures(figures: list[Figure]) -> list[ShownFigure]:
    """The figures for the contract."""
    return [
        ShownFigure(
            measure=f.measure,
            value=f.value if f.number is None else f.number,
            unit=f.unit,
            group=f.group,
            timepoint=f.timepoint,
            n=f.n,
            out_of=f.out_of[1] if f.out_of else None,
            count=f.out_of[0] if f.out_of else None,
            study=f.study,
        )
        for f in figures
    ]


__all__ = ["Wanted", "chosen", "figure_lines", "said", "shown_figures"]
