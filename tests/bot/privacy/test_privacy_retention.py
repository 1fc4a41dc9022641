"""When its time is over nothing of a person is left, in any place where something was kept."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from sqlalchemy.engine import URL

from bot.messaging.database import _SCHEMA
from bot.messaging.inbox import DAY
from bot.stores.settings import StoreSettings
from bot.stores.tracker import HepaticaTrackerStore
from bot.web.feedback import _TABLE
from tests.bot.channels.test_telegram import TelegramVendor
from tests.bot.messaging.platform import Said
from tests.bot.messaging.serving import World, world

VENDOR = TelegramVendor()
WORD = "xylophonic"
COLUMNS_WITHOUT_A_PERSON = {
    *("number", "day", "kind", "facts", "language", "store", "verdict", "reason"),
}


def rows(path: Path) -> dict[str, int]:
    """How many rows each table of a file has."""
    with closing(sqlite3.connect(path)) as file:
        tables = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        names = [name for (name,) in tables if not name.startswith("sqlite_")]
        return {name: file.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}  # noqa: S608


def holds(folder: Path, word: str) -> list[str]:
    """The files that hold a word."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path.name for path in files if word.encode() in path.read_bytes()]


def test_after_a_month_the_inbox_knows_nobody(tmp_path: Path) -> None:
    async def talk(here: World) -> None:
        await here.hears(VENDOR.words(Said(1, f"short {WORD}", at=here.time.now())))
        assert rows(tmp_path / "inbox.sqlite")["received"] == 1
        here.time.moved += 31 * DAY
        await here.channel.messenger._purge()

    async def whole() -> None:
        async with world(VENDOR, tmp_path) as here:
            await talk(here)

    asyncio.run(whole())

    assert rows(tmp_path / "inbox.sqlite") == {"received": 0, "outgoing": 0, "offered": 0}
    assert holds(tmp_path, WORD) == []
    assert holds(tmp_path, VENDOR.person(1)) == []


def test_after_the_time_that_was_set_a_conversation_is_gone(tmp_path: Path) -> None:
    url = URL.create("sqlite", database=str(tmp_path / "conversations.sqlite"))
    settings = StoreSettings(url, tmp_path / "spool.sqlite", 30)

    async def whole() -> int:
        store = HepaticaTrackerStore(settings=settings)
        said = UserUttered(WORD, timestamp=1000.0)
        await store.save(DialogueStateTracker.from_events("tg:ann", [said]))
        assert holds(tmp_path, WORD)
        deleted = await store.purge(2000.0)
        store.close()
        return deleted

    assert asyncio.run(whole()) == 1
    assert set(rows(tmp_path / "conversations.sqlite").values()) == {0}
    assert holds(tmp_path, WORD) == []


def test_feedback_has_no_column_for_a_person() -> None:
    with closing(sqlite3.connect(":memory:")) as file:
        file.execute(_TABLE)
        columns = {row[1] for row in file.execute("PRAGMA table_info(feedback)")}

    assert columns == COLUMNS_WITHOUT_A_PERSON


def test_the_inbox_has_no_place_that_is_not_deleted() -> None:
    with closing(sqlite3.connect(":memory:")) as file:
        file.executescript(_SCHEMA)
        tables = file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()

    # A new table has to be added to the tests above, too.
    names = sorted(name for (name,) in tables if not name.startswith("sqlite_"))
    assert names == ["offered", "outgoing", "received"]
