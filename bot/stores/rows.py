"""Events as they are written down."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rasa.shared.core.events import Event

LONGEST = 255
"""Letters of a name, as Rasa's table has it."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Entry:
    """The new events of one save.

    Args:
        sender: the name of the conversation, as the database takes it.
        rows: the events, in Rasa's columns.
        token: names this save; what was written under it is not written again.
    """

    sender: str
    rows: Sequence[Row]
    token: str = field(default_factory=lambda: uuid.uuid4().hex)

    @property
    def latest(self) -> float:
        """When its latest event was."""
        return max((float(row["timestamp"]) for row in self.rows), default=0.0)


def name_of(sender: str) -> str:
    """A conversation's name as every database takes it: itself, or a hash of an odd one."""
    try:
        plain = len(sender) <= LONGEST and "\0" not in sender and bool(sender.encode())
    except UnicodeEncodeError:
        plain = False
    if plain:
        return sender
    return "sha256:" + hashlib.sha256(sender.encode("utf-8", "backslashreplace")).hexdigest()


def entry_of(sender: str, events: Iterable[Event]) -> Entry:
    """The entry for new events of a conversation."""
    name = name_of(sender)
    return Entry(name, [_row(name, event) for event in events])


def _row(sender: str, event: Event) -> Row:
    data = event.as_dict()
    intent = ((data.get("parse_data") or {}).get("intent") or {}).get("name")
    return {
        "sender_id": sender,
        "type_name": event.type_name,
        "timestamp": data.get("timestamp") or 0.0,
        "intent_name": _short(intent),
        "action_name": _short(data.get("name")),
        "data": json.dumps(data),
    }


def _short(name: object) -> str | None:
    """A name that fits its column; the whole of it stands in the event's data."""
    if name is None:
        return None
    return str(name).replace("\0", "").encode("utf-8", "replace").decode()[:LONGEST]
