"""What the database did not take, until it does: a file, and memory where even that fails."""

from __future__ import annotations

import fcntl
import json
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from bot.channels.failures import where
from bot.stores.rows import Entry
from bot.stores.seldom import Seldom

log = logging.getLogger(__name__)
T = TypeVar("T")

PATIENCE = 1.0
"""Seconds to wait for another process that writes into the same file."""
QUIET = 1_000_000_000
"""Nanoseconds after which a file's time of change tells one change from the next."""
MOST = 10_000
"""Saves that are kept in memory while nothing can be written; some kB each."""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS waiting (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    sender TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE,
    latest REAL NOT NULL,
    rows TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS by_sender ON waiting (sender, number);
"""


class Spool:
    """Entries in the order in which they came; safe to use from several threads and processes.

    Args:
        path: the file; made when it is needed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._moving = threading.Lock()
        self._memory: list[Entry] = []
        self._empty: tuple[int, ...] | None = None
        self._say = Seldom(60.0)

    @contextmanager
    def exclusively(self) -> Iterator[None]:
        """Keep all others, also other processes, from moving or erasing what waits."""
        with self._moving:
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                lock = self._path.with_name(f"{self._path.name}.lock")
                handle: int | None = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
            except OSError:
                handle = None  # a disk that takes no file: what waits is in this process's memory
            try:
                if handle is not None:
                    fcntl.flock(handle, fcntl.LOCK_EX)
                yield
            finally:
                if handle is not None:
                    os.close(handle)

    def add(self, entry: Entry) -> None:
        """Keep an entry: on disk, or in memory while the disk takes nothing."""
        with self._lock:
            self._memory.append(entry)
            if not self.settle() and len(self._memory) > MOST:
                del self._memory[0]
                log.error("the oldest events that nothing could be written of were given up")

    def settle(self) -> bool:
        """Move what is in memory to the disk; False while that fails."""
        with self._lock:
            if not self._memory:
                return True
            try:
                self._run(lambda file: _insert(file, self._memory))
            except (sqlite3.Error, OSError) as error:
                if self._say.now():
                    log.error("events are only in memory, the spool fails: %s", where(error))
                return False
            self._memory.clear()
            return True

    def of(self, sender: str) -> list[Entry]:
        """What waits of one conversation, the oldest first."""
        return self._found("sender = ? ORDER BY number", (sender,), lambda e: e.sender == sender)

    def senders(self) -> list[str]:
        """The conversations of which something waits, that which waits longest first."""
        return list(dict.fromkeys(entry.sender for entry in self._found("1 ORDER BY number")))

    def _found(
        self,
        condition: str,
        values: tuple[object, ...] = (),
        fits: Callable[[Entry], bool] = lambda _: True,
    ) -> list[Entry]:
        with self._lock:
            entries: list[Entry] = []
            state = self._state()
            if state is not None and state != self._empty:
                query = f"SELECT sender, rows, token FROM waiting WHERE {condition}"  # noqa: S608 - fixed words
                try:
                    rows, left = self._run(
                        lambda file: (file.execute(query, values).fetchall(), _any(file))
                    )
                    entries = [Entry(sender, json.loads(data), key) for sender, data, key in rows]
                    # A file that changed just now may change again without looking different.
                    quiet = time.time_ns() - state[0] > QUIET
                    self._empty = state if quiet and not left else None
                except (sqlite3.Error, OSError) as error:
                    if self._say.now():
                        log.error("the spool cannot be read: %s", where(error))
            return entries + [entry for entry in self._memory if fits(entry)]

    def _state(self) -> tuple[int, ...] | None:
        """By which a change of the file is seen without opening it; None where there is none."""
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def done(self, entries: Iterable[Entry]) -> None:
        """Forget entries that were written into the database."""
        tokens = [entry.token for entry in entries]
        if not tokens:
            return
        with self._lock:
            self._memory = [entry for entry in self._memory if entry.token not in tokens]
            self._delete("token = ?", [(token,) for token in tokens])

    def forget(self, sender: str) -> None:
        """Forget all of a conversation.

        Raises:
            sqlite3.Error, OSError: it is still there, or may be.
        """
        with self._lock:
            self._memory = [entry for entry in self._memory if entry.sender != sender]
            self._delete("sender = ?", [(sender,)])

    def purge(self, before: float) -> None:
        """Forget what is older.

        Raises:
            sqlite3.Error, OSError: it is still there, or may be.
        """
        with self._lock:
            self._memory = [entry for entry in self._memory if entry.latest >= before]
            self._delete("latest < ?", [(before,)])

    def _delete(self, condition: str, values: list[tuple[object, ...]]) -> None:
        if self._path.exists():
            delete = f"DELETE FROM waiting WHERE {condition}"  # noqa: S608 - fixed words
            self._run(lambda file: file.executemany(delete, values))

    def _run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        """What ``work`` returns, done in one transaction that is on the disk afterwards."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600))
        # Opened for each use: it is used seldom, and so nothing of it stays in other files.
        with closing(sqlite3.connect(self._path, PATIENCE, isolation_level=None)) as file:
            file.execute("PRAGMA synchronous=FULL")
            file.execute("PRAGMA secure_delete=ON")
            file.executescript(_SCHEMA)
            file.execute("BEGIN IMMEDIATE")
            try:
                result = work(file)
            except BaseException:
                file.execute("ROLLBACK")
                raise
            file.execute("COMMIT")
            return result


def _any(file: sqlite3.Connection) -> bool:
    return bool(file.execute("SELECT EXISTS (SELECT 1 FROM waiting)").fetchone()[0])


def _insert(file: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    rows = [(e.sender, e.token, e.latest, json.dumps(list(e.rows))) for e in entries]
    # One that is there already was not acknowledged when the disk took it.
    file.executemany(
        "INSERT INTO waiting (sender, token, latest, rows) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (token) DO NOTHING",
        rows,
    )
