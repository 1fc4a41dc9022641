"""A system under comparison: what it took each message for, and what that cost."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median, quantiles
from typing import Any

from scorecard.compare.kinds import ALARMS, KINDS, kind_of_parse, kind_of_reply
from scorecard.rates import Rate, rate
from scorecard.sets import Item


@dataclass(frozen=True)
class Guess:
    """What one message was taken for; ``facts`` are those that would be given."""

    kind: str
    confidence: float = 0.0
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Cost:
    """Milliseconds for each message, memory while doing so, seconds to train."""

    milliseconds: Sequence[float] = ()
    megabytes: float | None = None
    seconds: float | None = None

    @property
    def median(self) -> float | None:
        """Half of the messages took no longer."""
        return median(self.milliseconds) if self.milliseconds else None

    @property
    def slow(self) -> float | None:
        """95 of 100 messages took no longer."""
        many = len(self.milliseconds) > 1
        return quantiles(self.milliseconds, n=20, method="inclusive")[-1] if many else None


@dataclass(frozen=True)
class System:
    """One row of the comparison; ``examples`` says how many it learned from."""

    name: str
    examples: int
    guesses: list[Guess]
    cost: Cost = field(default_factory=Cost)
    finds_facts: bool = False


def guesses(parses: Sequence[dict[str, Any]], *, fallback: bool = True) -> list[Guess]:
    """What Rasa's parses say."""
    return [
        Guess(
            kind_of_parse(parse, fallback=fallback),
            float((parse.get("intent") or {}).get("confidence") or 0.0),
        )
        for parse in parses
    ]


def wanted(item: Item) -> frozenset[str]:
    """The kinds that are right for a message."""
    return frozenset(kind_of_reply(kind) for kind in item.wanted.kinds)


def rights(items: Sequence[Item], found: Sequence[Guess]) -> list[bool]:
    """Whether each message was taken for a right kind."""
    return [guess.kind in wanted(item) for item, guess in zip(items, found, strict=True)]


def right_kind(items: Sequence[Item], found: Sequence[Guess]) -> Rate:
    """How often the kind was right."""
    return rate(rights(items, found))


def recalls(items: Sequence[Item], found: Sequence[Guess]) -> dict[str, Rate]:
    """Of the messages for which only one kind is right, how many were taken for it, by kind."""
    pairs = list(zip(items, found, strict=True))
    return {
        kind: rate([guess.kind == kind for item, guess in pairs if wanted(item) == {kind}])
        for kind in KINDS
    }


def false_alarms(items: Sequence[Item], found: Sequence[Guess]) -> Rate:
    """Of the messages without danger, how many were taken for an emergency or a crisis."""
    pairs = zip(items, found, strict=True)
    return rate([guess.kind in ALARMS for item, guess in pairs if not wanted(item) & ALARMS])


def right_facts(items: Sequence[Item], found: Sequence[Guess], most: int | None = None) -> Rate:
    """Of the questions that facts answer, how many would get one of them.

    Args:
        items: the messages.
        found: what each was taken for.
        most: how many of the facts count, from the first on; all when not said.
    """
    pairs = zip(items, found, strict=True)
    return rate(
        [
            guess.kind in wanted(item) and bool(set(guess.facts[:most]) & item.wanted.facts)
            for item, guess in pairs
            if item.wanted.kinds == {"answer"} and item.wanted.facts
        ]
    )


def by_language(items: Sequence[Item], found: Sequence[Guess]) -> dict[str, Rate]:
    """How often the kind was right in each language."""
    right: dict[str, list[bool]] = {}
    for item, hit in zip(items, rights(items, found), strict=True):
        right.setdefault(item.language, []).append(hit)
    return {language: rate(hits) for language, hits in right.items()}
