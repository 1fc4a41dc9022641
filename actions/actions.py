"""Hepatica's only custom action, as rasa_sdk wants it. All that thinks is in ``hepatica``."""

import asyncio
import logging
import os
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from hepatica.dialogue import Answerer, Context, Part, Turn
from hepatica.dialogue.context import Mentions
from hepatica.paths import STORE
from hepatica.search.encoder import Encoder
from hepatica.store import FactStore

log = logging.getLogger(__name__)

SECONDS = 3.0
"""How long an answer may take; a later one is given up (the patient waits at most 5 s)."""
LANGUAGES = ("en", "zh")
"""Languages in which a channel can show its page."""
LOOK_BACK = 20
"""Messages that are looked at for the language, the latest first; as many as in ``bot/nlg.py``."""
NO = ("", "0", "false", "no", "off")
"""What switches a setting off."""


@lru_cache(maxsize=1)
def answerer() -> Answerer:
    """The one answerer of this process; loading it takes about a second.

    ``HEPATICA_REQUIRE_REVIEWED=1`` serves only facts that a named clinician signed; so does any
    other value that does not plainly say no.
    """
    setting = os.environ.get("HEPATICA_REQUIRE_REVIEWED", "")
    required = setting.strip().lower() not in NO
    return Answerer(FactStore(STORE, require_reviewed=required), Encoder())


class ActionAnswer(Action):
    """Answers every turn that needs facts."""

    def name(self) -> str:
        """The name in domain.yml."""
        return "action_answer"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        """Answer the latest message.

        A failure sends nothing: the channel then says that no answer is possible right now, in the
        one wording that works when this server is down, too.
        """
        try:
            turn = turn_from(tracker)
            reply = await asyncio.wait_for(
                asyncio.to_thread(answerer().answer, turn), timeout=SECONDS
            )
        except Exception as error:  # noqa: BLE001 - the channel says it honestly
            log.error("no answer: %s", error or "took too long")
            return []
        for text in reply.texts:
            dispatcher.utter_message(text=text)
        dispatcher.utter_message(json_message=reply.contract.payload())
        slots = reply.context.to_slots().items()
        # Only what changes: each event is kept, and read again in every later turn.
        return [SlotSet(name, value) for name, value in slots if tracker.slots.get(name) != value]


def turn_from(tracker: Tracker) -> Turn:
    """The latest message of a tracker, as the plain package wants it."""
    message = tracker.latest_message
    whole = part_from(message)
    return Turn(
        text=whole.text,
        intent=whole.intent,
        ranking=whole.ranking,
        mentions=whole.mentions,
        context=Context.from_slots(tracker.slots),
        first=owes_notice(tracker.events, message),
        language=spoken_language(tracker.events, message),
        parts=[part_from(part) for part in message.get("parts") or []],
    )


def part_from(message: Mapping[str, Any]) -> Part:
    """A message, or a part of one, in Rasa's form, as the plain package wants it."""
    return Part(
        text=message.get("meant") or message.get("text") or "",
        asked=message.get("text") or "",
        intent=(message.get("intent") or {}).get("name") or "",
        ranking={
            item["name"]: float(item["confidence"])
            for item in message.get("intent_ranking") or []
            if item.get("name")
        },
        mentions=Mentions.from_entities(message.get("entities") or []),
    )


def owes_notice(events: Sequence[Mapping[str, Any]], message: Mapping[str, Any]) -> bool:
    """Whether the machine notice is still to be said: the bot is silent yet, and so is its page."""
    is_first = not any(event.get("event") == "bot" for event in events)
    return is_first and _channel_tells(message).get("notice") != "shown"


def spoken_language(events: Sequence[Mapping[str, Any]], message: Mapping[str, Any]) -> str:
    """The language of the message; when it does not tell ("TACE?"), that of the ones before.

    When none of them tells: the language in which the channel shows its page, or the best guess.
    """
    said = [event.get("parse_data") or {} for event in events if event.get("event") == "user"]
    found = [_language(message), *(_language(data) for data in reversed(said[-LOOK_BACK:]))]
    sure = (language for language, is_sure in found if is_sure)
    shown = _channel_tells(message).get("language")
    return next(sure, shown if shown in LANGUAGES else found[0][0])


def _channel_tells(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the channel sent along with the message."""
    metadata = message.get("metadata")
    return metadata if isinstance(metadata, Mapping) else {}


def _language(message: Mapping[str, Any]) -> tuple[str, bool]:
    for entity in message.get("entities") or []:
        if entity.get("entity") == "language":
            return str(entity["value"]), entity.get("sure", True)
    return "en", False
