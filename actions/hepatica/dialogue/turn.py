"""Answering one turn."""

import math
from dataclasses import dataclass, field, replace
from datetime import date

from hepatica.answers.compose import Composed, Style, compose
from hepatica.answers.contract import Contract, Kind
from hepatica.answers.figures import Wanted
from hepatica.dialogue import sayings
from hepatica.dialogue.context import Context, Mentions
from hepatica.models import Fact
from hepatica.search import Encoder, Found, Query, rank
from hepatica.store.reader import FactStore, Snapshot
from hepatica.store.timepoints import in_months

KNOWN = 0.47
"""Lowest nearness (cosine) to an example question at which a fact counts as an answer."""
KNOWN_UNGATED = 0.60
"""The same when the intent is not a topic, so only the meaning speaks for the fact."""
NAMED = 0.36
"""The same when the fact also fits the stage, study and term that were named."""
TIE = 0.03
"""Facts this close to the best one are given together with it."""

FALLBACK = "nlu_fallback"
TOPIC_PREFIX = "ask_"


@dataclass(frozen=True)
class Turn:
    """One message as Rasa understood it.

    ``ranking`` gives the probability of every intent; ``first`` is true when the bot has not yet
    said anything in this conversation; ``language`` is the language of the message.
    """

    text: str
    intent: str
    ranking: dict[str, float] = field(default_factory=dict)
    mentions: Mentions = field(default_factory=Mentions)
    context: Context = field(default_factory=Context)
    first: bool = False
    language: str = "en"

    @property
    def topics(self) -> dict[str, float]:
        """Probability of each topic, from the intents named after them."""
        return {
            name.removeprefix(TOPIC_PREFIX).replace("_", "-"): probability
            for name, probability in self.ranking.items()
            if name.startswith(TOPIC_PREFIX)
        }


@dataclass(frozen=True)
class Reply:
    """Texts, the contract, and the context to keep."""

    texts: list[str]
    contract: Contract
    context: Context


class Answerer:
    """Answers turns from a fact store. Safe to share between conversations."""

    def __init__(self, store: FactStore, encoder: Encoder, today: date | None = None) -> None:
        self._store = store
        self._encoder = encoder
        self._today = today

    def answer(self, turn: Turn) -> Reply:
        """Reply to one turn.

        Raises:
            StoreError: no fact store can be read; the caller says so honestly.
        """
        snapshot = self._store.snapshot(self._today)
        reply = _Answering(turn, snapshot, self._encoder, self._today).reply()
        texts = reply.texts
        if turn.language != reply.contract.language:
            texts = [snapshot.phrases.say("only_english", turn.language), *texts]
        if turn.first:
            texts = [snapshot.phrases.say("notice", turn.language), *texts]
        return replace(reply, texts=texts)


class _Answering:
    """One turn against one snapshot."""

    def __init__(
        self, turn: Turn, snapshot: Snapshot, encoder: Encoder, today: date | None
    ) -> None:
        self.turn = turn
        self.context = turn.context
        self.snapshot = snapshot
        self.encoder = encoder
        self.style = Style(language=turn.language, today=today)

    def reply(self) -> Reply:
        handlers = {
            "repeat": self._repeat,
            "simpler": self._simpler,
            "more": self._more,
            "affirm": self._more,
            "ask_source": self._source,
            "follow_up": self._follow_up,
            "personal_advice": self._personal_advice,
            FALLBACK: self._unsure,
        }
        return handlers.get(self.turn.intent, self._question)()

    # questions

    def _question(self) -> Reply:
        if self._asks_sample_size() and self.context.facts_given and len(self.turn.text) < 60:
            return self._how_many()
        query = self._query()
        found = rank(query, self._vector(self.turn.text), self.snapshot)
        return self._answer_or_not(found, query, KNOWN)

    def _unsure(self) -> Reply:
        """The intent is unclear: answer only on a strong match, else offer or decline."""
        query = self._query()
        found = rank(query, self._vector(self.turn.text), self.snapshot)
        best = found[0]
        if best.similarity >= KNOWN_UNGATED:
            return self._give(found, query)
        if best.similarity >= KNOWN or (self.turn.mentions.words and best.similarity >= NAMED):
            offers = [self._question_of(item.fact) for item in found[:3]]
            return self._say("clarify", "clarify", offers)
        return self._no_fact()

    def _answer_or_not(self, found: list[Found], query: Query, known: float) -> Reply:
        if gap := sayings.missing_time_point(query, self._measure(query), self.snapshot, self.turn.language):
            return self._missing(gap, found, query)
        best = found[0]
        named = query.stages & set(best.fact.facets.stages) or (
            query.terms & set(best.fact.facets.terms)
        )
        if best.similarity >= known or (named and best.similarity >= NAMED):
            return self._give(found, query)
        return self._no_fact(found)

    def _give(self, found: list[Found], query: Query, **changes: str | None) -> Reply:
        best = found[0]
        together = [
            item.fact
            for item in found[:3]
            if item.score >= best.score - TIE and not _overlap(item.fact, best.fact)
        ]
        facts = [best.fact, *together]
        style = replace(self.style, wanted=Wanted(query.months, self.turn.mentions.first("group")))
        return self._compose(facts, style, self._suggest(facts, found), self._focus(best.fact, query))

    def _focus(self, fact: Fact, query: Query) -> dict[str, str | None]:
        mentions = self.turn.mentions
        keys = self.snapshot.figures.get(fact.id, [])
        measures = {key.measure for key in keys if key.measure}
        study = query.study if query.study else None
        if not study and fact.facets.studies:
            study = fact.facets.studies[0]
        return {
            "topic": fact.topic,
            "study": study,
            "measure": self._measure(query) or (next(iter(measures)) if len(measures) == 1 else None),
            "timepoint": mentions.first("timepoint"),
            "group": mentions.first("group"),
            "stage": mentions.first("stage") or next(iter(fact.facets.stages), None),
            "term": mentions.first("term"),
            "treatment": mentions.first("treatment"),
            "side_effect": mentions.first("side_effect"),
        }

    # follow-ups

    def _follow_up(self) -> Reply:
        given = self._given()
        if not given:
            return self._question()
        if self._asks_sample_size():
            return self._how_many()
        query = self._follow_up_query(given[0])
        question = self._question_of(given[0])
        vector = self._vector(self.turn.text) + 0.6 * self._vector(question)
        found = rank(query, vector / float(math.sqrt(vector @ vector) or 1.0), self.snapshot)
        return self._answer_or_not(found, query, KNOWN)

    def _follow_up_query(self, last: Fact) -> Query:
        """What is meant: the new words, and the old focus where nothing new was named."""
        mentions, context = self.turn.mentions, self.context
        topics = {last.topic: 1.0} if not mentions.words else {last.topic: 0.5}
        stages = frozenset(mentions.get("stage"))
        measure = mentions.get("measure") or ([context.measure] if context.measure else [])
        words = mentions.words or frozenset(last.facets.terms)
        months = in_months(mentions.first("timepoint"))
        changes_subject = bool(stages or mentions.get("side_effect"))
        if months is None and not changes_subject:
            months = context.months
        return Query(
            text=self.turn.text,
            topics=topics,
            terms=words,
            stages=stages,
            measures=frozenset(measure),
            study=mentions.first("study") or context.study,
            months=months,
        )

    def _how_many(self) -> Reply:
        facts = self._given()
        lines = sayings.sample_sizes(facts, self.snapshot, self.turn.language)
        if not lines:
            return self._no_fact()
        composed = compose(facts, self.snapshot, self.style, suggestions=self._usual("suggest_source"))
        return Reply(lines, composed.contract, self.context)

    def _repeat(self) -> Reply:
        return self._again(self.style)

    def _simpler(self) -> Reply:
        return self._again(replace(self.style, simpler=True))

    def _again(self, style: Style) -> Reply:
        facts = self._given()
        if not facts:
            return self._say("smalltalk", "nothing_yet")
        style = replace(style, wanted=Wanted(self.context.months, self.context.group))
        return self._compose(facts, style, self._suggest(facts, []), {})

    def _more(self) -> Reply:
        facts = self._given()
        if not facts:
            return self._say("smalltalk", "nothing_yet")
        query = Query(
            text=self._question_of(facts[0]),
            topics={facts[0].topic: 1.0},
            terms=frozenset(facts[0].facets.terms),
            study=self.context.study,
        )
        found = rank(query, self._vector(query.text), self.snapshot)
        shown = set(self.context.facts_shown) | set(self.context.facts_given)
        new = [f for f in found if f.fact.id not in shown and not f.fact.sensitive]
        new = [f for f in new if f.fact.topic == facts[0].topic or f.similarity >= KNOWN_UNGATED]
        if not new:
            return self._say("smalltalk", "no_more")
        picked = [item.fact for item in new[:2]]
        return self._compose(picked, self.style, self._suggest(picked, new), {"topic": facts[0].topic})

    def _source(self) -> Reply:
        facts = self._given()
        if not facts:
            return self._question() if self.turn.mentions.get("study") else self._say("smalltalk", "nothing_yet")
        lines = sayings.sources(facts, self.snapshot, self.turn.language)
        composed = compose(facts, self.snapshot, self.style, suggestions=self._usual("suggest_how_many"))
        return Reply(["\n".join(lines)], composed.contract, self.context)

    # declining

    def _personal_advice(self) -> Reply:
        query = self._query()
        found = rank(query, self._vector(self.turn.text), self.snapshot)
        general = [f.fact for f in found if not f.fact.sensitive and not f.fact.id.startswith("ask-about")]
        near = [f for f in found if f.fact is general[0]][0]
        facts = [general[0]] if near.similarity >= NAMED or query.terms & set(general[0].facets.terms) else []
        ask = self._questions_for_the_team(query)
        say, language = self.snapshot.phrases.say, self.turn.language
        composed = compose([*facts, ask], self.snapshot, self.style, kind="personal_advice", suggestions=self._suggest(facts, found))
        texts = [say("personal_advice", language)]
        labels = ["general_fact"] * len(facts) + ["ask_team"]
        texts += [f"{say(label, language)} {text}" for label, text in zip(labels, composed.texts, strict=True)]
        return Reply(texts, composed.contract, self.context.after_answer([f.id for f in facts] or [ask.id]))

    def _questions_for_the_team(self, query: Query) -> Fact:
        about = [f for i, f in self.snapshot.facts.items() if i.startswith("ask-about")]
        radiotherapy = {"radiotherapy", "neoadjuvant-radiotherapy", "neoadjuvant"}
        wanted = "ask-about-radiotherapy" if query.terms & radiotherapy else "ask-about-diagnosis"
        return next((f for f in about if f.id == wanted), about[0])

    def _no_fact(self, found: list[Found] | None = None) -> Reply:
        near = [f for f in found or [] if not f.fact.sensitive][:2]
        return self._say("no_fact", "no_fact", [self._question_of(f.fact) for f in near])

    def _missing(self, sentence: str, found: list[Found], query: Query) -> Reply:
        near = [f for f in found if query.study in f.fact.facets.studies][:2]
        contract = self._contract("no_fact", [self._question_of(f.fact) for f in near])
        return Reply([sentence], contract, self.context)

    # pieces

    def _query(self) -> Query:
        mentions = self.turn.mentions
        return Query(
            text=self.turn.text,
            topics=self.turn.topics,
            terms=mentions.words,
            stages=frozenset(mentions.get("stage")),
            measures=frozenset(mentions.get("measure")),
            study=mentions.first("study"),
            months=in_months(mentions.first("timepoint")),
        )

    def _measure(self, query: Query) -> str | None:
        specific = [m for m in sorted(query.measures) if m in sayings.TIMED_MEASURES]
        return specific[0] if specific else next(iter(sorted(query.measures)), None)

    def _asks_sample_size(self) -> bool:
        return "number-of-people" in self.turn.mentions.get("measure")

    def _given(self) -> list[Fact]:
        facts = self.snapshot.facts
        return [facts[i] for i in self.context.facts_given if i in facts]

    def _vector(self, text: str):  # type: ignore[no-untyped-def]
        return self.encoder.encode([text])[0]

    def _question_of(self, fact: Fact) -> str:
        return sayings.as_question(fact.questions.en[0])

    def _usual(self, *names: str) -> list[str]:
        return [self.snapshot.phrases.say(name, self.turn.language) for name in names]

    def _suggest(self, facts: list[Fact], found: list[Found]) -> list[str]:
        """Two or three things to ask next: near questions not yet answered, then the usual ones."""
        shown = {f.id for f in facts} | set(self.context.facts_shown)
        near = [f.fact for f in found[:12] if f.fact.id not in shown and not f.fact.sensitive]
        offers = [self._question_of(fact) for fact in near[:2]]
        usual = ["suggest_simpler"]
        if any(f.unit == "percent" and f.n for fact in facts for f in fact.figures):
            usual.insert(0, "suggest_how_many")
        return [*offers, *self._usual(*usual, "suggest_more")][:3]

    def _compose(self, facts: list[Fact], style: Style, suggestions: list[str], changes: dict[str, str | None]) -> Reply:
        composed: Composed = compose(facts, self.snapshot, style, suggestions=suggestions)
        context = self.context.after_answer([f.id for f in facts], **changes)
        return Reply(composed.texts, composed.contract, context)

    def _contract(self, kind: Kind, suggestions: list[str]) -> Contract:
        return Contract(kind=kind, suggestions=suggestions[:3], store=self.snapshot.version)

    def _say(self, kind: Kind, phrase: str, suggestions: list[str] | None = None) -> Reply:
        text = self.snapshot.phrases.say(phrase, self.turn.language)
        return Reply([text], self._contract(kind, suggestions or []), self.context)


def _overlap(one: Fact, other: Fact) -> bool:
    """Whether two facts would say the same figures twice."""
    if one.id == other.id:
        return True
    keys = {(f.measure, f.timepoint, f.group, f.value) for f in one.figures}
    return any((f.measure, f.timepoint, f.group, f.value) in keys for f in other.figures)
