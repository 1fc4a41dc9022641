"""Stores over real databases."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rasa.shared.core.domain import Domain

from bot.paths import ROOT
from bot.stores.settings import store_settings
from bot.stores.tracker import HepaticaTrackerStore
from tests.bot.stores.databases import empty, postgres
from tests.bot.stores.proxy import Proxy

Make = Callable[..., HepaticaTrackerStore]


@pytest.fixture(scope="session")
def domain() -> Domain:
    """The real domain."""
    return Domain.load(ROOT / "domain.yml")


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[str]:
    """A PostgreSQL database for these tests."""
    with postgres(f"hepatica_test_{os.getpid()}") as address:
        yield address


@pytest.fixture
def postgres_address(postgres_database: str) -> str:
    """The address of a PostgreSQL database in which nothing is."""
    empty(postgres_database)
    return postgres_database


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database, one of each kind."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_address"))
    return f"sqlite:///{tmp_path / 'conversations.sqlite'}"


@pytest.fixture
def make(tmp_path: Path, domain: Domain) -> Iterator[Make]:
    """Makes stores, and closes them."""
    made: list[HepaticaTrackerStore] = []

    def new(address: str, spool: Path | None = None, keep_days: int = 30) -> HepaticaTrackerStore:
        environment = {
            "HEPATICA_DATABASE": address,
            "HEPATICA_SPOOL": str(spool or tmp_path / "spool.sqlite"),
            "HEPATICA_KEEP_DAYS": str(keep_days),
        }
        made.append(HepaticaTrackerStore(domain, settings=store_settings(environment)))
        return made[-1]

    yield new
    for store in made:
        store.close()


@pytest.fixture
def store(make: Make, address: str) -> HepaticaTrackerStore:
    """A store over each kind of database."""
    return make(address)


@pytest.fixture
def proxy(postgres_address: str) -> Iterator[Proxy]:
    """A line to PostgreSQL that can be cut."""
    with Proxy(postgres_address) as line:
        yield line
