"""When the words of a sign do not mean that the sign is there now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from bot.safety.phrases import Span
from bot.safety.scope import CONDITION_ENDS, Scope
from bot.safety.words import Token

EXEMPT = "exempt:"
KINDS = frozenset(
    {
        "figure_of_speech",
        "negation",
        "denied_after",
        "between",
        "emphasis",
        "question",
        "asked_after",
        "person",
        "hypothetical",
        "condition",
        "past",
        "long_ago",
        "cleared",
        "present",
        "state",
        "same_now",
        "story",
        "purpose",
        "supposing",
    }
)
"""What may stand under ``exempt:`` in the file; the meaning of each stands there."""
_FRAMES = ("condition", "hypothetical", "supposing")
_BETWEEN_MOST = 4
_LIST_MOST = 8
_ALTERNATIVES = frozenset({"or", "nor", "o", "ni", "或", "/"})
_LISTING = frozenset(",，")
_BY_ITSELF = frozenset({"that", "was", "it", "this", "about", "over", "nearly", "some", "already"})
"""Words that may stand around "years ago" in a clause that says nothing but when."""
_PUNCTUATION = frozenset(",，:：-—–")


@dataclass(frozen=True)
class Excuses:
    """The excusing words of one message, and which words of a sign they excuse.

    ``signs`` are all words that belong to signs, ``dangers`` those that speak of danger by
    themselves: "blood", not "since".
    """

    tokens: list[Token]
    spans: dict[str, list[Span]]
    signs: list[Span]
    dangers: list[Span]

    @cached_property
    def _scope(self) -> Scope:
        return Scope(self.tokens)

    def of(self, kind: str) -> Callable[[Span], bool]:
        """What excuses words of this kind of danger; least of all excuses self-harm."""
        return self.crisis_excused if kind == "crisis" else self.excused

    def figurative(self, span: Span) -> bool:
        """Whether the words stand in a figure of speech, or are denied in so many words.

        Or their last word begins one: "is my yellow" in "is my yellow card".
        """
        return any(
            span.inside(figure) or (span.start < figure.start < span.end < figure.end)
            for figure in self._all("figure_of_speech")
        )

    def crisis_excused(self, span: Span) -> bool:
        """Whether the words are figurative, or told of a film or the like that names no person."""
        if self.figurative(span):
            return True
        stories = self._all("story")
        return self._in_story(span) and not any(
            not any(person.inside(story) for story in stories)
            for person in self._in_sentence("person", span)
        )

    def excused(self, span: Span) -> bool:
        """Whether the words are figurative, denied, asked about, supposed, or long past."""
        if self.figurative(span) or span in self._denied or self._in_story(span):
            return True
        if self._told_as("present", span) or self._happens_too(span):
            return False
        if self._cleared(span) or self._long_ago(span):
            return True
        if self._told_as("state", span):
            return False
        return self._asked(span) or self._over(span) or self._supposed(span) or self._purpose(span)

    def _told_as(self, kind: str, span: Span) -> bool:
        """Whether the sentence says that it is so now; not where "if" stands before that."""
        return any(
            not self._within_figure(now) and not (kind == "state" and self._governed(now))
            for now in self._in_sentence(kind, span)
        )

    def _happens_too(self, span: Span) -> bool:
        """Whether this or the next sentence says so: "is that dangerous? she is doing it"."""
        sentence = self._scope.sentence(span)
        return any(
            same.start >= span.end and self._scope.sentence(same) - sentence <= 1
            for same in self._all("same_now")
        )

    def _within_figure(self, span: Span) -> bool:
        figures = [*self._all("figure_of_speech"), *self._all("cleared")]
        return any(f.start < span.end and span.start < f.end for f in figures)

    def _governed(self, state: Span) -> bool:
        """Whether "if" or the like stands straight before it, as in "if my dad is"."""
        return any(
            frame.start < state.start <= frame.end + 1
            for kind in _FRAMES
            for frame in self._in_sentence(kind, state)
        )

    def _in_story(self, span: Span) -> bool:
        """Told of an animal or a film, and of no person after that: "our dog has seizures"."""
        people = self._in_sentence("person", span)
        return any(
            story.end <= span.start
            and (story.end - story.start > 1 or self._scope.opens_clause(story))
            and self._scope.same_clause(story, span)
            and not any(story.end < person.end <= span.start for person in people)
            for story in self._in_sentence("story", span)
        )

    def _supposed(self, span: Span) -> bool:
        """Whether "let's say" opens this sentence, or a clause of the one before."""
        sentence = self._scope.sentence(span)
        return any(
            supposing.start <= span.start
            and sentence - self._scope.sentence(supposing) <= 1
            and self._scope.opens_clause(supposing)
            for supposing in self._all("supposing")
        )

    def _purpose(self, span: Span) -> bool:
        """Whether the message is schoolwork or about a word, and this part speaks of nobody."""
        purposes = self._all("purpose")
        if not purposes:
            return False
        clause = self._scope.clause(span)
        told = [*self._all("person"), *self._all("present"), *self._all("state")]
        return not any(
            word.start < clause.end
            and clause.start < word.end
            and not any(word.inside(purpose) for purpose in purposes)
            for word in told
        )

    def _asked(self, span: Span) -> bool:
        people = self._people(span)
        return (
            any(
                asked.start <= span.start
                and self._reaches(asked, span)
                and not self._scope.begins_anew(asked, span, people)
                for asked in self._in_sentence("hypothetical", span)
            )
            or any(
                asked.start <= span.start and self._scope.same_clause(asked, span, CONDITION_ENDS)
                for asked in self._in_sentence("condition", span)
            )
            or self._general_question(span, people)
        )

    def _general_question(self, span: Span, people: list[Span]) -> bool:
        """A question that leads to the words and speaks of nobody: "what does yellow skin mean"."""
        end = self._scope.clause(span).end
        return any(
            question.start <= span.start
            and self._scope.opens_clause(question)
            and self._reaches(question, span)
            and not any(person.start < end for person in people)
            for question in self._in_sentence("question", span)
        ) or (
            not people
            and any(asked.start >= span.end for asked in self._in_sentence("asked_after", span))
        )

    def _reaches(self, frame: Span, span: Span) -> bool:
        """Whether no comma stands between, or only those of a list: "signs of fever, bleeding"."""
        if self._scope.same_clause(frame, span, CONDITION_ENDS):
            return True
        end = self._scope.clause(frame).end
        return any(frame.start <= danger.start < end for danger in self.dangers)

    def _over(self, span: Span) -> bool:
        """Told of the past: in the same clause, or by a neighbouring one that only says when."""
        return any(
            self._scope.same_clause(past, span) or self._only_says_when(past, span)
            for past in self._in_sentence("past", span)
        )

    def _only_says_when(self, past: Span, span: Span) -> bool:
        clause = self._scope.clause(past)
        near = clause.start == self._scope.clause(span).end + 1 or (
            clause.end + 1 == self._scope.clause(span).start
        )
        said = self.tokens[clause.start : past.start] + self.tokens[past.end : clause.end]
        return near and sum(token.text not in _BY_ITSELF for token in said) <= 1

    def _cleared(self, span: Span) -> bool:
        """It turned out harmless, or healed: said behind the words or in the next sentence."""
        sentence = self._scope.sentence(span)
        return any(
            cleared.start >= span.end
            and self._scope.sentence(cleared) - sentence <= 1
            and (self._scope.same_sentence(cleared, span) or not self._told_as("present", cleared))
            for cleared in self._all("cleared")
        )

    def _long_ago(self, span: Span) -> bool:
        """Told of long ago in this sentence, and not of now in this part of it."""
        clause = self._scope.clause(span)
        states = [s for s in self._in_sentence("state", span) if s.inside(clause)]
        return any(
            self._scope.same_clause(long_ago, span, CONDITION_ENDS) or not states
            for long_ago in self._in_sentence("long_ago", span)
        )

    @cached_property
    def _denied(self) -> set[Span]:
        """Words straight behind a negation, and those joined to them by "or"."""
        denied: set[Span] = set()
        for span in sorted(set(self.signs)):
            at = self._before(span.start)
            if (
                any(at < n.end <= span.start for n in self._negations(span))
                or (self._joins(at) and any(other.end == at for other in denied))
                or self._denied_after(span)
            ):
                denied.add(span)
        return denied

    def _joins(self, at: int) -> bool:
        """Whether the word is "or", or the comma of a list that "or" ends."""
        if at < 0 or self.tokens[at].text not in _LISTING:
            return at >= 0 and self.tokens[at].text in _ALTERNATIVES
        rest = self.tokens[at : at + _LIST_MOST]
        return any(
            token.text in _ALTERNATIVES and token.sentence == rest[0].sentence for token in rest
        )

    def _denied_after(self, span: Span) -> bool:
        """A list such as "fever: none", where nothing else follows."""
        at = span.end
        while at < len(self.tokens) and self.tokens[at].text in _PUNCTUATION:
            at += 1
        return any(
            denial.start == at
            and (
                denial.end == len(self.tokens)
                or self.tokens[denial.end].ends_sentence
                or self.tokens[denial.end].text in _PUNCTUATION
            )
            for denial in self._all("denied_after")
        )

    def _before(self, start: int) -> int:
        """The token before ``start`` that is not "any", "the", "really" or the like."""
        between = {s.start for s in self._all("between") if s.end - s.start == 1}
        at = start - 1
        while at in between and start - at <= _BETWEEN_MOST:
            at -= 1
        return at

    def _negations(self, span: Span) -> Iterable[Span]:
        emphasis = self._in_sentence("emphasis", span)
        found = self._in_sentence("negation", span)
        return [n for n in found if not any(n.start <= e.start for e in emphasis)]

    def _people(self, span: Span) -> list[Span]:
        """Who is spoken of, apart from words of a question itself: Spanish "son normales"."""
        asking = [*self._all("question"), *self._all("asked_after")]
        return [
            person
            for person in self._in_sentence("person", span)
            if not any(person.inside(asked) for asked in asking)
        ]

    def _in_sentence(self, kind: str, span: Span) -> list[Span]:
        return [s for s in self._all(kind) if self._scope.same_sentence(s, span)]

    def _all(self, kind: str) -> list[Span]:
        return self.spans.get(EXEMPT + kind, [])
