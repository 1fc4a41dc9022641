"""The version of the fact store."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import bot.store_version
from bot.replies import contract
from bot.store_version import store_version


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Where the store is looked for; nothing is there yet."""
    path = tmp_path / "my store #1.sqlite"
    monkeypatch.setattr(bot.store_version, "STORE", path)
    bot.store_version._read.cache_clear()
    return path


def write(path: Path, version: str | None) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE meta (key TEXT, value TEXT)")
    if version is not None:
        connection.execute("INSERT INTO meta VALUES ('version', ?)", (version,))
    connection.commit()
    connection.close()


def test_a_missing_store_is_none(store: Path) -> None:
    assert store_version() == "none"


def test_the_version_stands_in_the_store(store: Path) -> None:
    write(store, "2026.11.23+abc")

    assert store_version() == "2026.11.23+abc"


def test_a_new_store_in_the_same_place_is_noticed(store: Path, tmp_path: Path) -> None:
    write(store, "old")
    assert store_version() == "old"
    write(tmp_path / "next", "new")

    (tmp_path / "next").replace(store)

    assert store_version() == "new"


def test_reading_the_version_does_not_write(store: Path) -> None:
    write(store, "x")
    before = store.read_bytes()

    store_version()

    assert store.read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\x00 broken"])
def test_an_unreadable_store_is_none(store: Path, content: bytes) -> None:
    store.write_bytes(content)

    assert store_version() == "none"


def test_a_store_without_a_version_is_none(store: Path) -> None:
    write(store, None)

    assert store_version() == "none"


def test_a_folder_in_its_place_is_none(store: Path) -> None:
    store.mkdir()

    assert store_version() == "none"


def test_the_contract_says_none_without_a_store(store: Path) -> None:
    assert contract("smalltalk")["store"] == "none"


def test_the_contract_says_which_store(store: Path) -> None:
    write(store, "v1")

    assert contract("smalltalk")["store"] == "v1"


def test_a_relative_path_works(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(store, "v1")
    monkeypatch.chdir(store.parent)
    monkeypatch.setattr(bot.store_version, "STORE", Path(store.name))

    assert store_version() == "v1"
