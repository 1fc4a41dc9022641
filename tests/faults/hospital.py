"""Both servers as docs/operating/deploying.md has them, with a line to each of their databases."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from dev.paths import ROOT
from tests.faults.line import Line
from tests.faults.postgres import postgres
from tests.faults.rabbitmq import RABBITMQ, Listener, broker_settings, require_rabbitmq
from tests.faults.system import System


@dataclass(frozen=True)
class Hospital:
    """The servers, the lines to PostgreSQL and RabbitMQ, and what reads the events there."""

    system: System
    address: str
    database: Line
    broker: Line
    listener: Listener | None


@contextmanager
def hospital(folder: Path) -> Iterator[Hospital]:
    """All of it, with a database of its own, for as long as the block lasts."""
    queue = f"hepatica-faults-{os.getpid()}"
    with postgres() as address, Line(address) as database, Line(RABBITMQ) as broker:
        environment = {"HEPATICA_DATABASE": database.address}
        environment |= broker_settings(broker.port, queue)
        system = System(folder, environment, ROOT / "deploy" / "endpoints.yml")
        with ExitStack() as stack:
            stack.callback(system.close)
            system.start()
            listener = None
            if os.environ.get("HEPATICA_WITHOUT_RABBITMQ") != "1":
                require_rabbitmq()
                system.until_well()
                listener = stack.enter_context(Listener(queue, folder))
                stack.callback(system.close)  # first of all, else it would make the queue again
            yield Hospital(system, address, database, broker, listener)
