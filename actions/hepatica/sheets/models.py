"""The instruments, and a topic's sheet as its curator fills it in."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from hepatica.loading.yaml_lines import read_yaml
from hepatica.models.base import Identifier, Model, NonEmpty

Name = Literal["pemat", "cdc"]
Scale = Literal["understandability", "actionability", "index"]
NOT_APPLICABLE = "not applicable"


class Item(Model):
    """One item, by its official number.

    ``not_applicable`` says when it may be left out of the score; without it, it never may.
    ``computed`` items are answered by the program. ``point_for`` is the answer that earns the
    point where it is not the favorable one of the instrument.
    """

    number: int
    scale: Scale
    part: NonEmpty
    asks: NonEmpty
    not_applicable: NonEmpty | None = None
    computed: bool = False
    point_for: Literal["agree", "yes", "no"] | None = None


class Instrument(Model):
    """A published instrument: what it is called, where it comes from, and its items."""

    id: Name
    name: NonEmpty
    edition: NonEmpty
    authors: NonEmpty
    source: NonEmpty
    rights: NonEmpty
    items: list[Item] = Field(min_length=1)

    def item(self, number: int) -> Item | None:
        """The item with an official number."""
        return next((item for item in self.items if item.number == number), None)

    @property
    def answers(self) -> tuple[str, str]:
        """The favorable answer and the other one, as this instrument calls them."""
        return ("agree", "disagree") if self.id == "pemat" else ("yes", "no")

    def earns(self, item: Item, answer: str) -> bool:
        """Whether an answer to an item earns the point."""
        return answer == (item.point_for or self.answers[0])


class _InstrumentFile(Model):
    version: Literal[1]
    instruments: list[Instrument]


@lru_cache(maxsize=1)
def instruments() -> Mapping[Name, Instrument]:
    """PEMAT-P and the CDC Clear Communication Index, from ``instruments.yml`` of this package."""
    path = Path(__file__).with_name("instruments.yml")
    data, _ = read_yaml(path, path.name)
    return {found.id: found for found in _InstrumentFile.model_validate(data).instruments}


class Judgement(Model):
    """The answer to an item, and why."""

    answer: Literal["agree", "disagree", "yes", "no", "not applicable"]
    reason: NonEmpty


class PematJudgement(Judgement):
    """A judgement in the words of PEMAT-P."""

    answer: Literal["agree", "disagree", "not applicable"]


class CdcJudgement(Judgement):
    """A judgement in the words of the CDC Clear Communication Index."""

    answer: Literal["yes", "no", "not applicable"]


class Judged(Model):
    """Who judged, and when."""

    by: NonEmpty
    on: date


class Sheet(Model):
    """One topic's sheet.

    ``objective`` and ``messages`` are two of the four things that the CDC Index wants to be known
    before one judges: what the readers should take away, and every message that could be the main
    one. The other two, the readers and what they can read, are the same for all topics.
    """

    version: Literal[1]
    topic: Identifier
    judged: Judged
    objective: NonEmpty
    messages: Annotated[list[NonEmpty], Field(min_length=1)]
    pemat: dict[int, PematJudgement]
    cdc: dict[int, CdcJudgement]

    def judgements(self, name: Name) -> Mapping[int, Judgement]:
        """What was judged by hand, by the number of the item."""
        return self.pemat if name == "pemat" else self.cdc


class Score(NamedTuple):
    """Points of the items that apply."""

    points: int
    applicable: int

    @property
    def percent(self) -> float:
        """Points in percent of the items that apply."""
        return 100 * self.points / self.applicable

    def __str__(self) -> str:
        """Points and percent as tables show them.

        >>> str(Score(8, 15))
        '8 of 15 (53%)'
        """
        return f"{self.points} of {self.applicable} ({int(self.percent + 0.5)}%)"


class Scores(NamedTuple):
    """A topic's scores: both scales of PEMAT-P, and the CDC Index."""

    understandability: Score
    actionability: Score
    cdc: Score
