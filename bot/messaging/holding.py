"""Only one process takes up what another left in the inbox."""

from __future__ import annotations

import fcntl
import logging
import os
from pathlib import Path

from bot.messaging.timing import Timing

log = logging.getLogger(__name__)

BETWEEN = 1.0
"""Seconds between two looks whether the other process has ended."""


class Hold:
    """A lock on a channel's messages, let go when the process ends, however it ends.

    Args:
        inbox: the file with the messages; the lock is a file beside it.
        channel: the channel's name.
        timing: its pauses.
    """

    def __init__(self, inbox: Path, channel: str, timing: Timing) -> None:
        self._path = inbox.with_name(f"{inbox.name}.{channel}.lock")
        self._channel = channel
        self._timing = timing
        self._file: int | None = None

    async def take(self) -> None:
        """Wait until no other process has it.

        A new server is often started while the old one still ends; what the old one is answering
        must not be answered by both.
        """
        self._file = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        if self._free():
            return
        log.warning("%s: another server still uses this inbox; waiting for its end", self._channel)
        while not self._free():
            await self._timing.pause(BETWEEN)

    def _free(self) -> bool:
        try:
            fcntl.flock(self._file or 0, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def release(self) -> None:
        """Let it go."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
