"""Both servers as docs/operating/deploying.md has them, with a line to each of their databases."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dev.paths import ROOT
from tests.faults.line import Line
from tests.faults.postgres import postgres
from tests.faults.rabbitmq import RABBITMQ, broker_settings
from tests.faults.system import System


@dataclass(frozen=True)
class Hospital:
    """The servers, and the lines to PostgreSQL and RabbitMQ."""

    system: System
    address: str
    database: Line
    broker: Line
    queue: str


@contextmanager
def hospital(folder: Path) -> Iterator[Hospital]:
    """All of it, with a database of its own, for as long as the block lasts."""
    queue = f"hepatica-faults-{os.getpid()}"
    with postgres() as address, Line(address) as database, Line(RABBITMQ) as broker:
        environment = {"HEPATICA_DATABASE": database.address}
        environment |= broker_settings(broker.port, queue)
        system = System(folder, environment, ROOT / "deploy" / "endpoints.yml")
        try:
            system.start()
            yield Hospital(system, address, database, broker, queue)
        finally:
            system.close()
