"""How far a word like "if" or "last year" reaches within a message."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.safety.phrases import Span
from bot.safety.words import Token

COMMAS = frozenset(",，:：(—–")
ENDS = COMMAS | {"and", "but", "because", "still", "then", "pero", "但"}
"""A "last year" or a negation on one side of these speaks of something else than a sign beyond."""
CONDITION_ENDS = COMMAS | {"but", "because", "pero", "但"}
"""An "if" reaches over "and", but not over these."""
_OPENINGS = frozenset({"hi", "hello", "hey", "please", "sorry", "so", "question", "hola", "你好"})
"""A question may start after these."""


@dataclass(frozen=True)
class Scope:
    """The sentences and clauses of one message."""

    tokens: list[Token]

    def same_sentence(self, one: Span, other: Span) -> bool:
        """Whether both begin in one sentence."""
        return self.sentence(one) == self.sentence(other)

    def sentence(self, span: Span) -> int:
        """The number of the sentence."""
        return self.tokens[span.start].sentence

    def same_clause(self, one: Span, other: Span, ends: frozenset[str] = ENDS) -> bool:
        """Whether none of ``ends`` stands between the two."""
        between = self.tokens[min(one.end, other.end) : max(one.start, other.start)]
        return not any(token.text in ends for token in between)

    def clause(self, span: Span, ends: frozenset[str] = CONDITION_ENDS) -> Span:
        """The words around ``span`` up to the next of ``ends`` or the end of the sentence."""
        start, end = span.start, span.end
        while start > 0 and not self._ends(start - 1, ends):
            start -= 1
        while end < len(self.tokens) and not self._ends(end, ends):
            end += 1
        return Span(start, end)

    def opens_clause(self, span: Span) -> bool:
        """Whether nothing of the clause stands before it but a greeting."""
        before = self.tokens[span.start - 1] if span.start else None
        return (
            before is None
            or before.text in ENDS
            or before.ends_sentence
            or before.text in _OPENINGS
        )

    def begins_anew(self, frame: Span, span: Span, people: Iterable[Span]) -> bool:
        """Whether a clause that tells of somebody begins between the two.

        "When should I call, he has a fever": the fever is not what is asked.
        """
        clause = self.clause(span)
        return frame.end <= clause.start and any(
            clause.start <= person.start < span.end for person in people
        )

    def _ends(self, at: int, ends: frozenset[str]) -> bool:
        return self.tokens[at].text in ends or self.tokens[at].ends_sentence
