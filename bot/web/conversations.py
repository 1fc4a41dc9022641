"""Reading and erasing what Rasa keeps of a conversation, never while a turn is being written."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.trackers import DialogueStateTracker

from bot.channels.failures import where
from bot.web.erasing import erase, primary
from bot.web.errors import Refused

log = logging.getLogger(__name__)

SECONDS = 4.5
"""How long to wait for the conversation's lock; a reply leaves within five seconds."""
BETWEEN = 0.05
"""Seconds between two looks whether the lock is free."""


class Conversations:
    """The conversations in Rasa's stores.

    Args:
        agent: gives Rasa's agent, or None while there is none.
    """

    def __init__(self, agent: Callable[[], Any]) -> None:
        self._agent = agent

    async def read(self, sender: str, seconds: float | None = None) -> DialogueStateTracker | None:
        """All that was said in a conversation; None when nothing was.

        Args:
            sender: its name.
            seconds: how long to try, ``SECONDS`` when not given.

        Raises:
            Refused: it cannot be read now.
        """
        try:
            return await asyncio.wait_for(self._read(sender), seconds or SECONDS)
        except Exception as error:  # noqa: BLE001 - whatever fails in a store, the answer is this
            log.error("a conversation cannot be read: %s", where(error))
            raise Refused(
                "broken", "The conversation cannot be read right now. Try again later."
            ) from None

    async def _read(self, sender: str) -> DialogueStateTracker | None:
        async with self._locked(sender) as agent:
            return await primary(agent.tracker_store).retrieve_full_tracker(sender)

    async def erase(self, sender: str) -> None:
        """Take a conversation out of the tracker store.

        Raises:
            Refused: it is still there, or may be.
        """
        try:
            await asyncio.wait_for(self._erase(sender), SECONDS)
        except Exception as error:  # noqa: BLE001 - whatever fails in a store, the answer is this
            log.error("a conversation could NOT be erased: %s", where(error))
            raise Refused(
                "broken",
                "The conversation could not be erased. Try again, or ask the hospital to do it.",
            ) from None

    async def _erase(self, sender: str) -> None:
        async with self._locked(sender) as agent:
            await erase(agent.tracker_store, sender)
            if agent.tracker_store.event_broker is not None:
                log.warning("erased a conversation; the event broker may have passed on copies")

    def keep_quiet(self) -> None:
        """Keep what patients wrote out of the messages of database errors, which Rasa logs."""
        store = primary(getattr(self._agent(), "tracker_store", None))
        if isinstance(store, SQLTrackerStore):
            store.engine.hide_parameters = True

    @asynccontextmanager
    async def _locked(self, sender: str) -> AsyncIterator[Any]:
        agent = self._agent()
        if agent is None:
            raise LookupError("Rasa has not loaded its model yet")
        async with agent.lock_store.lock(sender, wait_time_in_seconds=BETWEEN):
            yield agent
