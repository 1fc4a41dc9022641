"""The file in which messages wait: SQLite, used from one thread beside the event loop."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
Connection = sqlite3.Connection

PATIENCE = 10.0
"""Seconds to wait for another process that writes into the same file."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS received (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    at REAL NOT NULL,
    conversation TEXT,
    message TEXT,
    tries INTEGER NOT NULL DEFAULT 0,
    UNIQUE (channel, fingerprint)
);
CREATE INDEX IF NOT EXISTS unanswered ON received (channel, conversation, number)
    WHERE message IS NOT NULL;
CREATE TABLE IF NOT EXISTS outgoing (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    conversation TEXT NOT NULL,
    key TEXT NOT NULL,
    place INTEGER NOT NULL,
    address TEXT NOT NULL,
    part TEXT NOT NULL,
    urgent INTEGER NOT NULL,
    sent_at REAL NOT NULL,
    at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS unsent ON outgoing (channel, conversation, urgent DESC, number);
CREATE TABLE IF NOT EXISTS offered (
    conversation TEXT NOT NULL,
    token TEXT NOT NULL,
    text TEXT NOT NULL,
    place INTEGER,
    at REAL NOT NULL,
    PRIMARY KEY (conversation, token)
) WITHOUT ROWID;
"""


class Database:
    """One SQLite file; made, with its folder, when first used.

    Words of patients stand in it until they are answered: it is readable for its owner alone,
    and what is deleted is overwritten.

    Args:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="inbox")
        self._connection: Connection | None = None

    async def run(self, work: Callable[[Connection], T]) -> T:
        """What ``work`` returns, done in one transaction; undone when it raises.

        Raises:
            sqlite3.Error: the file cannot be used.
            OSError: nor can its folder.
        """
        loop = asyncio.get_running_loop()
        # Once begun, a transaction is carried through: whoever waits for it may be cancelled.
        return await asyncio.shield(loop.run_in_executor(self._thread, self._transaction, work))

    async def checkpoint(self) -> None:
        """Take what was deleted out of the write-ahead log, too."""

        def work() -> None:
            self._opened().execute("PRAGMA wal_checkpoint(TRUNCATE)")

        await asyncio.get_running_loop().run_in_executor(self._thread, work)

    def close(self) -> None:
        """Close the file after what is under way; it is opened again when used again."""

        def work() -> None:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

        self._thread.submit(work).result()

    def _transaction(self, work: Callable[[Connection], T]) -> T:
        connection = self._opened()
        connection.execute("BEGIN IMMEDIATE")
        try:
            result = work(connection)
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
        return result

    def _opened(self) -> Connection:
        if self._connection is None:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
            connection = sqlite3.connect(self._path, timeout=PATIENCE, isolation_level=None)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA secure_delete=ON")
            connection.executescript(_SCHEMA)
            self._connection = connection
        return self._connection
