"""What must be on the machine: PostgreSQL, RabbitMQ and nginx."""

import os
import socket
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from dev.debian import program
from dev.ports import HOST
from dev.say import Trouble

POSTGRES = ("127.0.0.1", 5432)
RABBITMQ = ("127.0.0.1", 5672)
_START = {
    "PostgreSQL": "pg_ctlcluster 15 main start",
    "RabbitMQ": "rabbitmq-server -detached",
}


def require() -> None:
    """Check that all is there.

    Raises:
        Trouble: what is missing and how to get it.
    """
    for name, package in (("nginx", "nginx-light"), ("psql", "postgresql-client")):
        program(name, package)
    for name, address in (("PostgreSQL", POSTGRES), ("RabbitMQ", RABBITMQ)):
        with socket.socket() as probe:
            probe.settimeout(2)
            if probe.connect_ex(address) != 0:
                where = f"{address[0]}:{address[1]}"
                raise Trouble(f"{name} does not answer at {where}. Start it: {_START[name]}")


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on, all different."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind((HOST, 0))
        return [int(one.getsockname()[1]) for one in sockets]


@dataclass(frozen=True)
class Stored:
    """What the database holds, and what it has written since its server began."""

    events: int
    conversations: int
    bytes_kept: int
    bytes_logged: int


class Database:
    """A database of the benchmark's own."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.address = f"postgresql://postgres@{POSTGRES[0]}:{POSTGRES[1]}/{name}"

    def events_of(self, sender: str) -> int:
        """How many events it has of a conversation, whose name has no quotes."""
        where = f"sender_id = '{sender}'"
        return int(_sql(self.name, f"SELECT count(*) FROM events WHERE {where}"))  # noqa: S608

    def stored(self) -> Stored:
        """Sizes after a checkpoint of what was measured; tables and indexes alike."""
        told = _sql(
            self.name,
            "SELECT (SELECT count(*) FROM events), (SELECT count(DISTINCT sender_id) FROM events), "
            "pg_total_relation_size('events') + pg_total_relation_size('hepatica_conversations'), "
            "pg_current_wal_lsn() - '0/0'::pg_lsn",
        )
        events, conversations, kept, logged = told.split("|")
        return Stored(int(events), int(conversations), int(kept), int(logged))


@contextmanager
def database() -> Iterator[Database]:
    """An empty database, dropped at the end.

    Raises:
        Trouble: it cannot be made.
    """
    made = Database(f"hepatica_scale_{os.getpid()}")
    _sql("postgres", f'DROP DATABASE IF EXISTS "{made.name}" WITH (FORCE)')
    _sql("postgres", f'CREATE DATABASE "{made.name}"')
    try:
        yield made
    finally:
        _sql("postgres", f'DROP DATABASE IF EXISTS "{made.name}" WITH (FORCE)')


def _sql(database: str, statement: str) -> str:
    host, port = POSTGRES
    words = ["psql", "-h", host, "-p", str(port), "-U", "postgres", "-d", database]
    words += ["-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    if done.returncode:
        raise Trouble(f"PostgreSQL refuses: {done.stderr.strip()}")
    return done.stdout.strip()
