"""What is sent: a reply in parts, each one message of the platform."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import Enum
from typing import Any


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
    """A picture of a chart.

    Args:
        chart: the chart as it stands in the answer contract.
        language: of its words.
        alt: what it shows in words.
    """

    chart: Mapping[str, Any]
    language: str
    alt: str

    @property
    def name(self) -> str:
        """Its name as a file: the same for the same chart and for no other."""
        whole = json.dumps([self.chart, self.language], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()[:32]


@dataclass(frozen=True)
class Part:
    """One message: words, and perhaps choices under them or a picture above them.

    ``plain`` is how it reads without choices, for a platform that turns them down. The words under
    a picture say what it shows, and may be left out where a platform has no room for them: the
    messages before have said it.
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
