"""Figures in words: "27 out of 100 (27.4%)"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from hepatica.answers.amounts import amount_of
from hepatica.answers.contract import ShownFigure
from hepatica.answers.frames import (
    TIMED_NAME,
    frame_of,
    in_both_frames,
    is_median,
    manner_of,
)
from hepatica.models import Fact, Figure
from hepatica.store.timepoints import in_months
from hepatica.wording import Voice, capital
from hepatica.wording.numbers import numbers_in

IN_STATEMENT = {"cm", "points", "tumors", "sessions", "Gy", "studies", "hours", "day", "days"}
"""Units of figures that define something; the wording says them, so they get no line."""


@dataclass(frozen=True)
class Wanted:
    """Which of a fact's figures the question is about; None means all."""

    months: int | None = None
    group: str | None = None


@dataclass(frozen=True)
class Told:
    """One figure as its line tells it.

    ``head`` is the head count of the same people, for a percentage that has one; ``amount`` are
    the words for both; ``is_keyed`` says that they need the key that the text begins with.
    """

    figure: Figure
    head: Figure | None
    amount: str
    is_keyed: bool = False

    @property
    def natural(self) -> tuple[int, int] | None:
        """``(count, out of)`` as the words have it."""
        return (self.head or self.figure).out_of


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


def figure_lines(figures: list[Figure], wording: str, voice: Voice) -> list[str]:
    """Lines that say the figures, one for each measure and time point.

    Figures on survival are said from both sides. Figures other than those and shares that
    ``wording`` says already get no line.
    """
    lines = [line for one in told(figures, voice) if (line := _line(one, wording, voice))]
    return [voice.say("key_free"), *lines] if manner_of(figures) == "keyed" else lines


def told(figures: list[Figure], voice: Voice) -> list[list[Told]]:
    """The figures in words, those of one line together."""
    manner = manner_of(figures)
    return [
        [
            Told(
                f,
                head,
                in_both_frames(f, head, voice, manner) or amount_of(f, head, voice),
                is_keyed=manner == "keyed" and frame_of(f) == "free",
            )
            for f, head in _merge_counts(together)
        ]
        for together in _together([f for f in figures if f.unit not in IN_STATEMENT])
    ]


def said(figures: list[Figure], visible: str, voice: Voice) -> list[Figure]:
    """The figures whose value stands in the visible text, in digits or in words."""
    there = numbers_in(visible).all
    return [
        figure
        for figure in figures
        if figure.number in there or voice.label("words", figure.value) in visible
    ]


def _together(figures: list[Figure]) -> list[list[Figure]]:
    """Figures of one measure at one time, so that groups are said side by side.

    A median survival, which is a sentence by itself, stands alone.
    """
    groups: dict[tuple[str | None, ...], list[Figure]] = {}
    for figure in figures:
        family = "share" if figure.unit in ("percent", "people") else figure.unit
        alone = figure.group if frame_of(figure) and is_median(figure) else None
        groups.setdefault((figure.measure, figure.timepoint, family, alone), []).append(figure)
    return list(groups.values())


def _line(together: list[Told], wording: str, voice: Voice) -> str | None:
    if all(_stands_in(wording, one.amount) for one in together) and not any(
        one.figure.unit == "percent" for one in together
    ):
        return None
    measure = measured(together[0].figure, voice)
    if len(together) > 1:
        return voice.say("figure", measure=measure, amount=voice.apart(_parts(together, voice)))
    [only] = together
    if not only.figure.group:
        return voice.say("figure", measure=measure, amount=only.amount)
    group = voice.label("groups", only.figure.group)
    return voice.say("figure_group", measure=measure, group=group, amount=only.amount)


def _stands_in(wording: str, amount: str) -> bool:
    """Whether the wording says the amount, perhaps with other spaces: "2 cm", "2厘米"."""
    return re.split(r" \(|（", amount)[0].replace(" ", "") in wording.replace(" ", "")


def measured(figure: Figure, voice: Voice) -> str:
    """What was measured and when: "Overall survival at 2 years"."""
    measure = capital(voice.label("measures", figure.measure))
    if not figure.timepoint:
        return measure
    months = in_months(figure.timepoint)
    if months is not None and TIMED_NAME.search(figure.measure):
        return measure
    if months is None:
        when = voice.label("timepoints", figure.timepoint)
        return voice.say("measured_when", measure=measure, when=when)
    return voice.say("measured_at", measure=measure, span=voice.span(months))


def _parts(together: list[Told], voice: Voice) -> list[str]:
    return [
        voice.say("part_group", amount=one.amount, group=voice.label("groups", one.figure.group))
        if one.figure.group
        else one.amount
        for one in together
    ]


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


__all__ = [
    "Told",
    "Wanted",
    "chosen",
    "figure_lines",
    "measured",
    "said",
    "shown_figures",
    "told",
]
