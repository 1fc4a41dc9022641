"""Several questions in one message: each is understood by itself.

``PartsSplitter`` stands first in the pipeline and hands the parts along beside the message;
every component then works on ``each`` of them. ``PartsJoiner`` stands near the end and keeps what
is worth answering, so that an answer leaves nothing of the message out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.segments import segments

PARTS = "parts"
"""What the action server finds in the latest message: the parts, each with text, intent,
intent_ranking and entities. Only there when something is gained by looking at parts."""
RANKING = "intent_ranking"
MEANT = "meant"
"""The message's text as it was meant; only there when it differs from what was typed."""
_SUB, _ASKS, _SENTENCE = "sub_messages", "asks", "sentence"
MOST_PARTS = 6
"""Questions that are answered at once; more would bury each of them."""
SURE = 0.6
"""How likely a remark beside a question must be to count as sadness."""
SMALL = frozenset({"greet", "thanks", "goodbye", "affirm", "deny", "help"})
"""What is left unsaid when a question stands beside it."""
FEELINGS = "sadness"
URGENT = frozenset({"emergency", "crisis"})


def meant(message: Message) -> str:
    """The text to understand: as it was meant where that was found out, else as typed."""
    return str(message.get(MEANT) or message.get(TEXT) or "")


def each(messages: list[Message]) -> Iterator[Message]:
    """The messages, each followed by its parts."""
    for message in messages:
        yield message
        yield from message.get(_SUB) or []


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PartsSplitter(GraphComponent):
    """Parts a message of several sentences or questions; must come first."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PartsSplitter:
        """Nothing to prepare."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Give each message that has several segments a message for each of them."""
        for message in messages:
            found = segments(message.get(TEXT) or "")
            asking = [segment for segment in found if segment.asks]
            if asking and len(found) > 1:
                told = [segment for segment in found if not segment.asks][:MOST_PARTS]
                wanted = [s for s in found if s in told or s in asking[: MOST_PARTS + 1]]
                subs = [
                    Message({TEXT: s.text, _ASKS: s.asks, _SENTENCE: s.sentence}) for s in wanted
                ]
                message.set(_SUB, subs)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class PartsJoiner(GraphComponent):
    """Keeps the parts that are to be answered, and hands them to the action server."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> PartsJoiner:
        """Nothing to prepare."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Set ``parts`` where there are several, and let the message go where they are answered."""
        for message in messages:
            parts = worth_answering(message.get(_SUB) or [])
            if not parts or _intent(message) in URGENT:
                continue
            message.set(PARTS, [_told(part) for part in parts], add_to_output=True)
            lead = next((p for p in parts if p.get(_ASKS)), parts[0])
            if _intent(lead) not in URGENT:
                self._follow(message, lead)
        return messages

    def _follow(self, message: Message, lead: Message) -> None:
        """Give the message an intent that the action answers, whatever its words together are."""
        name = _intent(lead)
        if name in ANSWERED_ELSEWHERE:
            name = "nlu_fallback"
        intent = {"name": name, "confidence": lead.get(INTENT)["confidence"]}
        message.set(INTENT, intent, add_to_output=True)


ANSWERED_ELSEWHERE = SMALL | {"out_of_scope", FEELINGS, "ask_are_you_human"}
"""Intents with a fixed reply; the action says it when it is one of several."""


def worth_answering(subs: list[Message]) -> list[Message]:
    """The parts to answer; empty when the message is best understood as a whole.

    A question on its own is, with a remark that only leads to it; two are not.
    """
    asking = [sub for sub in subs if sub.get(_ASKS) and _intent(sub) not in SMALL]
    sad = [sub for sub in subs if not sub.get(_ASKS) and _feels(sub)]
    asking = _without_twins(asking)
    if not asking or (len(asking) == 1 and not sad):
        return []
    return [*sad[:1], *asking]


def _without_twins(asking: list[Message]) -> list[Message]:
    """The questions, without those that only say the one before in other words.

    A request for advice in two sentences is one; so are two halves of a sentence on one topic
    ("how high is the dose and how many sessions are there").
    """
    kept: list[Message] = []
    for sub in asking:
        if kept and _intent(sub) == _intent(kept[-1]):
            if _intent(sub) == "personal_advice":
                continue
            if sub.get(_SENTENCE) == kept[-1].get(_SENTENCE):
                kept[-1] = _together(kept[-1], sub)
                continue
        kept.append(sub)
    return kept


def _together(first: Message, second: Message) -> Message:
    """Two halves of a sentence as one question, with what was found in both."""
    joined = Message({**first.data, TEXT: f"{first.get(TEXT)} {second.get(TEXT)}"})
    joined.set(MEANT, f"{meant(first)} {meant(second)}")
    joined.set(ENTITIES, [*first.get(ENTITIES, []), *second.get(ENTITIES, [])])
    return joined


def _feels(sub: Message) -> bool:
    intent = sub.get(INTENT) or {}
    return bool(intent.get("name") == FEELINGS and intent.get("confidence", 0.0) >= SURE)


def _told(part: Message) -> dict[str, Any]:
    return {
        "text": part.get(TEXT),
        MEANT: meant(part),
        INTENT: part.get(INTENT),
        RANKING: part.get(RANKING),
        ENTITIES: part.get(ENTITIES, []),
    }


def _intent(message: Message) -> str:
    return str((message.get(INTENT) or {}).get("name"))
