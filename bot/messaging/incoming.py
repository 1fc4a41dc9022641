"""A message as it came in, whatever the platform."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import Enum
from typing import Any

Address = Mapping[str, Any]
"""What a channel needs to answer (chat, reply token, thread): its own keys, JSON values."""


class Kind(str, Enum):
    """What somebody sent."""

    TEXT = "text"
    CHOICE = "choice"
    """A button or row was tapped; ``text`` is its ``Choice.token``."""
    START = "start"
    """Somebody opened or followed the chat and said nothing yet: is greeted."""
    EDITED = "edited"
    """Somebody changed their message; ``text`` is the new one, and is answered as a new one."""
    STICKER = "sticker"
    VOICE = "voice"
    PHOTO = "photo"
    VIDEO = "video"
    FILE = "file"
    LOCATION = "location"
    CONTACT = "contact"
    REACTION = "reaction"
    """A sign on somebody's message, such as a thumb: gets no answer."""
    UNKNOWN = "unknown"
    """Anything else that a person sent and that an answer is expected to."""


@dataclass(frozen=True)
class Incoming:
    """One message of one person.

    Args:
        id: the platform's id of the message, different for every message of the channel and the
            same when the platform delivers it again.
        sender: the platform's id of the person; of the group where ``is_group``.
        kind: what was sent.
        text: the words: of a text, of what is written under a picture, the token of a choice.
        address: where the answer goes to.
        is_group: whether others read along.
        sent_at: when it was sent (seconds since 1970), where the platform tells.
        language: language of the person's app (``language_of``), where the platform tells.

    Raises:
        TypeError: id, sender or text is no text; it would only break what comes after.
    """

    id: str
    sender: str
    kind: Kind = Kind.TEXT
    text: str = ""
    address: Address = field(default_factory=dict)
    is_group: bool = False
    sent_at: float | None = None
    language: str | None = None

    def __post_init__(self) -> None:
        if not all(isinstance(words, str) for words in (self.id, self.sender, self.text)):
            raise TypeError("id, sender and text must be texts")

    def to_json(self) -> str:
        """The message as it is written down."""
        return json.dumps(asdict(self), ensure_ascii=True)

    @classmethod
    def from_json(cls, text: str) -> Incoming:
        """The message that was written down."""
        values = json.loads(text)
        return cls(**{**values, "kind": Kind(values["kind"])})


def language_of(code: Any) -> str | None:
    """Our language for a code such as "en-GB" or "zh_Hans"; None where it is none of ours."""
    if not isinstance(code, str):
        return None
    known = code.replace("_", "-").partition("-")[0].lower()
    return known if known in ("en", "zh") else None
