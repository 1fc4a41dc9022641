"""One turn: the message as Rasa understood it, and the reply."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date

from hepatica.dialogue import declining, follow_ups, languages, questions, yes_no
from hepatica.dialogue.context import Context, Mentions
from hepatica.dialogue.corrections import corrected, still_meant
from hepatica.dialogue.desk import Desk, Reply
from hepatica.dialogue.several import Part, several, topics
from hepatica.search.encoder import Encoder
from hepatica.search.words import plain_words
from hepatica.store.reader import FactStore

HANDLERS: dict[str, Callable[[Desk], Reply]] = {
    "follow_up": follow_ups.follow_up,
    "repeat": follow_ups.repeat,
    "simpler": follow_ups.simpler,
    "more": follow_ups.more,
    "affirm": yes_no.accepted,
    "deny": yes_no.declined,
    "ask_source": follow_ups.source,
    "switch_language": languages.switch,
    "personal_advice": declining.personal_advice,
    "nlu_fallback": questions.unsure,
}
"""What answers an intent; every other intent is a question on a topic."""
ANSWERS_AN_OFFER = ("affirm", "deny")
"""Any other turn lets an offer drop, so that a later yes is not taken for it."""


@dataclass(frozen=True)
class Turn:
    """One message as Rasa understood it.

    ``ranking`` gives the probability of every intent; ``first`` is true when the reply is to begin
    with the machine notice; ``language`` is the language that is spoken. ``parts`` are the requests
    of a message that holds several.
    """

    text: str
    intent: str
    ranking: dict[str, float] = field(default_factory=dict)
    mentions: Mentions = field(default_factory=Mentions)
    context: Context = field(default_factory=Context)
    first: bool = False
    language: str = "en"
    parts: list[Part] = field(default_factory=list)


WARMING = {"en": "How long do people live with it, and what is HCC?", "zh": "肝癌是什么？"}
"""Words that a finder of facts has to look at closely."""


class Answerer:
    """Answers turns from a fact store. Safe to share between conversations and threads."""

    def __init__(self, store: FactStore, encoder: Encoder, today: date | None = None) -> None:
        self.store = store
        self.encoder = encoder
        self._today = today

    def ready(self) -> str:
        """Version of the store in use.

        Raises:
            StoreError: no fact store can be read.
        """
        return self.store.snapshot(self._today).version

    def warm(self) -> None:
        """Answer once in each language, so that no patient waits for what is loaded at first use.

        Raises:
            StoreError: no fact store can be read.
        """
        for language, text in WARMING.items():
            self.answer(Turn(text, "ask_basics", {"ask_basics": 1.0}, language=language))

    def answer(self, turn: Turn) -> Reply:
        """Reply to one turn.

        Raises:
            StoreError: no fact store can be read; the caller says so honestly.
        """
        snapshot = self.store.snapshot(self._today)
        offered = turn.intent in ANSWERS_AN_OFFER
        desk = Desk(
            text=turn.text,
            topics=topics(turn.ranking),
            ranking=turn.ranking,
            mentions=turn.mentions,
            context=turn.context if offered else replace(turn.context, offered=None),
            language=turn.language,
            snapshot=snapshot,
            encoder=self.encoder,
            today=self._today,
        )
        reply = several(desk, turn.parts, _answer) if turn.parts else _reply(desk, turn.intent)
        opening = []
        if turn.first:
            opening.append(snapshot.phrases.say("notice", turn.language))
        if turn.language != reply.contract.language and turn.intent != "switch_language":
            opening.append(snapshot.phrases.say("only_english", turn.language))
        return replace(reply, texts=[*opening, *reply.texts])


def _reply(desk: Desk, intent: str) -> Reply:
    rest = corrected(desk.text) if desk.context.facts_given else None
    if rest and intent not in ANSWERS_AN_OFFER:
        meant = still_meant(desk.mentions, rest)
        desk = replace(desk, text=rest, mentions=meant)
    if intent != "nlu_fallback" and plain_words(desk.text) in desk.snapshot.questions:
        return questions.question(desk)  # a suggestion was tapped, whatever it was taken for
    return HANDLERS.get(intent, questions.question)(desk)


def _answer(desk: Desk, part: Part) -> Reply:
    return _reply(desk, part.intent)


__all__ = ["Answerer", "Part", "Reply", "Turn"]
