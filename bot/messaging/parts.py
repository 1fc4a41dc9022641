"""What is sent: a reply in parts, each one message of the platform."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from enum import Enum


class Menu(str, Enum):
    """How choices are offered."""

    BUTTONS = "buttons"
    ROWS = "rows"


@dataclass(frozen=True)
class Choice:
    """A suggestion that can be tapped.

    ``label`` is what the button or row says, ``token`` (at most 16 ASCII letters) is what the
    platform has to send back when it is tapped, as the text of a ``Kind.CHOICE``.
    """

    label: str
    token: str


@dataclass(frozen=True)
class Image:
    """A picture and the words that say the same (alt text); none is made yet."""

    url: str
    alt: str


@dataclass(frozen=True)
class Part:
    """One message: words, and perhaps choices under them or a picture above them.

    ``plain`` is how it reads without choices, for a platform that turns them down.
    """

    text: str
    choices: tuple[Choice, ...] = ()
    menu: Menu = Menu.BUTTONS
    image: Image | None = None
    urgent: bool = False
    plain: str = ""

    def to_json(self) -> str:
        """The part as it is written down."""
        return json.dumps(asdict(self), ensure_ascii=True)

    @classmethod
    def from_json(cls, text: str) -> Part:
        """The part that was written down."""
        values = json.loads(text)
        image = values["image"]
        return cls(
            text=values["text"],
            choices=tuple(Choice(**choice) for choice in values["choices"]),
            menu=Menu(values["menu"]),
            image=Image(**image) if image else None,
            urgent=values["urgent"],
            plain=values["plain"],
        )
