"""What has to outlive the process: how far was read, what waits for its key, open invitations."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Unread:
    """A message that could not be decrypted yet: its room, the encrypted event, since when."""

    room: str
    event: dict[str, Any]
    since: float


@dataclass
class Invitation:
    """A room that the bot was invited to: since when, and whether the one who did so may."""

    since: float
    welcome: bool


@dataclass
class Memory:
    """A file in the store folder, always whole: written beside, then put in its place.

    Args:
        path: the file.
        position: how far the homeserver's messages were written down; "" before the first time.
        unread: messages that wait for their key, by id.
        invitations: rooms that are to be joined or turned down.
    """

    path: Path
    position: str = ""
    unread: dict[str, Unread] = field(default_factory=dict)
    invitations: dict[str, Invitation] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> Memory:
        """What was saved; an empty one when nothing was.

        Raises:
            ValueError, KeyError, TypeError: somebody changed the file.
            OSError: it cannot be read.
        """
        try:
            saved = json.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            return cls(path)
        unread = {name: Unread(**values) for name, values in saved["unread"].items()}
        rooms = {name: Invitation(**values) for name, values in saved["invitations"].items()}
        return cls(path, saved["position"], unread, rooms)

    def save(self) -> None:
        """Write it down, so that it is there after a power failure, too.

        Raises:
            OSError: it cannot be written.
        """
        kept = {
            "position": self.position,
            "unread": {name: asdict(unread) for name, unread in self.unread.items()},
            "invitations": {name: asdict(room) for name, room in self.invitations.items()},
        }
        write(self.path, json.dumps(kept))


def write(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    beside = path.with_name(f"{path.name}.new")
    number = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(number, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
