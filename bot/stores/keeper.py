"""What goes on beside the turns: waiting for a database that is down, and deleting what is old."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time

from bot.channels.failures import where
from bot.stores.database import Database, Unavailable
from bot.stores.seldom import Seldom
from bot.stores.spool import Spool

log = logging.getLogger(__name__)

DAY = 24 * 60 * 60
HOUR = 60 * 60
SOONEST = 1.0
"""Seconds until a database that failed is tried again; each failure doubles them."""
LATEST = 5.0
BREATH = 0.05
"""Seconds between two batches of a deletion, for others who want to write."""


class Keeper:
    """Knows whether the database can be used, and brings what waits into it once it can.

    While it cannot, no turn tries it, so that at most one patient waits for it in vain.

    Args:
        database: the database.
        spool: what waits.
        keep_days: how long a conversation is kept after its last word; None to delete nothing.
    """

    def __init__(self, database: Database, spool: Spool, keep_days: int | None) -> None:
        self._database = database
        self._spool = spool
        self._keep_days = keep_days
        self._is_up = False
        self._failures = 0
        self._purging = Seldom(HOUR)
        self._say = Seldom(60.0)
        self._refused = Seldom(60.0)
        self._news = threading.Event()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, name="conversations", daemon=True)

    @property
    def is_up(self) -> bool:
        """Whether the database is worth trying."""
        return self._is_up

    def start(self) -> None:
        """Try the database, and begin."""
        self._recover()
        self._news.set()
        self._thread.start()

    def failed(self, error: Exception) -> None:
        """Tell that the database failed in a turn."""
        self._is_up = False
        if self._say.now():
            log.error(
                "the database fails (%s): what is said is kept in the spool until it is back", error
            )
        self._news.set()

    def waits(self) -> None:
        """Tell that something was put into the spool."""
        self._news.set()

    def close(self) -> None:
        """End; what is in memory only is tried a last time."""
        self._ended.set()
        self._news.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)
        if not self._spool.settle():
            self._recover()

    def flush(self, sender: str) -> None:
        """Write what waits of one conversation into the database.

        Raises:
            Unavailable: it still cannot be used. Any other error: it will never take that.
        """
        if not self._spool.of(sender):
            return
        with self._spool.exclusively():
            waiting = self._spool.of(sender)
            if waiting:
                self._database.write(sender, waiting)
                self._spool.done(waiting)

    def erase(self, sender: str) -> None:
        """Delete a conversation wherever it is.

        Raises:
            Unavailable, sqlite3.Error, OSError: it is still there, or may be.
        """
        with self._spool.exclusively():
            self._spool.forget(sender)
            self._database.erase(sender)
        self._database.scrub()

    def purge(self, before: float) -> int:
        """Delete the conversations in which nothing was said since; gives how many.

        Raises:
            Unavailable, sqlite3.Error, OSError: some are still there.
        """
        deleted = 0
        with self._spool.exclusively():
            self._spool.purge(before)
        while batch := self._database.purge(before):
            deleted += batch
            time.sleep(BREATH)
        self._database.scrub()
        return deleted

    def _work(self) -> None:
        while not self._ended.is_set():
            self._news.wait(self._pause())
            self._news.clear()
            try:
                self._step()
            except Exception as error:  # noqa: BLE001 - it must go on, whatever it was
                log.error("looking after the conversations failed: %s", where(error))
            if not self._is_up:
                self._ended.wait(self._pause())

    def _pause(self) -> float:
        if self._is_up:
            return 60.0
        return min(SOONEST * 2.0 ** max(0, self._failures - 1), LATEST)

    def _step(self) -> None:
        if not self._is_up or self._spool.senders():
            self._recover()
        if self._is_up and self._keep_days is not None and self._purging.now():
            deleted = self.purge(time.time() - self._keep_days * DAY)
            if deleted:
                log.info("deleted %s conversations that were too old", deleted)

    def _recover(self) -> None:
        try:
            self._database.prepare()
            for sender in self._spool.senders():
                self._bring(sender)
        except Unavailable as error:
            self._failures += 1
            self.failed(error)
            self._news.clear()
            return
        if not self._is_up:
            log.info("the database can be used")
        self._is_up = True
        self._failures = 0

    def _bring(self, sender: str) -> None:
        try:
            self.flush(sender)
        except Unavailable:
            raise
        except (sqlite3.Error, OSError) as error:
            log.error("the spool fails: %s", where(error))
        except Exception as error:  # noqa: BLE001 - one conversation must not hold up all others
            if self._refused.now():
                log.error("the database refuses a conversation in the spool: %s", where(error))
