"""A homeserver for all tests of the Matrix channel; a bot and people for each."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pytest
import pytest_asyncio

from tests.matrix.hepatica import Hepatica
from tests.matrix.person import Person, person
from tests.matrix.rasa import Rasa, rasa_server
from tests.matrix.synapse import NoServerError, Synapse

Someone = Callable[..., Awaitable[Person]]
NewBot = Callable[..., Hepatica]


@pytest.fixture(scope="session")
def shared_synapse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Synapse]:
    """The homeserver, running for the whole session."""
    synapse = Synapse(tmp_path_factory.mktemp("synapse"))
    try:
        synapse.prepare()
        synapse.start()
    except NoServerError as error:
        pytest.exit(str(error), returncode=2)
    yield synapse
    synapse.stop()


@pytest.fixture
def synapse(shared_synapse: Synapse) -> Synapse:
    """The homeserver; started again if a test has stopped it."""
    if shared_synapse.process is None:
        shared_synapse.start()
    return shared_synapse


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def rasa() -> AsyncIterator[Rasa]:
    """What answers behind all bots."""
    async with rasa_server() as server:
        yield server


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def bot(
    shared_synapse: Synapse, rasa: Rasa, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Hepatica]:
    """A bot that listens for the whole session; what ends one takes a ``new_bot``."""
    user = shared_synapse.register("hepatica")
    hepatica = Hepatica(shared_synapse, rasa, tmp_path_factory.mktemp("bot"), user)
    await hepatica.start()
    yield hepatica
    await hepatica.kill()


@pytest_asyncio.fixture(loop_scope="session")
async def new_bot(synapse: Synapse, rasa: Rasa, tmp_path: Path) -> AsyncIterator[NewBot]:
    """Makes bots that are not started yet."""
    made: list[Hepatica] = []

    def new(**settings: str) -> Hepatica:
        user = synapse.register("hepatica")
        made.append(Hepatica(synapse, rasa, tmp_path / f"bot{len(made)}", user, settings))
        return made[-1]

    yield new
    for hepatica in made:
        await hepatica.kill()


@pytest_asyncio.fixture(loop_scope="session")
async def someone(synapse: Synapse, tmp_path: Path) -> AsyncIterator[Someone]:
    """Makes people."""
    made: list[Person] = []

    async def new(name: str = "ann") -> Person:
        folder = tmp_path / f"person{len(made)}"
        await asyncio.to_thread(folder.mkdir)
        made.append(await person(synapse, folder, name))
        return made[-1]

    yield new
    for one in made:
        await one.end()


@pytest_asyncio.fixture(loop_scope="session")
async def ann(someone: Someone) -> Person:
    """A patient."""
    return await someone()
