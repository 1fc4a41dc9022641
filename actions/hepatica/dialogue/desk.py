"""What every handler of a turn works with: the message, the store, and ways to reply."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from hepatica.answers.compose import Style, compose
from hepatica.answers.contract import Contract, Kind
from hepatica.dialogue.context import OTHER_STUDY, Context, Mentions
from hepatica.models import Fact
from hepatica.search.encoder import Encoder
from hepatica.search.query import Query
from hepatica.search.rank import Found, rank
from hepatica.store.snapshot import Snapshot
from hepatica.store.timepoints import in_months
from hepatica.wording import Voice, capital

SAMPLE_SIZE = "number-of-people"
"""Glossary value of the question how many people a figure rests on."""
NEAREST, LACKING = 6, 0.10
"""How many facts are weighed by the question's words, and how much lacking all of them costs."""
NEARLY, ASKED_SO = 0.80, 2.0
"""Cosine with an example question from which the question is nearly that one, and how much each
point above it counts."""
MOST_SUGGESTIONS = 3
_BACK = re.compile(r"\b(it|its|they|them|their|these|those)\b")
WORTH_OFFERING, ELSEWHERE = 0.20, 0.35
"""Evidence from which a fact of the same topic, or of another, is near enough to be suggested."""


@dataclass(frozen=True)
class Reply:
    """Texts, the contract, and the context to keep."""

    texts: list[str]
    contract: Contract
    context: Context


@dataclass(frozen=True)
class Desk:
    """One turn against one snapshot of the store."""

    text: str
    topics: dict[str, float]
    mentions: Mentions
    context: Context
    language: str
    snapshot: Snapshot
    encoder: Encoder
    today: date | None = None
    ranking: Mapping[str, float] = field(default_factory=dict)
    """Probability of each intent."""
    brief: bool = False
    """Whether this is one of several questions, which get one fact each."""

    @property
    def style(self) -> Style:
        """How to say an answer of this turn."""
        return Style(language=self.language, today=self.today)

    @property
    def asks_sample_size(self) -> bool:
        """Whether the message asks how many people a figure rests on."""
        return SAMPLE_SIZE in self.mentions.get("measure")

    @property
    def refers_back(self) -> bool:
        """Whether the message speaks of "it" or "them": of what was answered before."""
        return bool(_BACK.search(self.text.lower()))

    def query(self) -> Query:
        """The question that the message asks by itself."""
        mentions = self.mentions
        return Query(
            text=self.text,
            topics=self.topics,
            terms=mentions.words,
            stages=frozenset(mentions.get("stage")),
            measures=frozenset(mentions.get("measure")),
            study=self._study_named(),
            talked_of=self.context.study,
            months=in_months(mentions.first("timepoint")),
        )

    def _study_named(self) -> str | None:
        named = self.mentions.first("study")
        return None if named == OTHER_STUDY else named

    def find(self, query: Query, vector: np.ndarray | None = None) -> list[Found]:
        """Every fact, best first."""
        return rank(query, self.vector(query.text) if vector is None else vector, self.snapshot)

    def find_by_words(self, query: Query) -> list[Found]:
        """As ``find``, but near facts are weighed by the question's words.

        Those that lack its telling words go down, and one that is asked nearly so goes up.
        """
        found = self.find(query)
        first = sorted(found[:NEAREST], key=lambda item: -self._with_words(item))
        return [*first, *found[NEAREST:]]

    def _with_words(self, found: Found) -> float:
        score = found.score + ASKED_SO * max(0.0, found.similarity - NEARLY)
        if self.language != "en":
            return score
        return score - LACKING * self.snapshot.missing_share(self.text, found.fact.id)

    def vector(self, text: str) -> np.ndarray:
        """The unit vector of a text."""
        return np.asarray(self.encoder.encode([text])[0])

    def given(self) -> list[Fact]:
        """The facts of the last answer that are still served."""
        facts = self.snapshot.facts
        return [facts[i] for i in self.context.facts_given if i in facts]

    def phrase(self, name: str, **fields: object) -> str:
        """A fixed phrase in the language of the reply."""
        return self.voice.say(name, **fields)

    @property
    def voice(self) -> Voice:
        """How this turn's replies are worded."""
        return self.snapshot.voice(self.language)

    def button(self, fact: Fact) -> str:
        """The fact's plainest question, to be tapped."""
        return as_question(fact.questions.first(self.voice.language))

    def suggestions(self, facts: list[Fact], found: list[Found], *usual: str) -> list[str]:
        """Two or three things to ask next: near questions not yet answered, then the usual ones."""
        shown = {f.id for f in facts} | set(self.context.facts_shown)
        topic = facts[0].topic if facts else None
        near = [
            f.fact
            for f in found[:12]
            if f.evidence >= (WORTH_OFFERING if f.fact.topic == topic else ELSEWHERE)
        ]
        near = [fact for fact in near if fact.id not in shown and not fact.sensitive]
        offers = [self.button(fact) for fact in near[:2]]
        offers += [self.phrase(name) for name in usual]
        return list(dict.fromkeys(offers))[:MOST_SUGGESTIONS]

    def starters(self) -> list[str]:
        """Questions to begin a talk with."""
        return [self.phrase(name) for name in ("start_treatment", "start_stages", "start_effects")]

    def give(
        self,
        facts: list[Fact],
        style: Style,
        suggestions: list[str],
        **changes: str | None,
    ) -> Reply:
        """Answer with facts and remember them."""
        composed = compose(facts, self.snapshot, style, suggestions=suggestions)
        context = self.context.after_answer(composed.contract.facts, **changes)
        return Reply(composed.texts, composed.contract, context)

    def about_given(self, texts: list[str], *usual: str) -> Reply:
        """Say something about the facts of the last answer, keeping what the talk is about.

        Neither the figures nor what stands behind them are said again, so the contract has no
        figures, no charts and no small print.
        """
        facts = self.given()
        suggestions = self.suggestions(facts, [], *usual)
        composed = compose(facts, self.snapshot, self.style, suggestions=suggestions)
        return Reply(texts, composed.contract.untold(), self.context)

    def say(self, kind: Kind, text: str, suggestions: list[str] | None = None) -> Reply:
        """A reply without facts."""
        offers = (suggestions or [])[:MOST_SUGGESTIONS]
        contract = Contract(
            kind=kind,
            language=self.voice.language,
            suggestions=offers,
            store=self.snapshot.version,
        )
        return Reply([text], contract, self.context)


def as_question(example: str) -> str:
    """An example question as a button shows it.

    >>> as_question("what does BCLC stage B mean")
    'What does BCLC stage B mean?'
    >>> as_question("B期是什么意思")
    'B期是什么意思？'
    """
    text = capital(example.strip())
    if text[-1:] in "?.!？。！":
        return text
    return f"{text}？" if "\u3400" <= text[-1:] <= "\u9fff" else f"{text}?"
