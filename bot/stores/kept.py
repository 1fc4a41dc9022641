"""A conversation wherever it is kept: in the database, and in the spool behind it."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from bot.channels.failures import where
from bot.stores.cutting import Mark, Stored
from bot.stores.database import Database, Unavailable
from bot.stores.keeper import Keeper
from bot.stores.rows import Entry
from bot.stores.spool import Spool

log = logging.getLogger(__name__)

WAITING_ID = 2**40
"""Ids of events that are not in the table yet begin here; larger than any there."""


class Call:
    """Something that is being done in a thread, and whether anybody still waits for it."""

    def __init__(self) -> None:
        self.abandoned = False

    def wanted(self) -> bool:
        """Whether somebody waits."""
        return not self.abandoned


class Kept:
    """Reads and appends; to be used in threads, as each step may wait.

    Args:
        database: where conversations are kept.
        spool: what the database did not take.
        keeper: knows whether the database can be used.
    """

    def __init__(self, database: Database, spool: Spool, keeper: Keeper) -> None:
        self._database = database
        self._spool = spool
        self._keeper = keeper

    def now(self, name: str) -> list[Stored]:
        """What can be read of a conversation now, from its mark on."""
        found: list[Stored] = []
        if self._keeper.is_up:
            try:
                self._flush(name)
                found = self._database.load(name)
            except Unavailable as error:
                self._keeper.failed(error)
        return [*found, *_as_stored(self._spool.of(name))]

    def all(self, name: str) -> list[Stored]:
        """A conversation from its beginning.

        Raises:
            Unavailable: it cannot be read now.
        """
        if not self._keeper.is_up:
            raise Unavailable("it is down")
        self._flush(name)
        return [*self._database.load(name, whole=True), *_as_stored(self._spool.of(name))]

    def write(self, entry: Entry, mark: Mark | None, call: Call) -> None:
        """Append an entry: to the database, or to what waits for it.

        Args:
            entry: what is new.
            mark: from where the conversation is to be read from now on; unchanged when not given.
            call: whose entry it is; once abandoned, whoever waited puts it aside.
        """
        name = entry.sender
        if self._keeper.is_up:
            try:
                self._flush(name)
                if not self._spool.of(name):
                    self._database.write(name, [entry], mark, checked=False, wanted=call.wanted)
                    return
            except Unavailable as error:
                if call.abandoned:
                    return
                self._keeper.failed(error)
            except Exception as error:  # noqa: BLE001 - it stays in the spool, to be looked at
                log.error("the database refuses what was said: %s", where(error))
        self.put_aside(entry)

    def put_aside(self, entry: Entry) -> None:
        """Keep an entry until the database takes it."""
        self._spool.add(entry)
        self._keeper.waits()

    def _flush(self, name: str) -> None:
        """Write what waits of a conversation before anything newer of it."""
        try:
            self._keeper.flush(name)
        except Unavailable:
            raise
        except Exception as error:  # noqa: BLE001 - what is refused stays in the spool
            log.error("the database refuses what is in the spool: %s", where(error))


def _as_stored(entries: Iterable[Entry]) -> list[Stored]:
    rows = [row for entry in entries for row in entry.rows]
    return [
        Stored(WAITING_ID + number, row["type_name"], row["action_name"], row["data"])
        for number, row in enumerate(rows)
    ]
