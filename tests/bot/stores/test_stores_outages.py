"""The database fails in every way that a database can; nothing is lost, nobody waits for long."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from bot.stores import schema
from bot.stores import spool as spools
from bot.stores.database import Database, Unavailable
from bot.stores.rows import Entry
from bot.stores.tracker import HepaticaTrackerStore
from tests.bot.stores.proxy import Proxy
from tests.bot.stores.talking import everything, say, session, texts, turn, written

Make = Callable[..., HepaticaTrackerStore]


async def until(condition: Callable[[], Any], seconds: float = 20.0) -> None:
    """Wait for something that happens behind."""
    for _ in range(int(seconds / 0.02)):
        if condition():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen")


async def back(store: HepaticaTrackerStore) -> None:
    """Wait until the database is used again, and nothing waits."""
    await until(lambda: store._keeper.is_up and not store._spool.senders())


@pytest.fixture
def distant(make: Make, proxy: Proxy) -> HepaticaTrackerStore:
    """A store over PostgreSQL, behind a line that can be cut."""
    return make(proxy.address)


@pytest.mark.asyncio
async def test_what_is_said_during_an_outage_is_kept_in_order(
    distant: HepaticaTrackerStore, proxy: Proxy
) -> None:
    said = written((await say(distant, "w:1", [*session(), *turn("before")])).events)
    proxy.cut()
    for text in ("during", "still"):
        events = turn(text)
        await say(distant, "w:1", events)
        said += written(events)
    proxy.mend()
    events = turn("after")
    await say(distant, "w:1", events)
    said += written(events)
    await back(distant)

    assert await everything(distant, "w:1") == said


@pytest.mark.asyncio
async def test_during_an_outage_a_turn_sees_what_was_said_in_it(
    distant: HepaticaTrackerStore, proxy: Proxy
) -> None:
    proxy.cut()
    await say(distant, "w:1", [*session(), *turn("one", topic="stages")])

    tracker = await distant.retrieve("w:1")

    assert tracker is not None
    assert texts(tracker.events) == ["one"]
    assert tracker.get_slot("topic") == "stages"


@pytest.mark.parametrize("how", ["cut", "hang"])
@pytest.mark.asyncio
async def test_one_turn_waits_for_the_database_and_the_next_ones_do_not(
    distant: HepaticaTrackerStore, proxy: Proxy, how: str
) -> None:
    await say(distant, "w:1", [*session(), *turn()])
    getattr(proxy, how)()

    times = []
    for number in range(4):
        start = time.monotonic()
        await say(distant, f"w:{number}", turn(f"no. {number}"))
        times.append(time.monotonic() - start)

    assert times[0] < 3.5
    assert max(times[1:]) < 0.5
    proxy.mend()
    await back(distant)
    assert [len(await everything(distant, f"w:{n}")) for n in (1, 2, 3)] == [11, 4, 4]


@pytest.mark.asyncio
async def test_the_whole_conversation_is_not_told_in_part(
    distant: HepaticaTrackerStore, proxy: Proxy
) -> None:
    await say(distant, "w:1", [*session(), *turn()])
    proxy.cut()

    for _ in range(2):
        with pytest.raises(Unavailable):
            await distant.retrieve_full_tracker("w:1")
    with pytest.raises(Unavailable):
        await distant.erase("w:1")


@pytest.mark.asyncio
async def test_a_connection_that_was_cut_long_ago_costs_nothing(
    distant: HepaticaTrackerStore, proxy: Proxy, caplog: pytest.LogCaptureFixture
) -> None:
    await say(distant, "w:1", [*session(), *turn("one")])
    proxy.cut()
    proxy.mend()

    await say(distant, "w:1", turn("two"))

    assert distant._keeper.is_up
    assert "fails" not in caplog.text
    whole = await distant.retrieve_full_tracker("w:1")
    assert whole is not None
    assert texts(whole.events) == ["one", "two"]


@pytest.mark.asyncio
async def test_the_server_starts_while_the_database_is_down(make: Make, proxy: Proxy) -> None:
    proxy.cut()
    store = make(proxy.address)
    events = [*session(), *turn("first of all")]
    await say(store, "w:1", events)
    proxy.mend()
    await back(store)

    assert await everything(store, "w:1") == written(events)


@pytest.mark.asyncio
async def test_what_waits_outlives_the_server(make: Make, proxy: Proxy) -> None:
    proxy.cut()
    store = make(proxy.address)
    await say(store, "w:1", turn("before the crash"))
    store.close()
    proxy.mend()

    other = make(proxy.address)
    tracker = await other.retrieve("w:1")

    assert tracker is not None
    assert texts(tracker.events) == ["before the crash"]
    assert len(await everything(other, "w:1")) == 4


@pytest.mark.asyncio
async def test_an_outage_is_told_once_a_minute(
    distant: HepaticaTrackerStore, proxy: Proxy, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    proxy.cut()
    for number in range(5):
        await say(distant, f"w:{number}", turn("my own words"))
    await asyncio.sleep(1.5)
    proxy.mend()
    await back(distant)

    assert caplog.text.count("the database fails") == 1
    assert "the database can be used" in caplog.text
    assert "my own words" not in caplog.text


@pytest.mark.asyncio
async def test_the_password_is_never_told(
    make: Make, caplog: pytest.LogCaptureFixture, postgres_address: str
) -> None:
    caplog.set_level(logging.DEBUG)
    address = postgres_address.replace("postgres@", "nobody:very-secret@")
    store = make(address.replace(":5432", ":1"))
    await say(store, "w:1", turn())

    assert "the database fails" in caplog.text
    assert "very-secret" not in caplog.text


class Unreliable(Database):
    """A database that fails before or after it has written, as its plan says."""

    plan: Iterator[str] = iter(())

    def write(self, sender: str, entries: Any, mark: Any = None, **given: Any) -> None:
        """Write, unless the plan says otherwise."""
        happens = next(self.plan, "good")
        if happens == "before":
            raise Unavailable("the line was cut before")
        super().write(sender, entries, mark, **given)
        if happens == "after":
            raise Unavailable("the line was cut before it was known that all is written")


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(["good", "before", "after"]), max_size=12))
def test_every_outage_ends_as_if_there_had_been_none(
    store: HepaticaTrackerStore, plan: list[str]
) -> None:
    sender = f"w:{time.monotonic_ns()}"
    unreliable = store._database
    unreliable.__class__ = Unreliable
    unreliable.plan = iter(plan)  # type: ignore[attr-defined]

    async def play() -> list[str]:
        said: list[str] = []
        for number in range(8):
            events = turn(f"no. {number}")
            await say(store, sender, events)
            said += written(events)
            # As the keeper does after a while.
            store._keeper._recover()
        unreliable.plan = iter(())  # type: ignore[attr-defined]
        store._keeper._recover()
        assert await everything(store, sender) == said
        return said

    try:
        assert len(asyncio.run(play())) == 32
    finally:
        unreliable.plan = iter(())  # type: ignore[attr-defined]
        store._keeper._recover()


def full(store: HepaticaTrackerStore) -> Callable[[], None]:
    """Let the disk of a database file be full; gives what ends that."""
    pages: list[int] = [0]

    @event.listens_for(store._database._engine, "begin")
    def limit(connection: Any) -> None:
        raw = connection.connection
        most = pages[0] or raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count={most}")

    def end() -> None:
        pages[0] = 1_000_000

    return end


@pytest.fixture
def broken_spool(tmp_path: Path) -> Path:
    """A place where no file can be, until what is in the way is taken away."""
    (tmp_path / "way").write_text("a file where a folder should be")
    return tmp_path / "way" / "spool.sqlite"


@pytest.mark.asyncio
async def test_with_a_full_disk_patients_are_answered_and_nothing_is_lost(
    make: Make, tmp_path: Path, broken_spool: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = make(f"sqlite:///{tmp_path / 'conversations.sqlite'}", broken_spool)
    said = written((await say(store, "w:1", [*session(), *turn("before")])).events)
    end = full(store)
    for number in range(3):
        events = turn(f"no. {number} " + "x" * 20_000)
        await say(store, "w:1", events)
        said += written(events)
    seen = await store.retrieve("w:1")
    end()
    await back(store)

    assert seen is not None
    assert len(texts(seen.events)) >= 3
    assert await everything(store, "w:1") == said
    assert caplog.text.count("only in memory") == 1


@pytest.mark.asyncio
async def test_what_was_only_in_memory_goes_to_the_disk_first(
    make: Make, proxy: Proxy, broken_spool: Path
) -> None:
    proxy.cut()
    store = make(proxy.address, broken_spool)
    await say(store, "w:1", turn("one"))
    broken_spool.parent.unlink()
    await say(store, "w:1", turn("two"))

    other = spools.Spool(broken_spool)

    assert [entry.rows[0]["type_name"] for entry in other.of("w:1")] == ["user", "user"]
    assert '"one"' in other.of("w:1")[0].rows[0]["data"]


def test_memory_is_not_filled_without_end(
    broken_spool: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(spools, "MOST", 3)
    spool = spools.Spool(broken_spool)
    for number in range(5):
        spool.add(Entry(f"w:{number}", []))

    assert spool.senders() == ["w:2", "w:3", "w:4"]
    assert "given up" in caplog.text


def test_another_process_sees_what_was_put_into_the_spool(tmp_path: Path) -> None:
    one, other = spools.Spool(tmp_path / "spool"), spools.Spool(tmp_path / "spool")
    one.add(Entry("w:1", []))
    one.done(one.of("w:1"))
    os.utime(tmp_path / "spool", (1e9, 1e9))
    assert one.of("w:1") == []

    other.add(Entry("w:1", [], "later"))

    assert [entry.token for entry in one.of("w:1")] == ["later"]


@pytest.mark.asyncio
async def test_what_the_database_refuses_holds_nobody_up(
    store: HepaticaTrackerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = store._database.write

    def refuse(sender: str, *given: Any, **named: Any) -> None:
        if sender == "w:odd":
            raise ValueError("what was said")
        good(sender, *given, **named)

    monkeypatch.setattr(store._database, "write", refuse)
    await say(store, "w:odd", turn("one"))
    await say(store, "w:odd", turn("two"))
    await say(store, "w:other", turn("three"))

    assert store._keeper.is_up
    assert len(await everything(store, "w:other")) == 4
    assert len(await everything(store, "w:odd")) == 8
    monkeypatch.undo()
    await say(store, "w:odd", turn("four"))
    assert len(await everything(store, "w:odd")) == 12
    assert store._spool.senders() == []


@pytest.mark.asyncio
async def test_a_turn_that_is_cancelled_while_it_is_saved_is_kept(
    store: HepaticaTrackerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = store._database.write

    def slow(*given: Any, **named: Any) -> None:
        time.sleep(0.3)
        good(*given, **named)

    monkeypatch.setattr(store._database, "write", slow)
    saving = asyncio.create_task(say(store, "w:1", turn()))
    await asyncio.sleep(0.1)
    saving.cancel()
    monkeypatch.setattr(store._database, "write", good)
    for _ in range(100):
        await asyncio.sleep(0.1)
        if kept := await everything(store, "w:1"):
            break

    assert len(kept) == 4


@pytest.mark.asyncio
async def test_a_write_that_comes_too_late_is_not_done_twice(
    store: HepaticaTrackerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = store._database._run

    def stuck(work: Any) -> Any:
        time.sleep(0.6)
        return good(work)

    monkeypatch.setattr("bot.stores.tracker.PATIENCE", 0.3)
    await say(store, "w:1", session())
    tracker = await store.retrieve("w:1")
    assert tracker is not None
    for each in turn():
        tracker.update(each)
    monkeypatch.setattr(store._database, "_run", stuck)
    await store.save(tracker)
    monkeypatch.setattr(store._database, "_run", good)
    await asyncio.sleep(1.0)
    await back(store)

    assert len(await everything(store, "w:1")) == 7


@pytest.mark.asyncio
async def test_taking_over_a_large_database_may_take_longer_than_a_turn(
    make: Make, postgres_address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(schema, "_KNOW_OLDER", sa.text("SELECT pg_sleep(3)"))

    store = make(postgres_address)

    assert store._keeper.is_up
    slow = sa.text("SELECT pg_sleep(3)")
    with pytest.raises(Unavailable):
        store._database._run(lambda connection: connection.execute(slow))
