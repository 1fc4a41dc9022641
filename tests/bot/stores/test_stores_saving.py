"""The tracker store appends what is new and gives it back, in both kinds of database."""

from __future__ import annotations

import asyncio
import json
import logging
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import FailSafeTrackerStore, SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.stores import cutting
from bot.stores.tracker import HepaticaTrackerStore
from tests.bot.stores.talking import (
    everything,
    replayed,
    say,
    session,
    state,
    texts,
    turn,
    user,
    written,
)
from tests.bot.stores.test_stores_cutting import odd_events, turns

Make = Callable[..., HepaticaTrackerStore]


@pytest.mark.asyncio
async def test_what_was_saved_is_read_again(store: HepaticaTrackerStore) -> None:
    said = await say(store, "w:1", [*session(), *turn("what is TACE?", topic="treatments")])

    read = await store.retrieve("w:1")

    assert state(read) == state(said)
    assert await everything(store, "w:1") == written(said.events)


@pytest.mark.asyncio
async def test_a_conversation_that_nobody_had_is_none(store: HepaticaTrackerStore) -> None:
    assert await store.retrieve("w:nobody") is None
    assert await store.retrieve_full_tracker("w:nobody") is None
    assert not await store.exists("w:nobody")


@pytest.mark.asyncio
async def test_a_long_conversation_is_read_short_and_kept_whole(
    store: HepaticaTrackerStore,
) -> None:
    await say(store, "w:long", session())
    for i in range(60):
        await say(store, "w:long", turn(f"no. {i}", topic=f"topic {i}"))

    short, whole = await store.retrieve("w:long"), await store.retrieve_full_tracker("w:long")

    assert short is not None
    assert whole is not None
    assert cutting.TURNS <= len(texts(short.events)) <= cutting.MOST
    assert texts(whole.events) == [f"no. {i}" for i in range(60)]
    assert state(short) == state(replayed("w:long", whole.events, whole))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(turns, turns, odd_events), min_size=1, max_size=10))
def test_appending_keeps_the_same_as_saving_everything(
    store: HepaticaTrackerStore, monkeypatch: pytest.MonkeyPatch, steps: list[list[object]]
) -> None:
    monkeypatch.setattr(cutting, "TURNS", 2)
    monkeypatch.setattr(cutting, "MOST", 3)
    sender = f"w:{time.monotonic_ns()}"

    async def play() -> None:
        said: list[str] = []
        for step in [session(), *steps]:
            await say(store, sender, step)  # type: ignore[arg-type]
            said += written(step)  # type: ignore[arg-type]
        whole = await store.retrieve_full_tracker(sender)
        assert whole is not None
        assert written(whole.events) == said
        assert state(await store.retrieve(sender)) == state(replayed(sender, whole.events, whole))

    asyncio.run(play())


@pytest.mark.asyncio
async def test_saving_twice_writes_once(store: HepaticaTrackerStore) -> None:
    tracker = await say(store, "w:twice", [*session(), *turn()])
    await store.save(tracker)

    assert await everything(store, "w:twice") == written(tracker.events)


@pytest.mark.asyncio
async def test_a_tracker_of_unknown_origin_adds_only_what_is_new(
    store: HepaticaTrackerStore, domain: Domain
) -> None:
    first = await say(store, "w:copy", [*session(), *turn("one")])
    more = turn("two")
    for event in more:
        event.timestamp = time.time() + 100
    events = [*first.events, *more]
    copy = DialogueStateTracker.from_events("w:copy", events, domain.slots)

    await store.save(copy)

    assert await everything(store, "w:copy") == written(events)


@pytest.mark.asyncio
async def test_two_processes_can_write_into_one_conversation(make: Make, address: str) -> None:
    one, other = make(address), make(address)
    await say(one, "w:both", session())
    trackers = [await store.retrieve("w:both") for store in (one, other) * 10]
    for number, tracker in enumerate(trackers):
        assert tracker is not None
        for event in turn(f"no. {number}"):
            event.timestamp = 1e9 + number + event.timestamp * 1e-12
            tracker.update(event)

    await asyncio.gather(*((one, other)[n % 2].save(tracker) for n, tracker in enumerate(trackers)))

    kept = await everything(one, "w:both")
    assert len(kept) == len(set(kept))
    whole = await one.retrieve_full_tracker("w:both")
    assert whole is not None
    assert sorted(texts(whole.events)) == sorted(f"no. {n}" for n in range(20))


@pytest.mark.asyncio
async def test_stores_that_start_at_once_make_the_tables_once(make: Make, address: str) -> None:
    made = await asyncio.gather(*(asyncio.to_thread(make, address) for _ in range(4)))

    for number, store in enumerate(made):
        await say(store, f"w:start{number}", turn())
    assert {f"w:start{n}" for n in range(4)} <= set(await made[0].keys())


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "sender", ["w:" + "long" * 100, "w:nul\0in it", "w:half \ud83d of one", "w:肝癌", "w:'; --"]
)
async def test_odd_names_have_conversations_of_their_own(
    store: HepaticaTrackerStore, sender: str
) -> None:
    await say(store, sender, turn("mine"))
    await say(store, sender + "x", turn("another's"))

    whole = await store.retrieve_full_tracker(sender)

    assert whole is not None
    assert whole.sender_id == sender
    assert texts(whole.events) == ["mine"]


@pytest.mark.asyncio
@pytest.mark.parametrize("text", ["nul \0 in it", "half \ud83d of one", "肝癌 🙂", "x" * 100_000])
async def test_odd_texts_come_back(store: HepaticaTrackerStore, text: str) -> None:
    await say(store, f"w:{len(text)}", [user(text)])

    whole = await store.retrieve_full_tracker(f"w:{len(text)}")

    assert whole is not None
    assert texts(whole.events) == [text]


@pytest.mark.asyncio
async def test_rasas_own_store_reads_what_is_kept(
    make: Make, tmp_path: Path, domain: Domain
) -> None:
    store = make(f"sqlite:///{tmp_path / 'shared.sqlite'}")
    said = await say(store, "w:1", [*session(), *turn("what is TACE?", topic="treatments")])

    rasas = SQLTrackerStore(domain, db=str(tmp_path / "shared.sqlite"))

    assert list(await rasas.keys()) == ["w:1"]
    whole = await rasas.retrieve_full_tracker("w:1")
    assert whole is not None
    assert written(whole.events) == written(said.events)


@pytest.mark.asyncio
async def test_conversations_that_rasas_own_store_kept_are_taken_over(
    make: Make, tmp_path: Path, domain: Domain
) -> None:
    rasas = SQLTrackerStore(domain, db=str(tmp_path / "older.sqlite"))
    await say(rasas, "w:old", [*session(), *turn("before")])
    rasas.engine.dispose()

    store = make(f"sqlite:///{tmp_path / 'older.sqlite'}")
    await say(store, "w:old", turn("after"))

    whole = await store.retrieve_full_tracker("w:old")
    assert whole is not None
    assert texts(whole.events) == ["before", "after"]
    assert await store.purge(time.time() + 1000) == 1


@pytest.mark.asyncio
async def test_the_file_is_readable_for_its_owner_alone(make: Make, tmp_path: Path) -> None:
    path = tmp_path / "folder" / "conversations.sqlite"
    store = make(f"sqlite:///{path}")
    await say(store, "w:1", turn())

    modes = {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}

    assert modes == {0o600}


@pytest.mark.asyncio
async def test_rasa_makes_the_store_from_its_settings(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEPATICA_DATABASE", address)
    monkeypatch.setenv("HEPATICA_SPOOL", str(tmp_path / "spool"))
    config = EndpointConfig.from_dict({"type": "bot.stores.tracker.HepaticaTrackerStore"})

    store = TrackerStore.create(config)

    assert isinstance(store, HepaticaTrackerStore)
    store.close()


@pytest.mark.asyncio
async def test_nothing_is_ever_kept_in_rasas_memory(
    store: HepaticaTrackerStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    safe = FailSafeTrackerStore(store)
    monkeypatch.setattr(store._database, "load", lambda *_, **__: 1 / 0)
    monkeypatch.setattr(store._database, "write", lambda *_, **__: 1 / 0)

    await say(safe, "w:1", turn("my own words"))

    assert safe._fallback_tracker_store is None
    assert "my own words" not in caplog.text
    assert "ZeroDivisionError" in caplog.text
    assert [json.loads(r["data"])["text"] for r in store._spool.of("w:1")[0].rows[:1]] == [
        "my own words"
    ]


@pytest.mark.asyncio
async def test_the_log_never_quotes_a_patient(
    make: Make, postgres_address: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = make(postgres_address)
    caplog.set_level(logging.DEBUG)
    await say(store, "w:log", turn("I am vomiting blood"))
    with store._database._engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE events RENAME TO elsewhere")
    try:
        await say(store, "w:log", turn("I am so afraid"))
    finally:
        with store._database._engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE elsewhere RENAME TO events")

    assert "the database fails" in caplog.text
    assert "blood" not in caplog.text
    assert "afraid" not in caplog.text


class Broker(EventBroker):
    """Takes events until told to fail."""

    def __init__(self) -> None:
        self.told: list[dict[str, object]] = []
        self.is_broken = False

    def publish(self, event: dict[str, object]) -> None:
        """Keep an event."""
        if self.is_broken:
            raise ConnectionError
        self.told.append(event)


@pytest.mark.asyncio
async def test_a_broker_gets_each_event_once_and_may_fail(
    store: HepaticaTrackerStore, caplog: pytest.LogCaptureFixture
) -> None:
    store.event_broker = broker = Broker()
    for number in range(30):
        await say(store, "w:1", turn(f"no. {number}", topic="a"))
    broker.is_broken = True
    await say(store, "w:1", turn("kept all the same"))

    assert [e["text"] for e in broker.told if e["event"] == "user"] == [
        f"no. {n}" for n in range(30)
    ]
    assert len(broker.told) == 150
    assert len(await everything(store, "w:1")) == 154
    assert "the event broker fails" in caplog.text
