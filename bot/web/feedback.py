"""What people thought of replies: counted, with nothing of what was said or who said it."""

from __future__ import annotations

import asyncio
import json
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path

from cachetools import TTLCache

from bot.channels.failures import where
from bot.replies import Message
from bot.web.bodies import Vote
from bot.web.errors import Refused

log = logging.getLogger(__name__)

PATIENCE = 2.0
"""Seconds to wait for another process that writes."""
MOST_OPEN = 5000
"""Verdicts that can still be changed; later ones only count anew."""
OPEN_SECONDS = 60 * 60
_TABLE = """
CREATE TABLE IF NOT EXISTS feedback (
    number INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    kind TEXT NOT NULL,
    facts TEXT NOT NULL,
    language TEXT NOT NULL,
    store TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT
)"""
_ADD = """
INSERT INTO feedback (number, day, kind, facts, language, store, verdict, reason)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (number) DO UPDATE SET verdict = excluded.verdict, reason = excluded.reason"""

Row = tuple[str, str, str, str, str, str, str | None]


class Feedback:
    """Writes verdicts into an SQLite file: one row each, with the day but not the time.

    The file and its folder are made when the first verdict comes.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = asyncio.Lock()
        # Which row is whose stands only here, for an hour, so that a mind can be changed.
        self._open: TTLCache[tuple[str, str], int] = TTLCache(MOST_OPEN, OPEN_SECONDS)

    async def add(self, sender: str, vote: Vote, reply: list[Message]) -> None:
        """Count a verdict on a reply; a second one on the same reply takes its place.

        Raises:
            Refused: it cannot be written down.
        """
        key = (sender, vote.id)
        try:
            async with self._lock:
                number = await asyncio.to_thread(
                    self._write, self._open.get(key), _row(vote, reply)
                )
                self._open[key] = number
        except (sqlite3.Error, OSError) as error:
            log.error("feedback cannot be written to %s: %s", self._path, where(error))
            raise Refused("broken", "The feedback could not be kept. Try again later.") from None

    def forget(self, sender: str) -> None:
        """Let go of which verdicts came from a conversation."""
        for key in [key for key in self._open if key[0] == sender]:
            self._open.pop(key, None)

    def _write(self, number: int | None, row: Row) -> int:
        with self._connection() as connection:
            connection.execute(_TABLE)
            added = connection.execute(_ADD, (number, *row)).lastrowid
            return number or int(added or 0)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._path, timeout=PATIENCE)
        try:
            with connection:
                yield connection
        finally:
            connection.close()


def _row(vote: Vote, reply: list[Message]) -> Row:
    contract = reply[-1].get("custom", {})
    return (
        datetime.now(timezone.utc).date().isoformat(),
        str(contract.get("kind")),
        json.dumps(contract.get("facts", [])),
        str(contract.get("language")),
        str(contract.get("store")),
        vote.verdict,
        vote.reason,
    )
