"""What may be drawn as people, and what a filled person and an empty one stand for.

A picture is believed before its words are read, so whatever it could tell wrongly is left to the
words (docs/answer-contract.md, "What is drawn").
"""

import re
from dataclasses import dataclass

from hepatica.answers.contract_charts import MOST_PEOPLE
from hepatica.answers.figures import Told
from hepatica.answers.frames import frame_of
from hepatica.models.fact import HUNDRED
from hepatica.wording import Voice

_LIMIT = re.compile(r"^(?:up to|at (?:least|most)|(?:more|less|fewer) than|over|under|below)\b")
"""Notes of figures that are limits: the picture would show the limit as what was found."""


@dataclass(frozen=True)
class Legend:
    """What a filled person and an empty one stand for."""

    filled: str
    empty: str


def is_exact(told: Told) -> bool:
    """Whether the figure is one number, and not a range or a limit."""
    limit = bool(_LIMIT.match(told.figure.note or ""))
    return told.figure.number is not None and not limit


def people_of(told: Told) -> tuple[int, int] | None:
    """The figure as so many of so many people; None where they would not look like its words.

    "Fewer than 1 out of 100" would look like nobody, and "38 people" of 38 is the size of a group.
    """
    people, figure = told.natural, told.figure
    if people is None or not is_exact(told) or people[1] > MOST_PEOPLE:
        return None
    count, out_of = people
    if figure.unit == "people":
        return people if count < out_of else None
    nobody, everybody = float(figure.value) == 0, float(figure.value) == HUNDRED
    looks_right = 0 < count < out_of or (nobody if count == 0 else everybody)
    return people if looks_right else None


def legend_of(told: Told, voice: Voice) -> Legend | None:
    """What the people stand for; None where nobody has said it, and nothing may be drawn.

    Survival has words by its frame, any other measure by its name in ``labels.yml``: whether a
    share is of people, or of tumors, or an effect, only a curator can tell.
    """
    if frame := frame_of(told.figure):
        return Legend(voice.say(f"filled_{frame}"), voice.say(f"empty_{frame}"))
    words = voice.labels.icons_of(told.figure.measure, told.figure.group)
    if words is None:
        return None
    filled, empty = (text.get(voice.language)[0] for text in (words.filled, words.empty))
    return Legend(filled, empty)
