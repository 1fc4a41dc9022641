"""Charts of the answer contract: what a channel can draw of the figures that a text says."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

MOST_CHARTS = 3
"""Charts of one reply; more would bury the words."""
MOST_PEOPLE = 200
"""More people than this cannot be seen at a glance, and not be drawn on a small screen."""


class ContractPart(BaseModel):
    """Base that refuses unknown fields, so that both sides know every field there is."""

    model_config = ConfigDict(extra="forbid")


class ShownPanel(ContractPart):
    """One group of people: ``count`` of ``out_of`` are filled in.

    ``text`` is the same in words, as it stands in the visible text.
    """

    label: str | None
    count: int = Field(ge=0)
    out_of: int = Field(ge=1, le=MOST_PEOPLE)
    text: str

    @model_validator(mode="after")
    def _no_more_than_all(self) -> "ShownPanel":
        if self.count > self.out_of:
            raise ValueError(f"{self.count} of {self.out_of} cannot be drawn")
        return self


class IconChart(ContractPart):
    """People of the groups of one comparison, side by side.

    ``filled`` and ``empty`` say what a filled person and an empty one stand for; ``caption`` says
    who was studied, and the source; ``alt`` says in words all that the picture shows.
    """

    kind: Literal["icons"]
    title: str
    panels: list[ShownPanel] = Field(min_length=1)
    filled: str
    empty: str
    caption: str
    alt: str


class ShownPoint(ContractPart):
    """A share at one time; ``text`` is the same in words, as it stands in the visible text."""

    months: int = Field(ge=0)
    percent: float = Field(ge=0, le=100)
    text: str


class ShownSeries(ContractPart):
    """One group over time, earliest point first."""

    label: str
    points: list[ShownPoint] = Field(min_length=1)


class CurveChart(ContractPart):
    """Survival in one study over time, a series for each group.

    Only the points were stated; what lies between them was not. ``alt`` says in words all that
    the picture shows.
    """

    kind: Literal["curve"]
    title: str
    series: list[ShownSeries] = Field(min_length=1)
    caption: str
    alt: str


ShownChart = Annotated[IconChart | CurveChart, Field(discriminator="kind")]
