"""When the words of a sign do not mean that the sign is there now."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from bot.safety.phrases import Span
from bot.safety.words import Token

EXEMPT = "exempt:"
KINDS = frozenset(
    {
        "figure_of_speech",
        "negation",
        "between",
        "emphasis",
        "question",
        "asked_after",
        "person",
        "hypothetical",
        "condition",
        "past",
        "present",
        "story",
        "purpose",
        "supposing",
    }
)
"""What may stand under ``exempt:`` in the file; the meaning of each stands there."""
_BETWEEN_MOST = 4
_ALTERNATIVES = frozenset({"or", "nor", "o", "ni", "或", "/"})
_CLAUSE_ENDS = frozenset(",，:：") | {"and", "but", "because", "still", "then", "pero", "但"}
"""A "last year" or a negation on one side of these speaks of something else than a sign beyond."""
_OPENINGS = frozenset({"hi", "hello", "hey", "please", "sorry", "so", "question", "hola", "你好"})
"""A question may start after these."""
_CONDITION_ENDS = frozenset(",，:：") | {"but", "because", "pero", "但"}


@dataclass(frozen=True)
class Excuses:
    """The excusing words of one message, and which words of a sign they excuse."""

    tokens: list[Token]
    spans: dict[str, list[Span]]
    signs: list[Span]

    def figurative(self, span: Span) -> bool:
        """Whether the words stand in a figure of speech, or are denied in so many words."""
        return any(span.inside(figure) for figure in self._all("figure_of_speech"))

    def excused(self, span: Span) -> bool:
        """Whether the words are figurative, denied, asked about, supposed, or long past."""
        if self.figurative(span) or span in self._denied or self._in_story(span):
            return True
        if any(not self.figurative(now) for now in self._in_sentence("present", span)):
            return False
        return self._asked(span) or self._over(span) or self._supposed(span) or self._for_a_purpose

    def _in_story(self, span: Span) -> bool:
        """Told of an animal or a film, and of no person after that: "our dog has seizures"."""
        people = self._in_sentence("person", span)
        return any(
            story.end <= span.start
            and self._same_clause(story, span, _CLAUSE_ENDS)
            and not any(story.end <= person.start < span.start for person in people)
            for story in self._in_sentence("story", span)
        )

    def _supposed(self, span: Span) -> bool:
        """Whether "let's say" opens this sentence, or a clause of the one before."""
        sentence = self.tokens[span.start].sentence
        return any(
            supposing.start <= span.start
            and sentence - self.tokens[supposing.start].sentence <= 1
            and self._opens_clause(supposing)
            for supposing in self._all("supposing")
        )

    @cached_property
    def _for_a_purpose(self) -> bool:
        """Whether the message is schoolwork or about a word, and speaks of nobody."""
        purposes = self._all("purpose")
        return bool(purposes) and not any(
            not any(word.inside(purpose) for purpose in purposes)
            for word in [*self._all("person"), *self._all("present")]
        )

    def _asked(self, span: Span) -> bool:
        return (
            any(asked.start <= span.start for asked in self._in_sentence("hypothetical", span))
            or any(
                asked.start <= span.start and self._same_clause(asked, span, _CONDITION_ENDS)
                for asked in self._in_sentence("condition", span)
            )
            or self._general_question(span)
        )

    def _general_question(self, span: Span) -> bool:
        """A question that leads to the words and speaks of nobody: "what does yellow skin mean"."""
        if self._in_sentence("person", span):
            return False
        return any(
            question.start <= span.start and self._opens_clause(question)
            for question in self._in_sentence("question", span)
        ) or any(asked.start >= span.end for asked in self._in_sentence("asked_after", span))

    def _over(self, span: Span) -> bool:
        return any(
            self._same_clause(past, span, _CLAUSE_ENDS) for past in self._in_sentence("past", span)
        )

    @cached_property
    def _denied(self) -> set[Span]:
        """Words straight behind a negation, and those joined to them by "or"."""
        denied: set[Span] = set()
        for span in sorted(set(self.signs)):
            at = self._before(span.start)
            alternative = at >= 0 and self.tokens[at].text in _ALTERNATIVES
            if any(at < n.end <= span.start for n in self._negations(span)) or (
                alternative and any(other.end == at for other in denied)
            ):
                denied.add(span)
        return denied

    def _before(self, start: int) -> int:
        """The token before ``start`` that is not "any", "the", "really" or the like."""
        between = {s.start for s in self._all("between") if s.end - s.start == 1}
        at = start - 1
        while at in between and start - at <= _BETWEEN_MOST:
            at -= 1
        return at

    def _negations(self, span: Span) -> list[Span]:
        emphasis = self._in_sentence("emphasis", span)
        found = self._in_sentence("negation", span)
        return [n for n in found if not any(n.start <= e.start for e in emphasis)]

    def _opens_clause(self, span: Span) -> bool:
        before = self.tokens[span.start - 1] if span.start else None
        return (
            before is None
            or before.text in _CLAUSE_ENDS
            or before.ends_sentence
            or before.text in _OPENINGS
        )

    def _same_clause(self, one: Span, other: Span, ends: frozenset[str]) -> bool:
        between = self.tokens[min(one.end, other.end) : max(one.start, other.start)]
        return not any(token.text in ends for token in between)

    def _in_sentence(self, kind: str, span: Span) -> list[Span]:
        sentence = self.tokens[span.start].sentence
        return [s for s in self._all(kind) if self.tokens[s.start].sentence == sentence]

    def _all(self, kind: str) -> list[Span]:
        return self.spans.get(EXEMPT + kind, [])
