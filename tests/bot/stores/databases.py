"""Real databases for the tests: a file, and a PostgreSQL database of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg2
import pytest

SERVER = "postgresql://postgres@127.0.0.1:5432"
HOW = (
    "These tests need a PostgreSQL server on 127.0.0.1:5432 that lets the user postgres in. "
    "On Debian: apt-get install postgresql, then pg_ctlcluster 15 main start "
    "(pg_lsclusters tells the number). HEPATICA_TEST_POSTGRES names another server; "
    "HEPATICA_WITHOUT_POSTGRES=1 leaves them out."
)


@contextmanager
def postgres(name: str) -> Iterator[str]:
    """A new database and its address; dropped afterwards."""
    if os.environ.get("HEPATICA_WITHOUT_POSTGRES") == "1":
        pytest.skip("HEPATICA_WITHOUT_POSTGRES=1")
    server = os.environ.get("HEPATICA_TEST_POSTGRES", SERVER)
    drop = f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"
    try:
        connection = psycopg2.connect(f"{server}/postgres", connect_timeout=3)
    except psycopg2.OperationalError as error:
        pytest.fail(f"{HOW}\n{error}")
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute(drop)
        cursor.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server}/{name}"
        finally:
            cursor.execute(drop)
            connection.close()


def empty(address: str) -> None:
    """Take all tables out of a database."""
    connection = psycopg2.connect(address, connect_timeout=3)
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    connection.close()
