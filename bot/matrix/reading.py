"""From an event of a room to a message."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.messaging.incoming import Incoming, Kind

Event = Mapping[str, Any]
"""An event as the homeserver sends it, decrypted."""

_KINDS = {
    "m.text": Kind.TEXT,
    "m.emote": Kind.TEXT,
    "m.image": Kind.PHOTO,
    "m.audio": Kind.VOICE,
    "m.video": Kind.VIDEO,
    "m.file": Kind.FILE,
    "m.location": Kind.LOCATION,
}
_OTHER = {
    "m.sticker": Kind.STICKER,
    "m.reaction": Kind.REACTION,
    "m.poll.start": Kind.UNKNOWN,
    "org.matrix.msc3381.poll.start": Kind.UNKNOWN,
    "m.call.invite": Kind.UNKNOWN,
}
"""Events other than messages that a person expects an answer to, or that are signs."""
_NOT_SAID = frozenset({"m.notice", "m.key.verification.request", "m.server_notice"})
"""Messages of other programs (m.notice is made for them), and of apps to apps."""
_QUOTE = re.compile(r"> (\* )?<@")


@dataclass(frozen=True)
class Place:
    """Where an event happened.

    Args:
        room: the room's id.
        is_group: whether others read along.
        is_open: whether it is not encrypted, and so only warning signs are answered there.
    """

    room: str
    is_group: bool
    is_open: bool


def read(event: Event, place: Place) -> Incoming | None:
    """The message in an event; None for what is none.

    Raises:
        LookupError, TypeError, AttributeError: it has not the shape of an event.
    """
    content = event["content"]
    new = _replacement(content)
    said = content if new is None else new
    kind = _kind(event["type"], said)
    if kind is None:
        return None
    text = _text(said, kind)
    if new is not None:
        kind = Kind.EDITED
    if place.is_open and not place.is_group and kind is not Kind.REACTION:
        kind = Kind.TEXT if text else Kind.START
    return message(event, place, kind, text)


def message(event: Event, place: Place, kind: Kind, text: str = "") -> Incoming:
    """A message with the id, sender, time and place of an event.

    Args:
        event: the event.
        place: where it happened.
        kind: what was sent.
        text: its words.
    """
    return Incoming(
        id=event["event_id"],
        sender=place.room if place.is_group else event["sender"],
        kind=kind,
        text=text,
        address=_address(event, place),
        is_group=place.is_group,
        sent_at=event["origin_server_ts"] / 1000,
    )


def _replacement(content: Event) -> Event | None:
    """What a message was changed to; None where it is no change."""
    new = content.get("m.new_content")
    changes = _relation(content).get("rel_type") == "m.replace"
    return new if changes and isinstance(new, dict) else None


def _kind(type_: str, content: Event) -> Kind | None:
    if type_ != "m.room.message":
        return _OTHER.get(type_)
    msgtype = content.get("msgtype")
    # Without one it was deleted.
    if not isinstance(msgtype, str) or msgtype in _NOT_SAID:
        return None
    return _KINDS.get(msgtype, Kind.UNKNOWN)


def _text(content: Event, kind: Kind) -> str:
    """The words; of a file, those that were written under it and not its name."""
    body = content.get("body")
    if not isinstance(body, str):
        return ""
    if kind is Kind.TEXT:
        return _without_quote(body) if "m.in_reply_to" in _relation(content) else body
    name = content.get("filename")
    has_caption = kind is not Kind.LOCATION and isinstance(name, str) and name != body
    return body if has_caption else ""


def _without_quote(body: str) -> str:
    """A reply without the message that it answers, which older apps put above it."""
    lines = body.split("\n")
    if not _QUOTE.match(lines[0]):
        return body
    while lines and lines[0].startswith(">"):
        del lines[0]
    return "\n".join(lines).strip()


def _relation(content: Any) -> Event:
    relation = content.get("m.relates_to") if isinstance(content, dict) else None
    return relation if isinstance(relation, dict) else {}


def _address(event: Event, place: Place) -> dict[str, Any]:
    address: dict[str, Any] = {"room": place.room, "event": event["event_id"]}
    if place.is_group:
        address["group"] = True
    if place.is_open:
        address["open"] = True
    content = event["content"]
    for relation in (_relation(content), _relation(content.get("m.new_content"))):
        if relation.get("rel_type") == "m.thread" and isinstance(relation.get("event_id"), str):
            address["thread"] = relation["event_id"]
    return address
