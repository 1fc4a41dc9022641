"""The tracker store: reads little, appends only, and loses nothing when the database is down.

Why it is as it is: docs/decisions/0013-tracker-and-lock-store.md.
"""

from __future__ import annotations

import asyncio
import atexit
import json
import logging
import os
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.failures import where
from bot.messaging.settings import BadSetting
from bot.stores.cutting import Mark, Stored, cut
from bot.stores.database import Database, Unavailable
from bot.stores.engine import AT_ONCE, SECONDS
from bot.stores.keeper import Keeper
from bot.stores.kept import WAITING_ID, Call, Kept
from bot.stores.rows import entry_of, name_of
from bot.stores.settings import StoreSettings, store_settings
from bot.stores.spool import Spool
from bot.web.settings import SettingsError

log = logging.getLogger(__name__)
T = TypeVar("T")

PATIENCE = SECONDS + 0.5
"""Seconds that a turn waits for the database; looking up its name knows no limit of its own."""


@dataclass
class _View:
    """What is known of a tracker: how many of its events are kept, where to cut from now on."""

    stored: int
    mark: Mark | None = None


class HepaticaTrackerStore(TrackerStore):
    """Conversations in SQLite or PostgreSQL, as ``HEPATICA_DATABASE`` says.

    ``retrieve`` and ``save`` never fail: Rasa would else go on with a store in memory, in silence.

    Args:
        domain: the model's; Rasa sets it later.
        host: Rasa's setting, which is not used.
        event_broker: gets a copy of each new event.
        settings: from the environment when not given.
        deletes_old: whether conversations are deleted by themselves when they are too old.

    Raises:
        SettingsError: a setting cannot be used; the server does not start.
    """

    def __init__(
        self,
        domain: Domain | None = None,
        host: str | None = None,
        event_broker: EventBroker | None = None,
        settings: StoreSettings | None = None,
        deletes_old: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker, **kwargs)
        try:
            settings = settings or store_settings(os.environ)
        except BadSetting as error:
            raise SettingsError(str(error)) from None
        self._database = Database(settings)
        self._spool = Spool(settings.spool)
        keep_days = settings.keep_days if deletes_old else None
        self._keeper = Keeper(self._database, self._spool, keep_days)
        self._kept = Kept(self._database, self._spool, self._keeper)
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="conversations")
        self._keeper.start()
        atexit.register(self.close)

    def close(self) -> None:
        """End what goes on behind, and the connections."""
        atexit.unregister(self.close)
        self._keeper.close()
        self._threads.shutdown(wait=False)
        self._database.close()

    # What Rasa calls.

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """What a turn needs of a conversation; only what waits, while the database is down."""
        try:
            try:
                return await self._bounded(lambda _: self._for_turn(sender_id))
            except Unavailable as error:
                self._keeper.failed(error)
                return await self._bounded(lambda _: self._for_turn(sender_id))
        except Exception as error:  # noqa: BLE001 - the patient is answered all the same
            log.error("a conversation cannot be read for a turn: %s", where(error))
            return None

    async def retrieve_full_tracker(self, conversation_id: str) -> DialogueStateTracker | None:
        """The whole of a conversation.

        Raises:
            Unavailable: it cannot be read now.
        """

        def work(_: Call) -> DialogueStateTracker | None:
            return self._tracker(conversation_id, self._kept.all(name_of(conversation_id)))

        return await self._bounded(work)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Append what is new in a tracker; into the spool, while the database is down."""
        try:
            await self._save(tracker)
        except Exception as error:  # noqa: BLE001 - Rasa would hide them in a store of its own
            log.error("events of a turn were NOT written: %s", where(error))

    async def keys(self) -> Iterable[str]:
        """The names of all conversations.

        Raises:
            Unavailable: they cannot be read now.
        """

        def work(_: Call) -> list[str]:
            return list(dict.fromkeys([*self._database.senders(), *self._spool.senders()]))

        return await self._bounded(work)

    # What the channels and the command line call.

    async def erase(self, sender: str) -> None:
        """Take a conversation out, wherever it is kept.

        Raises:
            Unavailable, sqlite3.Error, OSError: it is still there, or may be.
        """
        await self._bounded(lambda _: self._keeper.erase(name_of(sender)))

    async def purge(self, before: float) -> int:
        """Delete the conversations in which nothing was said since.

        Args:
            before: seconds since 1970.

        Returns:
            How many.

        Raises:
            Unavailable, sqlite3.Error, OSError: some are still there.
        """
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._keeper.purge, before)

    # In the event loop.

    async def _save(self, tracker: DialogueStateTracker) -> None:
        view: _View | None = getattr(tracker, "view", None)
        if view is None:
            view = tracker.view = await self._guess(tracker)
        new = list(tracker.events)[view.stored :]
        mark, view.mark = view.mark, None
        view.stored = len(tracker.events)
        if not new:
            return
        entry = entry_of(tracker.sender_id, new)
        try:
            await self._bounded(lambda call: self._kept.write(entry, mark, call))
        except Unavailable as error:
            self._keeper.failed(error)
            await self._bounded(lambda _: self._kept.put_aside(entry))
        # Not before: a broker that fails must not keep anything from being written.
        await self._tell(tracker.sender_id, new)

    async def _tell(self, sender: str, events: list[Event]) -> None:
        if self.event_broker is None:
            return
        try:
            await self._stream_new_events(self.event_broker, events, sender)
        except Exception as error:  # noqa: BLE001 - the patient is answered all the same
            log.error("the event broker fails: %s", where(error))

    async def _guess(self, tracker: DialogueStateTracker) -> _View:
        """The view of a tracker that this store did not give out."""
        if not tracker.events:
            return _View(0)

        name = name_of(tracker.sender_id)
        rows = entry_of(tracker.sender_id, tracker.events).rows

        def work(_: Call) -> int:
            try:
                stored = self._kept.all(name)
            except Unavailable:
                stored = self._kept.now(name)
            known = Counter(event.data for event in stored)
            return sum((Counter(row["data"] for row in rows) & known).values())

        return _View(await self._bounded(work))

    async def _bounded(self, work: Callable[[Call], T]) -> T:
        """What ``work`` returns, done in a thread.

        It goes on when the turn is cancelled: what was said is to be kept.

        Raises:
            Unavailable: it took too long.
        """
        call = Call()
        done = asyncio.get_running_loop().run_in_executor(self._threads, work, call)
        try:
            return await asyncio.wait_for(asyncio.shield(done), PATIENCE)
        except asyncio.TimeoutError:
            call.abandoned = True
            done.add_done_callback(_looked_at)
            raise Unavailable("it took too long") from None

    # In a thread.

    def _for_turn(self, sender_id: str) -> DialogueStateTracker | None:
        found = self._kept.now(name_of(sender_id))
        changing = [slot.name for slot in self.domain.slots if slot.influence_conversation]
        events, mark = cut(found, changing)
        tracker = self._tracker(sender_id, events)
        if tracker is not None:
            # What waits has no ids yet by which it could be found again.
            mark = None if found[-1].id >= WAITING_ID else mark
            tracker.view = _View(len(tracker.events), mark)
        return tracker

    def _tracker(self, sender_id: str, found: Sequence[Stored]) -> DialogueStateTracker | None:
        if not found:
            return None
        events = [json.loads(event.data) for event in found]
        return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots)


def _looked_at(done: asyncio.Future[Any]) -> None:
    """Nobody waits for it any more; what it did was told in the log."""
    if not done.cancelled():
        done.exception()
