"""Connections to the database, none of which waits for long."""

from __future__ import annotations

import os
import select
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2
import psycopg2.extensions
from sqlalchemy import create_engine, event
from sqlalchemy.engine import URL, Connection, Engine

SECONDS = 2.0
"""How long connecting, one statement, or waiting for somebody else's lock may take."""
LONG = 3600.0
"""The same for what is done once: taking over a large database."""
AT_ONCE = 4
"""Connections that are kept."""
_OPTIONS = "-c statement_timeout={0} -c idle_in_transaction_session_timeout={1}"


def engine_for(url: URL, seconds: float = SECONDS) -> Engine:
    """Connections to a database, made when they are needed.

    Args:
        url: its address.
        seconds: how long a step may take.
    """
    shared: dict[str, Any] = {
        # Errors would else quote what patients wrote.
        "hide_parameters": True,
        "pool_size": AT_ONCE,
        "max_overflow": AT_ONCE,
        "pool_timeout": seconds,
    }
    if url.get_backend_name() == "sqlite":
        return _sqlite(url, seconds, shared)
    psycopg2.extensions.set_wait_callback(_wait)
    milliseconds = int(seconds * 1000)
    options = _OPTIONS.format(milliseconds, 5 * milliseconds)
    given = url.query.get("options")
    connect = {
        "options": f"{given} {options}" if given else options,
        "application_name": "hepatica",
        "connection_factory": type("Bounded", (_Bounded,), {"seconds": seconds}),
    }
    return create_engine(url, connect_args=connect, **shared)


@contextmanager
def without_hurry(connection: Connection) -> Iterator[None]:
    """Let the statements of a transaction take long; for what is done once."""
    if connection.dialect.name != "postgresql":
        yield
        return
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    raw = connection.connection.connection
    raw.seconds = LONG
    try:
        yield
    finally:
        del raw.seconds


def _sqlite(url: URL, seconds: float, shared: dict[str, Any]) -> Engine:
    from sqlalchemy.pool import QueuePool

    connect = {"timeout": seconds, "check_same_thread": False}
    # SQLAlchemy would else open the file anew for every step.
    engine: Engine = create_engine(url, connect_args=connect, poolclass=QueuePool, **shared)
    path = Path(str(url.database))

    @event.listens_for(engine, "do_connect")
    def create(*_: Any) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Words of patients: readable for the owner alone; files beside it follow.
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))

    @event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _: Any) -> None:
        # Python's own way would begin a transaction late, after a statement that reads.
        connection.isolation_level = None
        # Only a file without tables takes this; with it, deleted pages are given back.
        connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA secure_delete=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


class _Bounded(psycopg2.extensions.connection):
    """A connection whose answers are not waited for for ever."""

    seconds: float = SECONDS


def _wait(connection: Any) -> None:
    """Wait for PostgreSQL's answer, as long as the connection allows.

    A time limit of the server's own does not help when the server, or what stands before it, hangs.
    When this raises, psycopg2 closes the connection.
    """
    until = time.monotonic() + getattr(connection, "seconds", LONG)
    while (state := connection.poll()) != psycopg2.extensions.POLL_OK:
        socket = [connection.fileno()]
        reading = socket if state == psycopg2.extensions.POLL_READ else []
        writing = socket if state == psycopg2.extensions.POLL_WRITE else []
        left = max(0.0, until - time.monotonic())
        if not any(select.select(reading, writing, [], left)):
            raise psycopg2.OperationalError("the database did not answer in time")
