"""How large a run is, and where it puts its files."""

from dataclasses import dataclass
from pathlib import Path

from dev.paths import RUN

DEFAULT, PINNED, OURS, FLOOR, WHOLE = "default", "default-pinned", "ours", "floor", "whole"
"""The variants, by the names that files and the JSON use."""
FOLDER = RUN / "bench"


@dataclass(frozen=True)
class Settings:
    """One run.

    Args:
        quick: a small run, which shows that all works and nothing else.
        examples: training examples for Rasa's default and for ours.
        epochs: of all that learns in epochs; Rasa's default configuration has 100.
        warm_up: turns that count for nothing, before each measurement.
        turns: counted turns of each variant.
        starts: cold starts of each variant.
        rounds: bursts of each variant.
        burst: seconds of a burst.
        clients: those that talk at the same time in a burst.
        lengths: turns of a conversation after which a turn's time is looked at.
        lengths_default: the same for Rasa's default, which gets slow.
        facts: sizes of the fact store.
        stored: conversations in the database.
        pairs: counted turns where a small thing is held against a large one.
        folder: for trained models, databases and logs.
    """

    quick: bool = False
    examples: int = 500
    epochs: int = 100
    warm_up: int = 50
    turns: int = 600
    starts: int = 3
    rounds: int = 3
    burst: float = 10.0
    clients: int = 16
    lengths: tuple[int, ...] = (10, 100, 300, 1000)
    lengths_default: tuple[int, ...] = (10, 100, 300)
    facts: tuple[int, ...] = (100, 1_000, 10_000)
    stored: int = 100_000
    pairs: int = 200
    folder: Path = FOLDER


def quick() -> Settings:
    """Some minutes of everything; models that have learned next to nothing answer all the same."""
    return Settings(
        quick=True,
        examples=200,
        epochs=2,
        warm_up=5,
        turns=40,
        starts=1,
        rounds=1,
        burst=2.0,
        lengths=(2, 10, 20),
        lengths_default=(2, 10),
        facts=(100, 300),
        stored=1_000,
        pairs=20,
        folder=FOLDER / "quick",
    )


def short() -> Settings:
    """A quarter of an hour: fewer examples, turns, facts and conversations than a whole run."""
    return Settings(
        examples=300,
        turns=300,
        starts=3,
        rounds=2,
        burst=6.0,
        lengths_default=(10, 100),
        facts=(100, 1_000),
        stored=20_000,
        pairs=100,
        folder=FOLDER / "short",
    )
