"""``make run``, from a fresh clone to a bot that answers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import NoReturn

import pytest
from programs import python

from dev import run
from dev.ports import Ports
from dev.processes import Process
from dev.say import Trouble
from dev.servers import Server

PORTS = Ports(rasa=5005, actions=5055)


def _raise(error: BaseException) -> Callable[..., NoReturn]:
    def go(*given: object) -> NoReturn:
        raise error

    return go


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is done, in order; the servers run until they are interrupted, at once."""
    done: list[str] = []

    @contextmanager
    def started(ports: Ports, folder: Path) -> Iterator[list[Server]]:
        done.append("started")
        try:
            yield []
        finally:
            done.append("stopped")

    monkeypatch.setattr(run, "configured", lambda: PORTS)
    for name in ("setup", "build_store", "train"):
        monkeypatch.setattr(run, name, lambda name=name: done.append(name))
    monkeypatch.setattr(run, "require_free", lambda _: done.append("require_free"))
    monkeypatch.setattr(run, "started", started)
    monkeypatch.setattr(run, "time", SimpleNamespace(sleep=_raise(KeyboardInterrupt())))
    return done


@pytest.fixture
def dead(tmp_path: Path) -> Server:
    """A server that gave up."""
    log = tmp_path / "rasa.log"
    process = Process(python("print('no more memory'); raise SystemExit(3)"), log)
    process.wait(30)
    return Server("Rasa server", process, log, 5005, "/")


def test_everything_is_made_before_the_servers_start(order: list[str]) -> None:
    assert run.run() == 0
    assert order == [
        *("require_free", "setup", "build_store", "train", "require_free"),
        *("started", "stopped"),
    ]


def test_with_a_taken_port_nothing_is_set_up(
    order: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "require_free", _raise(Trouble("in use")))
    with pytest.raises(Trouble, match="in use"):
        run.run()
    assert order == []


def test_it_is_said_how_to_talk_to_it(order: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    run.run()
    told = capsys.readouterr().out
    assert "second terminal:  make chat\n" in told
    assert "curl -s http://127.0.0.1:5005/webhooks/rest/webhook" in told
    assert told.endswith("\nStopping ...\nStopped.\n")


def test_on_another_port_the_chat_is_told_so(
    order: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "configured", lambda: Ports(rasa=6005, actions=5055))
    run.run()
    told = capsys.readouterr().out
    assert "HEPATICA_PORT=6005 make chat\n" in told
    assert "http://127.0.0.1:6005/" in told


def test_an_interruption_while_starting_is_a_usual_end(
    order: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "started", _raise(KeyboardInterrupt()))
    assert run.run() == 0
    assert capsys.readouterr().out.endswith("Stopped.\n")


def test_a_server_that_dies_is_told_with_its_last_words(
    order: list[str], monkeypatch: pytest.MonkeyPatch, dead: Server
) -> None:
    stopped: list[bool] = []

    @contextmanager
    def started(ports: Ports, folder: Path) -> Iterator[list[Server]]:
        try:
            yield [dead]
        finally:
            stopped.append(True)

    monkeypatch.setattr(run, "started", started)
    with pytest.raises(Trouble, match=r"(?s)Rasa server died \(exit code 3\).*    no more memory"):
        run.run()
    assert stopped == [True]
