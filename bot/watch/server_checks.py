"""What the Rasa server needs to answer patients, each looked at in a cheap way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import aiohttp
from rasa.core.lock_store import LockStore

from bot.store_version import NONE, store_version
from bot.stores.database import Unavailable
from bot.stores.tracker import HepaticaTrackerStore
from bot.watch.checks import OK, SECONDS, Check, Finding, State, degraded, failed
from bot.web.erasing import primary

NAME = "hepatica:health"
"""The conversation that is looked for in stores that tell nothing of themselves; nobody has it."""
DATABASE_SECONDS = 0.7
"""How long our own store may take; less than a check may, as without it patients are answered."""
_READY = "/health/ready"
_WAITING = degraded("what is said is kept aside until the database is back")


class ServerChecks:
    """The checks of the Rasa server.

    Args:
        agent: gives Rasa's agent, or None while there is none.
        spooled: tells how many saves of conversations wait for the database; may read a file.
        version: gives the version of the fact store that this server sees; reads a file.
    """

    def __init__(
        self,
        agent: Callable[[], Any],
        spooled: Callable[[], int],
        version: Callable[[], str] = store_version,
    ) -> None:
        self._agent = agent
        self._spooled = spooled
        self._version = version

    def all(self) -> Mapping[str, Check]:
        """Each check by its name."""
        return {
            "model": self.model,
            "facts": self.facts,
            "action server": self.action_server,
            "conversations": self.conversations,
            "locks": self.locks,
            "event broker": self.event_broker,
        }

    async def model(self) -> Finding:
        """Whether Rasa has loaded its model."""
        agent = self._agent()
        return OK if agent is not None and agent.is_ready() else failed("no model is loaded")

    async def facts(self) -> Finding:
        """Whether this server can read the fact store, for replies of its own."""
        version = await asyncio.to_thread(self._version)
        return OK if version != NONE else failed("the fact store cannot be read")

    async def action_server(self) -> Finding:
        """Whether the action server can answer, with the facts that this server sees."""
        endpoint = getattr(self._agent(), "action_endpoint", None)
        if endpoint is None:
            return failed("none is configured")
        try:
            told = await _asked(endpoint.url.removesuffix("/webhook") + _READY)
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError):
            return failed("does not answer")
        if told.get("status") not in ("ready", "degraded"):
            return failed("is not ready")
        if told.get("store") != await asyncio.to_thread(self._version):
            return failed("has another version of the facts")
        return OK if told["status"] == "ready" else degraded("answers, but is not well")

    async def conversations(self) -> Finding:
        """Whether conversations can be read and written."""
        store = getattr(self._agent(), "tracker_store", None)
        if store is None:
            return failed("none are kept")
        store = primary(store)
        if isinstance(store, HepaticaTrackerStore):
            finding = await _in_database(store)
        else:
            finding = await _stored(store, lambda: asyncio.run(store.retrieve(NAME)))
        waiting = await asyncio.to_thread(self._spooled)
        return _WAITING if finding is OK and waiting else finding

    async def locks(self) -> Finding:
        """Whether a turn can get the lock of its conversation."""
        store = getattr(self._agent(), "lock_store", None)
        if store is None:
            return failed("there are none")
        if type(store).get_lock is not LockStore.get_lock:
            return await _stored(store, lambda: store.get_lock(NAME))
        async with store.lock(NAME):  # one that keeps no tickets is this process's own
            return OK

    async def event_broker(self) -> Finding:
        """Whether the event broker takes events; without one, nothing is amiss."""
        broker = getattr(getattr(self._agent(), "tracker_store", None), "event_broker", None)
        if broker is None or await asyncio.to_thread(broker.is_ready):
            return OK
        return degraded("takes no events now")


async def _asked(url: str) -> dict[str, Any]:
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    async with aiohttp.ClientSession(timeout=timeout) as http, http.get(url) as response:
        told = await response.json()
        return told if isinstance(told, dict) else {}


async def _in_database(store: HepaticaTrackerStore) -> Finding:
    """Whether our own store reaches its database; without it, turns go on.

    Reading for a turn never fails there, so it would tell nothing.
    """
    try:
        await asyncio.wait_for(store.retrieve_full_tracker(NAME), DATABASE_SECONDS)
    except (Unavailable, asyncio.TimeoutError):
        return _WAITING
    return OK


async def _stored(store: Any, look: Callable[[], object]) -> Finding:
    """What a store tells of itself ("ok", "degraded", "failed"); else whether it can be read."""
    health = getattr(store, "health", None)
    if health is None:
        # In a thread, as Rasa's stores hold up the loop while they wait for a database.
        await asyncio.to_thread(look)
        return OK
    state = State(str(await health()))
    return {
        State.OK: OK,
        State.DEGRADED: _WAITING,
        State.FAILED: failed("can neither be read nor kept aside"),
    }[state]
