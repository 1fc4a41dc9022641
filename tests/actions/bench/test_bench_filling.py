"""A database is filled with copies of a conversation."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bench.speed.filling import copies, fill, template_is_there

SCHEMA = """
CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT, type_name TEXT, data TEXT);
CREATE TABLE hepatica_conversations (
    sender_id TEXT PRIMARY KEY, latest REAL, saved TEXT, first INTEGER, kept TEXT);
INSERT INTO events VALUES (1, 'template', 'user', 'hello'), (2, 'other', 'user', 'secret'),
    (3, 'template', 'bot', 'good day');
INSERT INTO hepatica_conversations VALUES ('template', 5.5, 'a', 1, '[]'), ('other', 1, 'b', 2, '');
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "conversations.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCHEMA)
    return path


@pytest.fixture
def connection(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(database)) as connection:
        yield connection


def test_every_copy_has_the_whole_conversation(
    database: Path, connection: sqlite3.Connection
) -> None:
    fill(database, "template", 7)
    assert copies(connection) == 7
    query = "SELECT type_name, data FROM events WHERE sender_id = 'stored-7' ORDER BY id"
    assert connection.execute(query).fetchall() == [("user", "hello"), ("bot", "good day")]
    query = "SELECT latest, saved FROM hepatica_conversations WHERE sender_id = 'stored-1'"
    assert connection.execute(query).fetchall() == [(5.5, "a")]


def test_nothing_of_other_conversations_is_copied(
    database: Path, connection: sqlite3.Connection
) -> None:
    fill(database, "template", 3)
    query = "SELECT COUNT(*) FROM events WHERE data = 'secret'"
    assert connection.execute(query).fetchone() == (1,)


def test_only_what_is_missing_is_added(database: Path, connection: sqlite3.Connection) -> None:
    for count in (2, 5, 5, 4):
        fill(database, "template", count)
    assert copies(connection) == 5
    query = "SELECT COUNT(*) FROM events WHERE sender_id LIKE 'stored-%'"
    assert connection.execute(query).fetchone() == (10,)


def test_a_template_is_there_once_a_server_wrote_it(database: Path, tmp_path: Path) -> None:
    assert template_is_there(database, "template")
    assert not template_is_there(database, "nobody")
    assert not template_is_there(tmp_path / "missing.sqlite", "template")
    (tmp_path / "empty.sqlite").touch()
    assert not template_is_there(tmp_path / "empty.sqlite", "template")
