"""The version of the fact store, for replies that the Rasa server writes itself."""

import sqlite3
from functools import lru_cache

from bot.paths import STORE

NONE = "none"


def store_version() -> str:
    """Version in the store file, or "none" when there is no readable store."""
    try:
        stat = STORE.stat()
    except OSError:
        return NONE
    return _read(stat.st_ino, stat.st_mtime_ns)


@lru_cache(maxsize=4)
def _read(inode: int, changed: int) -> str:  # noqa: ARG001 - they tell a replaced file
    try:
        connection = sqlite3.connect(f"{STORE.resolve().as_uri()}?mode=ro", uri=True)
        try:
            row = connection.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
        finally:
            connection.close()
    except (sqlite3.Error, ValueError):
        return NONE
    return str(row[0]) if row else NONE
