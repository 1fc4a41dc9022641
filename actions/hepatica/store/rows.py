"""Reading rows of a store file from several threads."""

import sqlite3
import threading
from typing import Any


class Rows:
    """A connection that several threads may ask, each after the other.

    Answers are found in threads. Python's module keeps one statement for each query, and two
    threads that run it at once end in an error (or in each other's rows).

    Args:
        connection: opened with ``check_same_thread=False``.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    def of(self, query: str, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query.

        Raises:
            sqlite3.Error: the file cannot be read, or the query is wrong.
        """
        with self._lock:
            return self._connection.execute(query, values).fetchall()
