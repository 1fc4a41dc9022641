from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from bot.messaging import (
    Capabilities,
    Delivery,
    Incoming,
    MessagingSettings,
    Messenger,
    Platform,
    Timing,
    TryAgain,
)
from bot.replies import ChannelReplies, Message
from bot.stores.rows import Entry
from bot.stores.spool import Spool
from bot.watch.waiting import Waiting, WaitingCollector

NOW = 1_800_000_000.0


async def turn(text: str, conversation: str, *_: Any) -> list[Message]:
    """An answer at once, or never."""
    if text == "hold":
        await asyncio.sleep(60)
    return ChannelReplies().get("no_words", conversation)


async def fill(path: Path, channel: str, at: float, *texts: str) -> None:
    """Let a channel receive messages, each of another person, and end in the midst of it."""
    tried = asyncio.Event()

    async def send(delivery: Delivery) -> None:
        tried.set()
        raise TryAgain(3600)

    settings = MessagingSettings(inbox=path)
    platform = Platform(channel, channel[:2], Capabilities(4096), send)
    messenger = Messenger(platform, turn, settings, Timing(clock=lambda: at))
    await messenger.receive(
        [Incoming(id=str(n), sender=f"47{n}", text=text) for n, text in enumerate(texts)]
    )
    if set(texts) != {"hold"}:
        await asyncio.wait_for(tried.wait(), 10)
    await messenger.cancel()


@pytest.fixture
def waiting(tmp_path: Path) -> Waiting:
    return Waiting(tmp_path / "inbox.sqlite", tmp_path / "spool.sqlite", lambda: NOW)


def told(waiting: Waiting) -> dict[str, dict[tuple[str, ...], float]]:
    return {
        family.name: {tuple(s.labels.values()): s.value for s in family.samples}
        for family in WaitingCollector(waiting).collect()
    }


def test_what_waits_is_counted_for_each_channel(waiting: Waiting) -> None:
    asyncio.run(fill(waiting.inbox, "telegram", NOW - 60, "hold", "hold", "What is HCC?"))
    asyncio.run(fill(waiting.inbox, "line", NOW - 5, "hold"))

    found = told(waiting)

    inbox, outbox = ("inbox", "telegram"), ("outbox", "telegram")
    line = ("inbox", "line")
    assert found["hepatica_messages_waiting"] == {inbox: 2, outbox: 1, line: 1}
    assert found["hepatica_longest_wait_seconds"] == {inbox: 60, outbox: 60, line: 5}


def test_what_waits_for_the_database_is_counted(waiting: Waiting) -> None:
    spool = Spool(waiting.spool)
    for sender in ("web:a", "web:b", "web:b"):
        spool.add(Entry(sender, [{"timestamp": NOW}]))

    assert told(waiting)["hepatica_spool_entries"] == {(): 3}


def test_without_files_nothing_waits(waiting: Waiting) -> None:
    assert told(waiting) == {
        "hepatica_messages_waiting": {},
        "hepatica_longest_wait_seconds": {},
        "hepatica_spool_entries": {(): 0},
    }
    assert not waiting.inbox.exists()


def test_an_empty_file_is_one_in_which_nothing_waits_yet(waiting: Waiting) -> None:
    waiting.inbox.touch()
    waiting.spool.touch()

    assert told(waiting)["hepatica_spool_entries"] == {(): 0}


def test_what_cannot_be_read_is_left_out(waiting: Waiting) -> None:
    waiting.inbox.write_bytes(b"this is no database at all" * 100)
    waiting.spool.write_bytes(b"this is no database at all" * 100)

    assert not any(told(waiting).values())
    with pytest.raises(sqlite3.Error):
        waiting.spooled()
