"""A PostgreSQL database of the tests' own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

SERVER = "postgresql://postgres@127.0.0.1:5432"
HOW = (
    "These tests need psql, and a PostgreSQL server on 127.0.0.1:5432 that lets the user postgres "
    "in. On Debian: apt-get install postgresql, then pg_ctlcluster 15 main start (pg_lsclusters "
    "tells the number). HEPATICA_TEST_POSTGRES names another server; HEPATICA_WITHOUT_POSTGRES=1 "
    "leaves them out."
)


@contextmanager
def postgres() -> Iterator[str]:
    """A new database and its address; dropped afterwards."""
    if os.environ.get("HEPATICA_WITHOUT_POSTGRES") == "1":
        pytest.skip("HEPATICA_WITHOUT_POSTGRES=1")
    server = os.environ.get("HEPATICA_TEST_POSTGRES", SERVER)
    name = f"hepatica_faults_{os.getpid()}"
    drop = f"DROP DATABASE IF EXISTS {name} WITH (FORCE)"
    sql(f"{server}/postgres", drop)
    sql(f"{server}/postgres", f"CREATE DATABASE {name}")
    try:
        yield f"{server}/{name}"
    finally:
        sql(f"{server}/postgres", drop)


def sql(address: str, statement: str) -> list[str]:
    """The rows that a statement gives."""
    words = ["psql", address, "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement]
    try:
        done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=30)
    except FileNotFoundError:
        pytest.fail(HOW)
    assert done.returncode == 0, f"{HOW}\n{done.stderr}"
    return done.stdout.splitlines()


def written(address: str, sender: str) -> list[str]:
    """What a person said, as it stands in the database."""
    where = f"sender_id = '{sender}' AND type_name = 'user' ORDER BY id"
    return sql(address, f"SELECT data::json->>'text' FROM events WHERE {where}")  # noqa: S608
