"""Which events of a conversation a turn needs.

A turn gets slower with every event it begins with, so it gets only the latest turns. What is older
and still counts comes along: the latest value of each slot, whether the bot is paused, and the last
thing it said (by which it knows that it has introduced itself).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    ActiveLoop,
    AllSlotsReset,
    BotUttered,
    ConversationPaused,
    ConversationResumed,
    LegacyForm,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)

TURNS = 20
"""Messages of a person that a turn can look back at; as many as ``LOOK_BACK`` in ``bot/nlg.py``."""
MOST = 24
"""When there are more than so many, the conversation is cut to ``TURNS``."""

_RESETS = (Restarted.type_name, SessionStarted.type_name)
_PAUSES = (ConversationPaused.type_name, ConversationResumed.type_name)
_LOOPS = (ActiveLoop.type_name, LegacyForm.type_name)
_TAKING_BACK = (UserUtteranceReverted.type_name, ActionReverted.type_name)


class Stored(NamedTuple):
    """An event as it stands in the table; ``name`` is the slot's or action's."""

    id: int
    type: str
    name: str | None
    data: str


@dataclass(frozen=True)
class Mark:
    """From which event on a conversation is read, and which older ones come along."""

    first: int
    kept: tuple[int, ...] = ()

    def kept_text(self) -> str:
        """``kept`` as the table keeps it."""
        return json.dumps(self.kept)


class Cut(NamedTuple):
    """What a turn begins with; the mark is new where the next turn can begin with less."""

    events: list[Stored]
    mark: Mark | None


def cut(found: Sequence[Stored], changing: Collection[str] = ()) -> Cut:
    """Leave out what a turn does not need.

    Args:
        found: a conversation's events, from its beginning or from its mark on.
        changing: the slots whose earlier values a policy looks at, too.
    """
    start = _session(found)
    session = found[start:]
    mark = Mark(session[0].id) if start else None
    if any(takes_back(event) for event in session):
        # What is taken back may lie before any cut. Nothing in Hepatica does that.
        return Cut(list(session), mark)
    place = _place(session)
    if place:
        kept = _still_counting(session[:place])
        mark = Mark(session[place].id, tuple(event.id for event in kept))
        session = [*kept, *session[place:]]
    return Cut(_without_old_values(session, changing), mark)


def takes_back(event: Stored) -> bool:
    """Whether an event undoes earlier ones."""
    return event.type in _TAKING_BACK


def _session(found: Sequence[Stored]) -> int:
    """Where the latest session begins."""
    for index in range(len(found) - 1, -1, -1):
        if found[index].type == SessionStarted.type_name:
            return index
    return 0


def _place(session: Sequence[Stored]) -> int:
    """Where to cut, before a turn's beginning; 0 for nowhere."""
    beginnings = [i for i, event in enumerate(session) if _begins_turn(session, i)]
    if len(beginnings) <= MOST:
        return 0
    place = beginnings[-TURNS] - 1
    loops = [i for i, event in enumerate(session[:place]) if event.type in _LOOPS]
    if loops and session[loops[-1]].name is not None:
        # A form is on: it looks back at how it began.
        return 0
    return place


def _begins_turn(session: Sequence[Stored], index: int) -> bool:
    before = session[index - 1] if index else None
    return (
        session[index].type == UserUttered.type_name
        and before is not None
        and (before.type, before.name) == (ActionExecuted.type_name, ACTION_LISTEN_NAME)
    )


def _still_counting(older: Sequence[Stored]) -> list[Stored]:
    """Of the events before a cut, those without which the state after them would be another."""
    kept: dict[tuple[str, str | None], Stored] = {}
    for event in older:
        if event.type in _RESETS:
            said = {key: one for key, one in kept.items() if one.type == BotUttered.type_name}
            kept = {**said, ("reset", None): event}
        elif event.type == AllSlotsReset.type_name:
            kept = {key: one for key, one in kept.items() if one.type != SlotSet.type_name}
        elif event.type == SlotSet.type_name:
            kept[event.type, event.name] = event
        elif event.type in _PAUSES:
            kept["pause", None] = event
        elif event.type == BotUttered.type_name:
            kept[event.type, None] = event
    return sorted(kept.values())


def _without_old_values(session: Sequence[Stored], changing: Collection[str]) -> list[Stored]:
    """Leave out values of slots that were set anew later; an answer sets all of them each time."""
    left: list[Stored] = []
    seen: set[str | None] = set()
    for event in reversed(session):
        if event.type == SlotSet.type_name and event.name not in changing:
            if event.name in seen:
                continue
            seen.add(event.name)
        left.append(event)
    return left[::-1]
