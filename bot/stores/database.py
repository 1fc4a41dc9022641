"""What is done in the database, each in one transaction."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    SQLAlchemyError,
    StatementError,
)

from bot.stores.cutting import Mark, Stored, takes_back
from bot.stores.engine import SECONDS, engine_for
from bot.stores.rows import Entry
from bot.stores.schema import conversations, events, prepare
from bot.stores.settings import StoreSettings

T = TypeVar("T")

AT_ONCE = 20
"""Conversations that are deleted in one transaction; others write in between."""
SOON = 0.5
"""Seconds within which a broken connection is one that was cut long ago, and worth a new one."""


class Unavailable(Exception):  # noqa: N818 - it is the database that is unavailable
    """The database cannot be used now; what was to be written is not in it, or may not be."""


class Database:
    """The database of the settings; safe to use from several threads.

    Args:
        settings: where it is.
        seconds: how long a step may take.
    """

    def __init__(self, settings: StoreSettings, seconds: float = SECONDS) -> None:
        self._is_file = settings.is_file
        self._engine = engine_for(settings.database, seconds)

    def prepare(self) -> None:
        """Connect, and make the tables that are missing.

        Raises:
            Unavailable: see there.
        """
        self._guarded(lambda: prepare(self._engine))

    def load(self, sender: str, *, whole: bool = False) -> list[Stored]:
        """The events of a conversation.

        Args:
            sender: its name.
            whole: all of them, not only those from its mark on.

        Raises:
            Unavailable: see there.
        """

        def work(connection: Connection) -> list[Stored]:
            mark = None if whole else _mark(connection, sender)
            found = _events(connection, sender, mark)
            if mark is not None and any(takes_back(event) for event in found):
                return _events(connection, sender, None)
            return found

        return self._run(work)

    def write(
        self,
        sender: str,
        entries: Sequence[Entry],
        mark: Mark | None = None,
        *,
        checked: bool = True,
        wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        """Append entries to a conversation: all of them, or none.

        Args:
            sender: its name.
            entries: what is new, the oldest first.
            mark: from where it is to be read from now on; unchanged when not given.
            checked: leave out those that were written before.
            wanted: whether it is still to be done; asked last of all.

        Raises:
            Unavailable: see there. Any other error means that it can never be written.
        """
        again = checked

        def work(connection: Connection) -> None:
            nonlocal again
            new = _unwritten(connection, sender, entries) if again else list(entries)
            again = True  # whoever loses the line here does not know what became of it
            rows = [row for entry in new for row in entry.rows]
            if rows:
                connection.execute(_SAVE, _values(sender, new, mark))
                connection.execute(_INSERT, rows)
            if not wanted():
                raise Unavailable

        self._run(work)

    def erase(self, sender: str) -> None:
        """Delete a conversation.

        Raises:
            Unavailable: see there.
        """

        def work(connection: Connection) -> None:
            connection.execute(conversations.delete().where(conversations.c.sender_id == sender))
            connection.execute(events.delete().where(events.c.sender_id == sender))

        self._run(work)

    def purge(self, before: float) -> int:
        """Delete some conversations in which nothing was said since.

        Returns:
            How many; 0 when there are no more.

        Raises:
            Unavailable: see there.
        """
        old = conversations.c.latest < before
        query = sa.select([conversations.c.sender_id]).where(old).limit(AT_ONCE)

        def work(connection: Connection) -> int:
            senders = [sender for (sender,) in connection.execute(query)]
            for sender in senders:
                # Somebody may just have come back.
                mine = sa.and_(conversations.c.sender_id == sender, old)
                if connection.execute(conversations.delete().where(mine)).rowcount:
                    connection.execute(events.delete().where(events.c.sender_id == sender))
            return len(senders)

        return self._run(work)

    def senders(self) -> list[str]:
        """All conversations.

        Raises:
            Unavailable: see there.
        """
        query = sa.select([conversations.c.sender_id])
        return self._run(lambda connection: [row[0] for row in connection.execute(query)])

    def scrub(self) -> None:
        """Take the bytes of what was deleted off the disk, where the database is a file.

        Raises:
            Unavailable: see there.
        """

        def work() -> None:
            with self._engine.connect() as connection:
                # It gives back a page with each step, and SQLAlchemy would not take any.
                connection.connection.execute("PRAGMA incremental_vacuum").fetchall()
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

        if self._is_file:
            self._guarded(work)

    def close(self) -> None:
        """Close the connections."""
        self._engine.dispose()

    def _run(self, work: Callable[[Connection], T]) -> T:
        def once() -> T:
            with self._engine.begin() as connection:
                return work(connection)

        return self._guarded(once)

    def _guarded(self, work: Callable[[], T]) -> T:
        start = time.monotonic()
        try:
            try:
                return work()
            except DBAPIError as error:
                if not error.connection_invalidated or time.monotonic() - start > SOON:
                    raise
                self._engine.dispose()
                return work()
        except (DataError, IntegrityError):
            raise
        except StatementError as error:
            if not isinstance(error, DBAPIError):
                raise  # it never reached the database, and never will
            raise Unavailable(_told(error)) from None
        except SQLAlchemyError as error:
            raise Unavailable(type(error).__name__) from None
        except OSError as error:
            raise Unavailable(type(error).__name__) from None


def _told(error: DBAPIError) -> str:
    """What can be said of an error: its kind, and what is wrong with the line; no statement."""
    kind = f"{type(error.orig).__name__} {getattr(error.orig, 'pgcode', None) or ''}".strip()
    if error.statement is not None:
        return kind
    return f"{kind}: {' '.join(str(error.orig).split())}"


def _mark(connection: Connection, sender: str) -> Mark | None:
    row = connection.execute(_MARK, {"sender": sender}).first()
    if row is None or row[0] is None:
        return None
    return Mark(row[0], tuple(json.loads(row[1] or "[]")))


def _events(connection: Connection, sender: str, mark: Mark | None) -> list[Stored]:
    if mark is None:
        return [Stored(*row) for row in connection.execute(_ALL, {"sender": sender}).fetchall()]
    rows: list[Any] = []
    if mark.kept:
        rows += connection.execute(_KEPT, {"sender": sender, "kept": mark.kept}).fetchall()
    rows += connection.execute(_LATER, {"sender": sender, "from": mark.first}).fetchall()
    return [Stored(*row) for row in rows]


def _unwritten(connection: Connection, sender: str, entries: Sequence[Entry]) -> list[Entry]:
    """The entries that are not in the database; nobody else appends to the conversation then."""
    connection.execute(_CLAIM, {"sender": sender})
    saved = connection.execute(_SAVED, {"sender": sender}).scalar()
    tokens = [entry.token for entry in entries]
    return list(entries[tokens.index(saved) + 1 :] if saved in tokens else entries)


def _values(sender: str, entries: Sequence[Entry], mark: Mark | None) -> dict[str, Any]:
    return {
        "sender": sender,
        "latest": max(entry.latest for entry in entries),
        "saved": entries[-1].token,
        "first": mark and mark.first,
        "kept": mark and mark.kept_text(),
    }


# Statements are put together once: that takes SQLAlchemy longer than SQLite takes to run them.
_MINE = sa.bindparam("sender")
_MARK = sa.select([conversations.c.first, conversations.c.kept]).where(
    conversations.c.sender_id == _MINE
)
_SAVED = sa.select([conversations.c.saved]).where(conversations.c.sender_id == _MINE)
_ALL = (
    sa.select([events.c.id, events.c.type_name, events.c.action_name, events.c.data])
    .where(events.c.sender_id == _MINE)
    .order_by(events.c.id)
)
_KEPT = _ALL.where(events.c.id.in_(sa.bindparam("kept", expanding=True)))
_LATER = _ALL.where(events.c.id >= sa.bindparam("from"))
_INSERT = events.insert()
_CLAIM = sa.text(
    """
INSERT INTO hepatica_conversations (sender_id, latest) VALUES (:sender, 0)
ON CONFLICT (sender_id) DO UPDATE SET sender_id = excluded.sender_id"""
)
_SAVE = sa.text(
    """
INSERT INTO hepatica_conversations (sender_id, latest, saved, first, kept)
VALUES (:sender, :latest, :saved, :first, :kept)
ON CONFLICT (sender_id) DO UPDATE SET
    latest = CASE WHEN excluded.latest > hepatica_conversations.latest
             THEN excluded.latest ELSE hepatica_conversations.latest END,
    saved = excluded.saved,
    kept = CASE WHEN excluded.first IS NULL
           THEN hepatica_conversations.kept ELSE excluded.kept END,
    first = COALESCE(excluded.first, hepatica_conversations.first)"""
).bindparams(
    # PostgreSQL must know the type also where there is nothing.
    sa.bindparam("first", type_=sa.Integer),
    sa.bindparam("kept", type_=sa.Text),
)
