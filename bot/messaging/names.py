"""Names of conversations, which do not tell who the person is.

What a platform knows somebody by is often a telephone number. The tracker store, the lock store,
the event broker and analytics see a keyed hash of it: without the secret nobody can find out whose
conversation it is, not even by trying all telephone numbers.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from contextlib import suppress
from pathlib import Path

from bot.messaging.incoming import Incoming
from bot.messaging.settings import SECRET_SHORTEST, MessagingSettings

LETTERS = 32
"""Of a hash; 128 bits, so that no two people ever get the same."""


class Names:
    """The names of one channel's conversations.

    Args:
        channel: the channel's name.
        prefix: what they begin with.
        settings: have the secret, or say in which file it is.
    """

    def __init__(self, channel: str, prefix: str, settings: MessagingSettings) -> None:
        self._channel = channel
        self._prefix = prefix
        self._secret = settings.name_secret
        self._file = settings.name_file

    def prepare(self) -> None:
        """Have the secret; when none was set and none made before, one is made.

        Raises:
            OSError: its file cannot be read or written, or does not hold one.
        """
        if self._secret is None:
            self._secret = _kept(self._file)

    def of(self, incoming: Incoming) -> str:
        """The name of the conversation that a message belongs to.

        Raises:
            OSError: see ``prepare``.
        """
        return self.name(incoming.sender, is_group=incoming.is_group)

    def name(self, sender: str, *, is_group: bool = False) -> str:
        """The name of the conversation with a person, or of a group's.

        Args:
            sender: what the platform knows them by.
            is_group: whether that is a group.

        Raises:
            OSError: see ``prepare``.
        """
        self.prepare()
        whole = "\0".join((self._channel, "group" if is_group else "person", sender))
        key = str(self._secret).encode()
        digest = hmac.new(key, whole.encode("utf-8", "backslashreplace"), hashlib.sha256)
        return f"{self._prefix}:{digest.hexdigest()[:LETTERS]}"


def _kept(path: Path) -> str:
    """The secret in the file; whoever comes first makes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        own = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        number = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(number, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(SECRET_SHORTEST) + "\n")
            file.flush()
            os.fsync(file.fileno())
        # Linked, not renamed: of two processes that start at once, the second takes the first's.
        with suppress(FileExistsError):
            os.link(own, path)
        own.unlink()
    secret = path.read_text(encoding="ascii", errors="replace").strip()
    if len(secret) < SECRET_SHORTEST:
        raise OSError(f"{path} holds no secret; put it back from a backup, or delete it")
    return secret
