"""The file of the facts is replaced, broken or gone, before the start and while patients ask."""

from __future__ import annotations

import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from dev.paths import ACTIONS, ACTIONS_PYTHON, ROOT
from dev.ports import HOST, unused
from dev.processes import Process, Words, read, stop
from hepatica.watch.checks import KEPT
from tests.faults.person import QUESTIONS, Person, require_urgent_help
from tests.faults.system import System, until

Make = Callable[[Path], object]
WHOLE = ROOT / "build" / "facts.sqlite"
NEWER = "2099.01.01+abcdef"
START = 60.0
"""Seconds within which a server refuses to start."""


def newer(path: Path) -> None:
    """A store of another version, with the same facts."""
    shutil.copyfile(WHOLE, path)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE meta SET value = ? WHERE key = 'version'", (NEWER,))


def other_format(path: Path) -> None:
    """A store of a format that this version does not know."""
    shutil.copyfile(WHOLE, path)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("UPDATE meta SET value = '999' WHERE key = 'format'")


def half(path: Path) -> None:
    """The first half of a store."""
    path.write_bytes(WHOLE.read_bytes()[: WHOLE.stat().st_size // 2])


def garbage(path: Path) -> None:
    """A file that is no database."""
    path.write_bytes(b"\x00\xffgarbage" * 5000)


def empty(path: Path) -> None:
    """A file of no bytes."""
    path.write_bytes(b"")


def missing(path: Path) -> None:
    """No file."""
    path.unlink(missing_ok=True)


BROKEN = [missing, empty, garbage, half, other_format]


@pytest.fixture
def mended(system: System) -> Iterator[System]:
    """The shared servers, which have the whole store again afterwards."""
    yield system
    put(system, lambda path: shutil.copyfile(WHOLE, path))


def put(system: System, make: Make) -> None:
    """Make a store and swap it in, as the build does."""
    draft = system.folder / "draft.sqlite"
    make(draft)
    if draft.exists():
        draft.replace(system.facts)
    else:
        system.facts.unlink(missing_ok=True)


def test_a_newer_store_is_served_at_once(mended: System) -> None:
    person = Person(mended)
    assert person.say(QUESTIONS[0]).contract["store"] != NEWER

    put(mended, newer)

    answer = person.say(QUESTIONS[1])
    assert (answer.kind, answer.contract["store"]) == ("answer", NEWER)
    mended.until_well()
    assert mended.number("hepatica_store_info", version=NEWER) == 1
    person.require_kept()


def test_with_a_broken_store_the_last_good_one_is_served(mended: System) -> None:
    person = Person(mended)
    served = person.say(QUESTIONS[0]).contract["store"]

    for make in BROKEN:
        put(mended, make)
        answer = person.say(QUESTIONS[1])
        assert (answer.kind, answer.contract["store"]) == ("answer", served), make
        time.sleep(2 * KEPT)  # for so long both give their report again
        assert mended.health()["status"] != "ready", make

    require_urgent_help(mended)
    assert "the last good store stays" in mended.log
    person.require_kept()


def test_a_store_that_is_overwritten_where_it_lies(mended: System) -> None:
    """Which nobody should do; what is open may then not be readable any more."""
    person = Person(mended)
    assert person.say(QUESTIONS[0]).kind == "answer"

    garbage(mended.facts)

    reply = person.say(QUESTIONS[1])
    assert reply.kind in ("answer", "unavailable")
    require_urgent_help(mended)
    until(lambda: mended.health()["status"] != "ready", mended.health)
    put(mended, newer)
    answer = person.say(QUESTIONS[2])
    assert (answer.kind, answer.contract["store"]) == ("answer", NEWER)
    person.require_kept()


@pytest.mark.parametrize("make", BROKEN)
def test_no_action_server_starts_without_a_store(tmp_path: Path, make: Make) -> None:
    store, log = tmp_path / "facts.sqlite", tmp_path / "log"
    make(store)
    words: Words = [ACTIONS_PYTHON, "serve.py", "--host", HOST, "--port", str(unused().actions)]
    process = Process(words, log, ACTIONS, {"HEPATICA_STORE": str(store)})
    code = process.wait(START)
    stop(process)

    assert code == 1
    assert f"the fact store {store} cannot be read" in read(log)
    assert "make store" in read(log)
    assert "Traceback" not in read(log)
