"""What a figure is about, in ids."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FigureKey:
    """What a figure of a fact is about: study, glossary measure and months."""

    study: str
    measure: str | None
    months: int | None
