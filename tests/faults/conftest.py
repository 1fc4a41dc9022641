"""Real servers for the tests of faults; those that a fault leaves whole are shared."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator

import pytest

from dev.debian import program
from tests.faults.hospital import Hospital
from tests.faults.hospital import hospital as running
from tests.faults.system import System
from tests.faults.telegram import CHANNEL, Telegram

PROGRAMS = {"faketime": "faketime", "psql": "postgresql-client"}


@pytest.fixture(scope="session", autouse=True)
def _programs() -> None:
    """What the tests start; as root on Debian it is fetched."""
    for name, package in PROGRAMS.items():
        program(name, package)


@pytest.fixture(scope="session")
def telegram() -> Iterator[Telegram]:
    """Telegram's side of the shared servers."""
    with Telegram() as running:
        yield running


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, telegram: Telegram) -> Iterator[System]:
    """Servers with a database in a file, which end with the last test."""
    folder = tmp_path_factory.mktemp("shared")
    system = System(folder, telegram.settings, channels=CHANNEL)
    try:
        system.start()
        yield system
    finally:
        system.close()


@pytest.fixture
def system(shared: System) -> Iterator[System]:
    """The shared servers, both well; afterwards no log holds what was said."""
    shared.until_well()
    yield shared
    require_silent(shared)


@pytest.fixture(scope="session")
def whole_hospital(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hospital]:
    """Servers with PostgreSQL and RabbitMQ."""
    with running(tmp_path_factory.mktemp("hospital")) as made:
        yield made


@pytest.fixture
def hospital(whole_hospital: Hospital) -> Iterator[Hospital]:
    """The same, all well, and so afterwards."""
    if os.environ.get("HEPATICA_WITHOUT_RABBITMQ") != "1":
        whole_hospital.system.until_well()
    yield whole_hospital
    whole_hospital.database.mend()
    whole_hospital.broker.mend()
    require_silent(whole_hospital.system)


def require_silent(system: System) -> None:
    """Nothing that a person said is in a log."""
    log = system.log
    assert [text for text in system.said if text in log or json.dumps(text)[1:-1] in log] == []
