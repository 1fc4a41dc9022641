"""Forget me: the conversation is gone, and its token is worth nothing."""

from __future__ import annotations

import asyncio
import fnmatch
import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest
from rasa.core.tracker_store import (
    AwaitableTrackerStore,
    FailSafeTrackerStore,
    InMemoryTrackerStore,
    RedisTrackerStore,
    SQLTrackerStore,
    TrackerStore,
)
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

import bot.web.conversations
from bot.web.erasing import CannotEraseError, erase
from bot.web.settings import Settings
from tests.bot.web.serving import Agent, Client, Held, Person, Reply, run

KINDS = ["memory", "sql", "redis"]


class Redis:
    """As much of a Redis client as Rasa's store uses."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        return self.kept.get(key)

    def set(self, key: str, value: str, **_: Any) -> None:
        self.kept[key] = value

    def delete(self, key: str) -> int:
        return int(self.kept.pop(key, None) is not None)

    def keys(self, pattern: str) -> list[str]:
        return fnmatch.filter(self.kept, pattern)


class Stubborn(InMemoryTrackerStore):
    """Says that it erased, and did not."""

    async def erase(self, sender: str) -> None:
        """Do nothing."""


class Unknown(TrackerStore):
    """A store of a kind that nobody has heard of."""

    def __init__(self) -> None:
        super().__init__(Domain.empty())
        self.kept: dict[str, DialogueStateTracker] = {}

    async def save(self, tracker: DialogueStateTracker) -> None:
        self.kept[tracker.sender_id] = tracker

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        return self.kept.get(sender_id)


class Own(Unknown):
    """A store with a way of its own to erase."""

    async def erase(self, sender: str) -> None:
        """Erase."""
        del self.kept[sender]


def store_of(kind: str, folder: Path) -> TrackerStore:
    domain = Domain.empty()
    if kind == "sql":
        return SQLTrackerStore(domain, dialect="sqlite", db=str(folder / "conversations.sqlite"))
    if kind == "redis":
        store = RedisTrackerStore(domain)
        store.red = Redis()
        return store
    return InMemoryTrackerStore(domain)


async def fill(store: TrackerStore, sender: str) -> None:
    tracker = DialogueStateTracker.from_events(sender, [UserUttered("a secret", {"name": "x"})])
    await store.save(tracker)


async def kept(store: TrackerStore, sender: str) -> bool:
    return await store.retrieve_full_tracker(sender) is not None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wrappers", [(), (FailSafeTrackerStore,), (AwaitableTrackerStore,)])
def test_a_store_loses_the_conversation_and_no_other(
    kind: str, wrappers: tuple[type, ...], tmp_path: Path
) -> None:
    async def both() -> list[bool]:
        store = store_of(kind, tmp_path)
        wrapped: Any = store
        for wrapper in wrappers:
            wrapped = wrapper(wrapped)
        await fill(store, "web:ann")
        await fill(store, "web:bob")
        before = [await kept(store, "web:ann"), await kept(store, "web:bob")]
        await erase(wrapped, "web:ann")
        return [*before, await kept(store, "web:ann"), await kept(store, "web:bob")]

    assert asyncio.run(both()) == [True, True, False, True]


def test_erasing_what_is_not_there_is_fine(tmp_path: Path) -> None:
    for kind in KINDS:
        asyncio.run(erase(store_of(kind, tmp_path), "web:nobody"))


def test_the_words_are_no_longer_in_the_database(tmp_path: Path) -> None:
    async def both() -> None:
        store = store_of("sql", tmp_path)
        await fill(store, "web:ann")
        await erase(store, "web:ann")

    asyncio.run(both())

    rows = sqlite3.connect(tmp_path / "conversations.sqlite").execute("SELECT * FROM events")
    assert rows.fetchall() == []


def test_the_store_that_rasa_fell_back_to_loses_it_too() -> None:
    async def both() -> list[bool]:
        store = FailSafeTrackerStore(InMemoryTrackerStore(Domain.empty()))
        await fill(store.fallback_tracker_store, "web:ann")
        before = await kept(store.fallback_tracker_store, "web:ann")
        await erase(store, "web:ann")
        return [before, await kept(store.fallback_tracker_store, "web:ann")]

    assert asyncio.run(both()) == [True, False]


def test_a_store_can_bring_its_own_way() -> None:
    async def both() -> dict[str, Any]:
        store = Own()
        await fill(store, "web:ann")
        await erase(FailSafeTrackerStore(store), "web:ann")
        return store.kept

    assert asyncio.run(both()) == {}


@pytest.mark.parametrize("store", [Unknown(), Stubborn(Domain.empty())])
def test_what_was_not_erased_is_never_called_erased(store: TrackerStore) -> None:
    async def both() -> None:
        await fill(store, "web:ann")
        await erase(store, "web:ann")

    with pytest.raises(CannotEraseError, match=type(store).__name__):
        asyncio.run(both())


@pytest.mark.parametrize("kind", KINDS)
def test_forget_me_erases_the_conversation_and_ends_the_session(
    given: Settings, tmp_path: Path, kind: str
) -> None:
    store = store_of(kind, tmp_path)

    async def talk(client: Client) -> tuple[Reply, list[Reply], list[str], str]:
        ann, bob = await client.begin(), await client.begin()
        renewed = (await ann.say("a secret")).json["token"]
        await bob.say("hello")
        sender = client.agent.seen[0].sender_id
        forgotten = await ann.ask("DELETE", "session")
        refused = [
            await ann.say("hello"),
            await ann.ask("GET", "history"),
            await Person(client, renewed).ask("GET", "history"),
            await ann.ask("DELETE", "session"),
        ]
        return forgotten, refused, [turn["text"] for turn in await bob.history()], sender

    forgotten, refused, bobs, sender = run(given, talk, lambda: Agent(store))

    assert (forgotten.status, forgotten.body) == (204, b"")
    assert {reply.error for reply in refused} == {"no_session"}
    assert bobs == ["hello"]
    assert not asyncio.run(kept(store, sender))


def test_forget_me_needs_the_right_token(given: Settings) -> None:
    async def talk(client: Client) -> tuple[list[int], int]:
        ann, bob = await client.begin(), await client.begin()
        await ann.say("a secret")
        sender = client.agent.seen[0].sender_id
        statuses = [
            (await client.ask("DELETE", "session")).status,
            (await bob.ask("DELETE", f"session?sender={sender}")).status,
        ]
        return statuses, len(await ann.history())

    assert run(given, talk) == ([401, 204], 1)


def test_a_turn_in_flight_does_not_bring_the_conversation_back(given: Settings) -> None:
    async def talk(client: Client) -> tuple[Reply, Reply, Any]:
        assert isinstance(client.agent, Held)
        ann = await client.begin()
        sent = asyncio.create_task(ann.say("a secret"))
        await client.agent.begun.wait()
        forgotten = await ann.ask("DELETE", "session")
        client.agent.let.set()
        reply = await sent
        await asyncio.sleep(0.1)
        return forgotten, reply, await client.agent.tracker_store.keys()

    forgotten, reply, keys = run(given, talk, Held)

    assert forgotten.status == 204
    assert (reply.status, reply.error) == (401, "no_session")
    assert list(keys) == []


def test_closing_the_page_does_not_stop_the_erasing(given: Settings) -> None:
    async def talk(client: Client) -> tuple[int, Any]:
        ann = await client.begin()
        await ann.say("a secret")
        sender = client.agent.seen[0].sender_id
        async with client.agent.lock_store.lock(sender):
            leaving = asyncio.create_task(ann.ask("DELETE", "session"))
            await asyncio.sleep(0.1)
            leaving.cancel()
            await asyncio.sleep(0.1)
        await asyncio.sleep(0.3)
        return (await ann.ask("GET", "history")).status, await client.agent.tracker_store.keys()

    status, keys = run(given, talk)

    assert (status, list(keys)) == (401, [])


@pytest.mark.parametrize("store", [Unknown(), Stubborn(Domain.empty())])
def test_a_store_that_cannot_erase_is_admitted_and_the_session_goes_on(
    given: Settings, store: TrackerStore, caplog: pytest.LogCaptureFixture
) -> None:
    async def talk(client: Client) -> tuple[Reply, int]:
        ann = await client.begin()
        await ann.say("a secret")
        return await ann.ask("DELETE", "session"), len(await ann.history())

    reply, turns = run(given, talk, lambda: Agent(store))

    assert (reply.status, reply.error, turns) == (503, "broken", 1)
    assert "could not be erased" in reply.json["detail"]
    assert "NOT be erased" in caplog.text
    assert "CannotEraseError" in caplog.text


def test_erasing_that_has_to_wait_too_long_is_admitted(
    given: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.web.conversations, "SECONDS", 0.1)

    async def talk(client: Client) -> tuple[Reply, Reply, float]:
        ann = await client.begin()
        await ann.say("a secret")
        begun = time.monotonic()
        async with client.agent.lock_store.lock(client.agent.seen[0].sender_id):
            failed = await ann.ask("DELETE", "session")
        return failed, await ann.ask("DELETE", "session"), time.monotonic() - begun

    failed, again, seconds = run(given, talk)

    assert (failed.status, failed.error, again.status) == (503, "broken", 204)
    assert seconds < 2


def test_what_was_answered_before_is_not_found_by_its_id(given: Settings) -> None:
    async def talk(client: Client) -> int:
        ann = await client.begin()
        await ann.say("a secret")
        await ann.ask("DELETE", "session")
        return len(client.service._turns._replies) + len(client.service._turns._known)

    assert run(given, talk) == 0


def test_copies_that_a_broker_passed_on_are_named_in_the_log(
    given: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    class Broker:
        def publish(self, *_: Any) -> None:
            """Pass it on."""

    store = InMemoryTrackerStore(Domain.empty(), Broker())

    async def talk(client: Client) -> int:
        ann = await client.begin()
        await ann.say("a secret")
        return (await ann.ask("DELETE", "session")).status

    assert run(given, talk, lambda: Agent(store)) == 204
    assert "event broker" in caplog.text
