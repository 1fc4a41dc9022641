"""Survival told both ways: "27 out of 100 were alive, 73 out of 100 were not".

One side alone sways: 27 alive sounds like hope, 73 dead like none, and both are the same figure.
So every figure on how long people live, or whether the cancer came back, is told from both sides.
The words for it stand in ``knowledge/phrases.yml``.
"""

import re
from typing import Literal

from hepatica.answers.amounts import amount_of, rest_of
from hepatica.models import Figure
from hepatica.wording import Voice

Frame = Literal["alive", "lived", "free", "back"]
Manner = Literal["full", "short", "keyed"]
"""How much is said: the second number with its percentage; without; and "free" by a key."""
FEW = 2
"""More shares than this in one answer are many, and a long table of numbers frightens."""

TIMED_NAME = re.compile(r"^\d+-(?:year|month) ")
"""A measure whose name says the time already: "5-year relative survival"."""
_FREE = re.compile(r"\b(?:disease|recurrence|relapse)-free survival\b")
"""Whoever no longer counts in it had the cancer come back, or died."""
_ALIVE = re.compile(r"(?<!-free )\bsurvival\b")
_BACK = re.compile(r"\brecurrence\b(?!-free)")
_TIMES = ("days", "weeks", "months", "years")
_NOT_REACHED = "not reached"

_BOUNDS = {"up to": ("at_most", "at_least"), "approaching": ("nearly", "a_little_over")}
"""Notes of figures that are limits, with the phrases for the share and for the others."""


def frame_of(figure: Figure) -> Frame | None:
    """Which two sides the figure has; None for one that is not about survival.

    "free" is alive without the cancer coming back; "lived" is alive at a time that the measure's
    name says; "back" is that the cancer came back.
    """
    measure = figure.measure.casefold()
    if figure.unit != "percent" and not is_median(figure):
        return None
    if _FREE.search(measure):
        return "free"
    if _ALIVE.search(measure):
        return "lived" if TIMED_NAME.search(measure) else "alive"
    return "back" if _BACK.search(measure) and figure.unit == "percent" else None


def manner_of(figures: list[Figure]) -> Manner:
    """How much to say of each share, by how many there are on survival."""
    shares = [frame_of(figure) for figure in figures if figure.unit == "percent"]
    if shares.count("free") > FEW:
        return "keyed"
    return "short" if len(list(filter(None, shares))) > FEW else "full"


def is_median(figure: Figure) -> bool:
    """Whether the figure is a time by which something had happened to half of a group."""
    return figure.unit in _TIMES and figure.measure.casefold().startswith("median ")


def in_both_frames(
    figure: Figure, head: Figure | None, voice: Voice, manner: Manner = "full"
) -> str | None:
    """The figure from both sides; None for one that has no sides, or no number of its own.

    Args:
        figure: what to say.
        head: the head count of the same people, if there is one.
        voice: the wording.
        manner: how much to say of a share.
    """
    frame = frame_of(figure)
    if frame is None:
        return None
    amount = amount_of(figure, head, voice)
    if figure.unit != "percent":
        return _in_halves(figure, frame, amount, voice)
    rest = rest_of(figure, head, voice, short=manner != "full")
    if rest is None:
        return None
    if figure.note in _BOUNDS:
        bound, other = _BOUNDS[figure.note]
        amount, rest = voice.say(bound, amount=amount), voice.say(other, amount=rest)
    keyed = manner == "keyed" and frame == "free"
    return voice.say("keyed_free" if keyed else f"both_{frame}", amount=amount, rest=rest)


def _in_halves(figure: Figure, frame: Frame, amount: str, voice: Voice) -> str | None:
    if figure.number is not None:
        return voice.say("half_free" if frame == "free" else "half_alive", amount=amount)
    if figure.value == _NOT_REACHED and frame == "alive":
        return voice.say("most_alive", amount=amount)
    return None
