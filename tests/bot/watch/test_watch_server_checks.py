from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
from aiohttp import web
from rasa.core.brokers.broker import EventBroker
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.tracker_store import (
    FailSafeTrackerStore,
    InMemoryTrackerStore,
    SQLTrackerStore,
    TrackerStore,
)
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig
from sqlalchemy.engine import make_url

from bot.stores.locks import HepaticaLockStore
from bot.stores.settings import StoreSettings
from bot.stores.tracker import HepaticaTrackerStore
from bot.watch.checks import OK, Finding
from bot.watch.server_checks import ServerChecks

T = TypeVar("T")
VERSION = "2026.11.23+abc"


class Agent:
    """As much of Rasa's agent as the checks look at."""

    def __init__(self, **parts: Any) -> None:
        self.ready = True
        self.tracker_store: Any = FailSafeTrackerStore(InMemoryTrackerStore(Domain.empty()))
        self.lock_store: Any = InMemoryLockStore()
        self.action_endpoint: Any = None
        vars(self).update(parts)

    def is_ready(self) -> bool:
        return self.ready


def checks(agent: Agent | None = None, spooled: int = 0, version: str = VERSION) -> ServerChecks:
    return ServerChecks(lambda: agent, lambda: spooled, lambda: version)


def run(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)


def told_by(answer: Any, status: int = 200, version: str = VERSION) -> Finding:
    """What is found when the action server answers so."""

    async def ready(_: web.Request) -> web.Response:
        return web.json_response(answer, status=status)

    async def talk() -> Finding:
        app = web.Application()
        app.router.add_get("/health/ready", ready)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        port = runner.addresses[0][1]
        agent = Agent(action_endpoint=EndpointConfig(f"http://127.0.0.1:{port}/webhook"))
        try:
            return await checks(agent, version=version).action_server()
        finally:
            await runner.cleanup()

    return run(talk())


def test_without_an_agent_nothing_is_well_but_no_check_breaks() -> None:
    found = {name: run(check()) for name, check in checks().all().items()}

    assert {name for name, finding in found.items() if finding is not OK} == {
        "model",
        "action server",
        "conversations",
        "locks",
    }


def test_with_all_that_is_needed_all_is_well() -> None:
    every = checks(Agent()).all()

    assert {n: str(run(c())) for n, c in every.items() if n != "action server"} == {
        "model": "ok",
        "facts": "ok",
        "conversations": "ok",
        "locks": "ok",
        "event broker": "ok",
    }


def test_a_model_that_is_not_loaded_is_a_failure() -> None:
    assert str(run(checks(Agent(ready=False)).model())) == "failed: no model is loaded"


def test_a_store_that_cannot_be_read_is_a_failure() -> None:
    found = run(checks(Agent(), version="none").facts())

    assert str(found) == "failed: the fact store cannot be read"


def test_an_action_server_that_is_ready_with_our_facts_is_well() -> None:
    assert told_by({"status": "ready", "store": VERSION}) is OK


@pytest.mark.parametrize(
    ("answer", "status", "found"),
    [
        ({"status": "degraded", "store": VERSION}, 200, "degraded: answers, but is not well"),
        ({"status": "not ready", "store": VERSION}, 503, "failed: is not ready"),
        ({"status": "ready", "store": "2025"}, 200, "failed: has another version of the facts"),
        ({"status": "ready"}, 200, "failed: has another version of the facts"),
        (["ready"], 200, "failed: is not ready"),
    ],
)
def test_what_else_an_action_server_may_say(answer: Any, status: int, found: str) -> None:
    assert str(told_by(answer, status)) == found


def test_an_action_server_that_is_not_there_is_a_failure() -> None:
    agent = Agent(action_endpoint=EndpointConfig("http://127.0.0.1:1/webhook"))

    assert str(run(checks(agent).action_server())) == "failed: does not answer"


def test_a_database_that_fails_is_found_behind_rasas_wrappers() -> None:
    class Broken(InMemoryTrackerStore):
        async def retrieve(self, _: str) -> Any:
            raise OSError("postgresql://user:secret@db")

    agent = Agent(tracker_store=FailSafeTrackerStore(Broken(Domain.empty())))

    with pytest.raises(OSError, match="secret"):  # ``Checks`` makes "cannot be used" of it
        run(checks(agent).conversations())


def test_rasas_own_database_is_read(tmp_path: Any) -> None:
    store = SQLTrackerStore(Domain.empty(), db=str(tmp_path / "rasa.sqlite"))

    assert run(checks(Agent(tracker_store=store)).conversations()) is OK


@pytest.mark.parametrize(
    ("health", "found"),
    [
        ("ok", "ok"),
        ("degraded", "degraded: what is said is kept aside until the database is back"),
        ("failed", "failed: can neither be read nor kept aside"),
    ],
)
def test_a_store_that_tells_how_it_is_is_asked(health: str, found: str) -> None:
    class Telling(InMemoryTrackerStore):
        async def health(self) -> str:
            return health

    store: TrackerStore = Telling(Domain.empty())

    assert str(run(checks(Agent(tracker_store=store)).conversations())) == found


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("sqlite:///{folder}/conversations.sqlite", "ok"),
        (
            "postgresql://hepatica:secret@127.0.0.1:1/hepatica",
            "degraded: what is said is kept aside until the database is back",
        ),
    ],
)
def test_our_own_store_tells_whether_its_database_is_there(
    address: str, found: str, tmp_path: Path
) -> None:
    database = make_url(address.format(folder=tmp_path))

    async def talk() -> Finding:
        kept = StoreSettings(database=database, spool=tmp_path / "spool.sqlite")
        store = HepaticaTrackerStore(Domain.empty(), settings=kept)
        try:
            return await checks(Agent(tracker_store=FailSafeTrackerStore(store))).conversations()
        finally:
            store.close()

    assert str(run(talk())) == found


def test_what_waits_for_the_database_is_degraded() -> None:
    found = run(checks(Agent(), spooled=3).conversations())

    assert str(found) == "degraded: what is said is kept aside until the database is back"


@pytest.mark.parametrize("store", [InMemoryLockStore, HepaticaLockStore])
def test_locks_are_tried(store: Callable[[], Any]) -> None:
    assert run(checks(Agent(lock_store=store())).locks()) is OK


def test_a_lock_store_that_fails_is_found() -> None:
    class Broken(InMemoryLockStore):
        def get_lock(self, _: str) -> Any:
            raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - it has no message
        run(checks(Agent(lock_store=Broken())).locks())


def test_an_event_broker_that_takes_nothing_is_degraded() -> None:
    class Gone(EventBroker):
        def is_ready(self) -> bool:
            return False

    store = InMemoryTrackerStore(Domain.empty(), event_broker=Gone())

    assert str(run(checks(Agent(tracker_store=store)).event_broker())) == (
        "degraded: takes no events now"
    )
