"""What is erased is gone everywhere, and what is old goes by itself."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.events import Event

from bot.paths import ROOT
from bot.stores import __main__ as command
from bot.stores import database as databases
from bot.stores.keeper import DAY
from bot.stores.tracker import HepaticaTrackerStore
from bot.web.erasing import erase
from tests.bot.stores.talking import everything, say, session, texts, turn

Make = Callable[..., HepaticaTrackerStore]
WORDS = "words of a patient that must go"


def on_disk(folder: Path) -> bytes:
    """All that stands in the files of a folder."""
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


async def said_days_ago(store: HepaticaTrackerStore, sender: str, days: float) -> None:
    """A conversation that ended so long ago."""
    tracker = await store.get_or_create_tracker(sender, append_action_listen=False)
    events: list[Event] = [*session(), *turn(f"{WORDS} {days}")]
    for number, event in enumerate(events):
        event.timestamp = time.time() - days * DAY + number * 1e-3
        tracker.update(event)
    await store.save(tracker)


@pytest.mark.asyncio
async def test_an_erased_conversation_is_gone_and_others_stay(store: HepaticaTrackerStore) -> None:
    await say(store, "w:1", [*session(), *turn("mine")])
    await say(store, "w:2", [*session(), *turn("another's")])

    await erase(FailSafeTrackerStore(store), "w:1")

    assert await everything(store, "w:1") == []
    assert await store.keys() == ["w:2"]
    assert len(await everything(store, "w:2")) == 7


@pytest.mark.asyncio
async def test_who_was_erased_can_begin_anew(store: HepaticaTrackerStore) -> None:
    for number in range(30):
        await say(store, "w:1", turn(f"no. {number}"))
    await store.erase("w:1")

    tracker = await say(store, "w:1", turn("anew"))

    assert texts(tracker.events) == ["anew"]
    assert len(await everything(store, "w:1")) == 4


@pytest.mark.asyncio
async def test_erased_words_are_gone_from_the_disk(make: Make, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    store = make(f"sqlite:///{folder / 'conversations.sqlite'}", folder / "spool.sqlite")
    for number in range(50):
        await say(store, "w:1", turn(f"{WORDS} {number}"))
    assert WORDS.encode() in on_disk(folder)

    await store.erase("w:1")

    assert WORDS.encode() not in on_disk(folder)


@pytest.mark.asyncio
async def test_erasing_takes_what_waits_in_the_spool(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "data"
    store = make(f"sqlite:///{folder / 'conversations.sqlite'}", folder / "spool.sqlite")
    monkeypatch.setattr(store._database, "write", lambda *_, **__: 1 / 0)
    await say(store, "w:1", turn(WORDS))
    assert WORDS.encode() in on_disk(folder)

    await store.erase("w:1")
    monkeypatch.undo()
    store._keeper._recover()

    assert await everything(store, "w:1") == []
    assert WORDS.encode() not in on_disk(folder)


@pytest.mark.asyncio
async def test_old_conversations_are_deleted_and_newer_ones_stay(
    make: Make, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = make(address, keep_days=365)  # by itself it would delete some of them before
    monkeypatch.setattr(databases, "AT_ONCE", 2)
    for number, days in enumerate((40, 31, 31, 35, 50, 29, 0)):
        await said_days_ago(store, f"w:{number}", days)

    assert await store.purge(time.time() - 30 * DAY) == 5

    assert sorted(await store.keys()) == ["w:5", "w:6"]
    assert await everything(store, "w:0") == []
    assert len(await everything(store, "w:5")) == 7


@pytest.mark.asyncio
async def test_a_conversation_that_goes_on_is_not_old(make: Make, address: str) -> None:
    store = make(address, keep_days=365)  # by itself it would delete the beginning meanwhile
    await said_days_ago(store, "w:1", 40)
    await say(store, "w:1", turn("back again"))

    assert await store.purge(time.time() - 30 * DAY) == 0
    assert len(await everything(store, "w:1")) == 11


@pytest.mark.asyncio
async def test_the_server_deletes_old_conversations_by_itself(make: Make, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    address = f"sqlite:///{folder / 'conversations.sqlite'}"
    first = make(address, folder / "spool.sqlite", keep_days=365)
    for number in range(20):
        await said_days_ago(first, f"w:{number}", 10)
    first.close()

    store = make(address, folder / "spool.sqlite", keep_days=7)
    for _ in range(100):
        await asyncio.sleep(0.05)
        if not await store.keys():
            break
    await asyncio.sleep(0.2)

    assert WORDS.encode() not in on_disk(folder)


def run(address: str, spool: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """The command, in a process of its own."""
    environment = {
        "HEPATICA_DATABASE": address,
        "HEPATICA_SPOOL": str(spool),
        "PATH": "/usr/bin:/bin",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    }
    given = [sys.executable, "-W", "ignore", "-m", "bot.stores", *words]
    return subprocess.run(
        given, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.asyncio
async def test_the_command_deletes_beside_a_server(
    store: HepaticaTrackerStore, address: str, tmp_path: Path
) -> None:
    await said_days_ago(store, "w:old", 3)
    await said_days_ago(store, "tg:77", 1)
    await said_days_ago(store, "w:new", 1)

    forgot = run(address, tmp_path / "spool.sqlite", "forget", "--sender", "tg:77")
    purged = run(address, tmp_path / "spool.sqlite", "purge", "--older-than-days", "2")

    assert (forgot.returncode, forgot.stdout) == (0, "Deleted the conversation.\n"), forgot.stderr
    assert (purged.returncode, purged.stdout) == (0, "Deleted 1 conversations.\n"), purged.stderr
    assert await store.keys() == ["w:new"]


def test_the_command_says_when_there_was_nothing_to_forget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HEPATICA_DATABASE", f"sqlite:///{tmp_path / 'c.sqlite'}")
    monkeypatch.setenv("HEPATICA_SPOOL", str(tmp_path / "spool.sqlite"))

    assert command.main(["forget", "--sender", "w:nobody"]) == 0
    assert "no conversation of this name" in capsys.readouterr().out


def test_the_command_fails_plainly_without_its_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HEPATICA_DATABASE", "postgresql://nobody:secret@127.0.0.1:1/none")
    monkeypatch.setenv("HEPATICA_SPOOL", str(tmp_path / "spool.sqlite"))

    assert command.main(["forget", "--sender", "w:1"]) == 1
    said = capsys.readouterr().err
    assert "NOT done" in said
    assert "secret" not in said


def test_the_command_names_a_bad_setting(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HEPATICA_DATABASE", "mysql://x:secret@y/z")

    assert command.main(["purge", "--older-than-days", "2"]) == 2
    said = capsys.readouterr().err
    assert "HEPATICA_DATABASE" in said
    assert "secret" not in said


@pytest.mark.parametrize("days", ["-1", "x", "3651"])
def test_the_command_takes_no_odd_number_of_days(days: str) -> None:
    with pytest.raises(SystemExit):
        command.main(["purge", f"--older-than-days={days}"])


@pytest.mark.asyncio
async def test_what_cannot_be_erased_is_said(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = make(f"sqlite:///{tmp_path / 'c.sqlite'}")
    await say(store, "w:1", turn())

    def fail(_: str) -> None:
        raise sqlite3.OperationalError("locked")

    monkeypatch.setattr(store._spool, "forget", fail)
    with pytest.raises(sqlite3.OperationalError):
        await store.erase("w:1")
