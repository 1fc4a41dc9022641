"""Taking a conversation out of the tracker store for good."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from rasa.core.tracker_store import (
    AwaitableTrackerStore,
    FailSafeTrackerStore,
    InMemoryTrackerStore,
    RedisTrackerStore,
    SQLTrackerStore,
    TrackerStore,
)


class CannotEraseError(Exception):
    """The conversation is still there; says which store keeps it and why."""


async def erase(store: TrackerStore, sender: str) -> None:
    """Take all that was kept of a conversation out of ``store`` and what it wraps.

    A store of another kind can take part with an ``async erase(sender)`` of its own.

    Raises:
        CannotEraseError: a store does not know how, or still has it afterwards.
    """
    for kept in _stores(store):
        await _eraser(kept)(sender)
        if await kept.retrieve_full_tracker(sender) is not None:
            raise CannotEraseError(f"{type(kept).__name__} still has the conversation")


def primary(store: TrackerStore) -> TrackerStore:
    """The store that conversations are written to, out of its wrappers.

    The wrappers turn a failure into "there is no such conversation".
    """
    while isinstance(store, (FailSafeTrackerStore, AwaitableTrackerStore)):
        store = store._tracker_store
    return store


def _stores(store: TrackerStore) -> Iterator[TrackerStore]:
    """Every store that may hold something, also the one that Rasa falls back to."""
    yield primary(store)
    while isinstance(store, (FailSafeTrackerStore, AwaitableTrackerStore)):
        fallback = getattr(store, "_fallback_tracker_store", None)
        if fallback is not None:
            yield primary(fallback)
        store = store._tracker_store


def _eraser(store: TrackerStore) -> Callable[[str], Awaitable[Any]]:
    own = getattr(store, "erase", None)
    if own is not None:
        return own  # type: ignore[no-any-return]
    for kind, eraser in _ERASERS.items():
        if isinstance(store, kind):
            return lambda sender: eraser(store, sender)
    raise CannotEraseError(f"{type(store).__name__} cannot take out a conversation")


async def _from_memory(store: InMemoryTrackerStore, sender: str) -> None:
    store.store.pop(sender, None)


async def _from_sql(store: SQLTrackerStore, sender: str) -> None:
    with store.session_scope() as session:
        events = session.query(store.SQLEvent).filter(store.SQLEvent.sender_id == sender)
        events.delete(synchronize_session=False)
        session.commit()


async def _from_redis(store: RedisTrackerStore, sender: str) -> None:
    store.red.delete(store.key_prefix + sender)


_ERASERS: dict[type[TrackerStore], Callable[[Any, str], Awaitable[None]]] = {
    InMemoryTrackerStore: _from_memory,
    SQLTrackerStore: _from_sql,
    RedisTrackerStore: _from_redis,
}
