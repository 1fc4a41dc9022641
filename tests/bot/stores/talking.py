"""Turns as Rasa plays them, through a store."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Iterable, Sequence
from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

_seconds = itertools.count()


def session() -> list[Event]:
    """What a conversation begins with."""
    return [ActionExecuted("action_session_start"), SessionStarted(), listen()]


def listen() -> Event:
    """The bot waits for the person."""
    return ActionExecuted("action_listen")


def user(text: str = "what is TACE?") -> Event:
    """A message of a person."""
    data = {"text": text, "intent": {"name": "ask_basics", "confidence": 0.9}, "entities": []}
    return UserUttered(text, data["intent"], [], data, message_id=f"id of {text}"[:40])


def turn(text: str = "what is TACE?", **slots: Any) -> list[Event]:
    """A turn: what was said, the slots it sets, the answer, and listening."""
    said = [SlotSet(name, value) for name, value in slots.items()]
    answer = BotUttered(f"about {text}", {"custom": {"kind": "answer"}})
    return [user(text), *said, ActionExecuted("action_answer"), answer, listen()]


async def say(store: TrackerStore, sender: str, events: Iterable[Event]) -> DialogueStateTracker:
    """What Rasa does with a store in one turn."""
    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
    for event in events:
        # No two events of a conversation happen at the same time.
        event.timestamp = time.time() + next(_seconds) * 1e-3
        tracker.update(event)
    await store.save(tracker)
    return tracker


async def everything(store: TrackerStore, sender: str) -> list[str]:
    """All events of a conversation, as they are kept."""
    tracker = await store.retrieve_full_tracker(sender)
    return [] if tracker is None else written(tracker.events)


def written(events: Iterable[Event]) -> list[str]:
    """Events as they are kept."""
    return [json.dumps(event.as_dict()) for event in events]


def texts(events: Iterable[Event]) -> list[str]:
    """What a person wrote."""
    return [str(event.text) for event in events if isinstance(event, UserUttered)]


def state(tracker: DialogueStateTracker | None) -> dict[str, Any]:
    """All of a tracker that a turn depends on."""
    assert tracker is not None
    message, said = tracker.latest_message, tracker.latest_bot_utterance
    return {
        "slots": tracker.current_slot_values(),
        "message": message and (message.text, message.message_id, message.parse_data),
        "said": said and (said.text, said.data),
        "action": tracker.latest_action,
        "loop": tracker.active_loop,
        "followup": tracker.followup_action,
        "paused": tracker.is_paused(),
    }


def replayed(
    sender: str, events: Sequence[Event], like: DialogueStateTracker
) -> DialogueStateTracker:
    """The tracker that all events give."""
    return DialogueStateTracker.from_events(sender, list(events), like.slots.values())
