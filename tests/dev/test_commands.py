"""The commands behind ``make``, and how they end."""

import os
import re
import signal
from collections.abc import Callable, Collection
from typing import NoReturn

import pytest

from dev import commands
from dev.paths import ROOT
from dev.say import Trouble
from dev.steps import Step

pytestmark = pytest.mark.usefixtures("signals")


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the commands do, in order, instead of doing it."""
    done: list[str] = []
    for name in ("run", "setup", "build_store", "train"):
        monkeypatch.setattr(commands, name, lambda name=name: done.append(name))
    return done


def _raise(error: BaseException) -> Callable[[], NoReturn]:
    def go() -> NoReturn:
        raise error

    return go


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("run", ["run"]),
        ("setup", ["setup"]),
        ("store", ["setup", "build_store"]),
        ("train", ["setup", "train"]),
    ],
)
def test_a_command_does_its_work_and_succeeds(
    order: list[str], command: str, expected: list[str]
) -> None:
    assert commands.main([command]) == 0
    assert order == expected


def test_a_command_passes_its_exit_code_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "run", lambda: 3)
    assert commands.main(["run"]) == 3


@pytest.mark.parametrize(
    ("command", "steps"),
    [("test", commands.TESTS), ("lint", commands.LINT), ("format", commands.FORMAT)],
)
def test_checks_run_all_their_steps_or_the_named_ones(
    monkeypatch: pytest.MonkeyPatch, command: str, steps: Collection[Step]
) -> None:
    asked: list[tuple[Collection[Step], list[str]]] = []
    monkeypatch.setattr(commands, "check", lambda *given: asked.append(given) or 1)
    name = next(iter(steps)).name
    assert commands.main([command]) == 1
    assert commands.main([command, "--only", name]) == 1
    assert asked == [(steps, []), (steps, [name])]


@pytest.mark.parametrize("words", [[], ["fly"], ["test", "--only"], ["test", "--only", "fly"]])
def test_what_is_no_command_is_refused(
    capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        commands.main(words)
    assert ended.value.code == 2
    assert "usage: python3 -m dev" in capsys.readouterr().err


def test_trouble_is_told_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "run", _raise(Trouble("Port 5005 is in use.")))
    assert commands.main(["run"]) == 1
    assert capsys.readouterr().err == "Port 5005 is in use.\n"


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PermissionError(13, "Permission denied", ".run/rasa.log"), ".run/rasa.log: Permission"),
        (OSError(28, "No space left on device"), "The system: No space left on device"),
        (OSError("odd"), "The system: odd"),
    ],
)
def test_what_the_system_refuses_is_told_with_the_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, error: OSError, told: str
) -> None:
    monkeypatch.setattr(commands, "run", _raise(error))
    assert commands.main(["run"]) == 1
    assert capsys.readouterr().err.startswith(told)


def test_a_fault_of_ours_is_not_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "run", _raise(KeyError("fault")))
    with pytest.raises(KeyError):
        commands.main(["run"])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interruption_ends_a_command(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, number: signal.Signals
) -> None:
    monkeypatch.setattr(commands, "run", lambda: os.kill(os.getpid(), number))
    assert commands.main(["run"]) == commands.INTERRUPTED
    assert capsys.readouterr().err == "\nInterrupted.\n"


def test_a_second_interruption_does_not_break_off_the_tidying_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tidied: list[bool] = []

    def run() -> None:
        try:
            os.kill(os.getpid(), signal.SIGINT)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            os.kill(os.getpid(), signal.SIGTERM)
            tidied.append(True)

    monkeypatch.setattr(commands, "run", run)
    assert commands.main(["run"]) == commands.INTERRUPTED
    assert tidied == [True]


def test_every_command_that_make_calls_is_there(
    capsys: pytest.CaptureFixture[str],
) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    called = set(re.findall(r"-m dev (\w+)", makefile))
    assert called >= {"run", "test"}
    for command in called:
        with pytest.raises(SystemExit) as ended:
            commands.main([command, "--help"])
        assert ended.value.code == 0
