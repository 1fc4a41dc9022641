"""A database full of conversations, each a copy of one that a server wrote."""

import sqlite3
from contextlib import closing
from pathlib import Path

_PREFIX = "stored-"
_NUMBERS = "WITH RECURSIVE numbers(n) AS (SELECT ? UNION ALL SELECT n + 1 FROM numbers WHERE n < ?)"


def template_is_there(database: Path, template: str) -> bool:
    """Whether a server wrote the conversation that is copied."""
    if not database.is_file():
        return False
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT COUNT(*) FROM events WHERE sender_id = ?"
        try:
            return bool(connection.execute(query, (template,)).fetchone()[0])
        except sqlite3.OperationalError:  # no such table
            return False


def fill(database: Path, template: str, count: int) -> None:
    """Make sure that there are ``count`` copies of a conversation.

    Args:
        database: the SQLite file of a server that is not running.
        template: the conversation that is copied.
        count: how many copies there are to be.
    """
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        there = copies(connection)
        if there >= count:
            return
        connection.execute("PRAGMA synchronous=OFF")  # it can be made anew
        connection.execute("BEGIN")
        for table in ("hepatica_conversations", "events"):
            _copy(connection, table, template, (there + 1, count))
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def copies(connection: sqlite3.Connection) -> int:
    """How many copies there are."""
    query = f"SELECT COUNT(*) FROM hepatica_conversations WHERE sender_id LIKE '{_PREFIX}%'"  # noqa: S608 - fixed words
    return int(connection.execute(query).fetchone()[0])


def _copy(
    connection: sqlite3.Connection, table: str, template: str, numbers: tuple[int, int]
) -> None:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    same = ", ".join(f'"{name}"' for name in columns if name not in ("id", "sender_id"))
    order = "n, id" if "id" in columns else "n"
    connection.execute(
        f"{_NUMBERS} INSERT INTO {table} (sender_id, {same}) "  # noqa: S608 - names from the schema
        f"SELECT '{_PREFIX}' || n, {same} FROM numbers, {table} WHERE sender_id = ? "
        f"ORDER BY {order}",
        (*numbers, template),
    )
