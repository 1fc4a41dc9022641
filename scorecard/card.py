"""Everything that one run of the score card has found, and what follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass

from scorecard.asking import Outcome
from scorecard.compare.kinds import kind_of_reply
from scorecard.compare.run import Comparison
from scorecard.compare.systems import Cost, Guess, System, rights
from scorecard.confidence import Bin, bins
from scorecard.languages import NAMES, LanguageFigures
from scorecard.rates import Rate
from scorecard.sets import Item

ALL, ANSWERED = "all messages", "answered with facts"
WHOLE = "Hepatica over HTTP: everything"
Judged = tuple[list[float], list[bool]]
"""Confidences, and whether the reply to each message was right."""


@dataclass(frozen=True)
class Card:
    """What the page shows; all lists of messages are in the same order."""

    outcomes: list[Outcome]
    found: dict[str, Rate]
    spoken: LanguageFigures
    comparison: Comparison

    @property
    def items(self) -> list[Item]:
        """The messages."""
        return [outcome.item for outcome in self.outcomes]

    @property
    def systems(self) -> list[System]:
        """The rows of the comparison, with the replies over HTTP as the last."""
        taken = [Guess(kind_of_reply(o.kind), facts=o.facts) for o in self.outcomes]
        whole = System(WHOLE, self.comparison.examples, taken, Cost(), finds_facts=True)
        return [*self.comparison.systems, whole]

    def judged(self) -> dict[str, Judged]:
        """Groups of messages: the confidence of our understanding, and the outcome over HTTP."""
        pairs = list(zip(self.comparison.served.guesses, self.outcomes, strict=True))
        codes = dict.fromkeys(outcome.item.language for outcome in self.outcomes)
        return {
            ALL: _judged(pairs),
            ANSWERED: _judged([pair for pair in pairs if pair[1].kind == "answer"]),
            **{
                NAMES.get(code, code): _judged([p for p in pairs if p[1].item.language == code])
                for code in codes
            },
        }

    def calibration(self) -> list[Bin]:
        """The classifier's confidence in the kind of message, against how often it is right."""
        guesses = self.comparison.classifier.guesses
        return bins([guess.confidence for guess in guesses], rights(self.items, guesses))


def _judged(pairs: Sequence[tuple[Guess, Outcome]]) -> Judged:
    return [guess.confidence for guess, _ in pairs], [outcome.right for _, outcome in pairs]
