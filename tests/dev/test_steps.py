"""Checks that run one after another."""

import time
from pathlib import Path

import pytest
from programs import SLEEPS, python

from dev import steps
from dev.steps import Command, Step, run_steps

PASSES, FAILS = Command(python("pass")), Command(python("raise SystemExit(1)"))


def _touch(path: Path) -> Command:
    return Command(python("import pathlib, sys; pathlib.Path(sys.argv[1]).touch()", str(path)))


def test_a_command_passes_when_it_ends_with_success() -> None:
    assert PASSES.passes(time.monotonic() + 60) is True
    assert FAILS.passes(time.monotonic() + 60) is False


def test_a_command_has_its_own_environment() -> None:
    code = "import os; raise SystemExit(os.environ.get('PYTHONPATH') != 'ours')"
    assert Command(python(code), {"PYTHONPATH": "ours"}).passes(time.monotonic() + 60)


def test_a_command_that_is_not_done_in_time_is_stopped_and_fails(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert Command(python(SLEEPS)).passes(time.monotonic()) is False
    assert "Not done in time; stopped." in capsys.readouterr().out


def test_all_steps_pass(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_steps([Step("one", [PASSES]), Step("two", [PASSES])], only=()) == 0
    assert "2 passed, 0 failed" in capsys.readouterr().out


def test_a_failed_step_does_not_hold_up_the_others(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    chosen = [Step("one", [FAILS]), Step("second", [_touch(tmp_path / "ran")])]
    assert run_steps(chosen, only=()) == 1
    assert (tmp_path / "ran").exists()
    assert "1 passed, 1 failed" in capsys.readouterr().out


def test_the_summary_names_what_failed(capsys: pytest.CaptureFixture[str]) -> None:
    run_steps([Step("one", [FAILS]), Step("second", [PASSES])], only=())
    lines = [line.split()[:2] for line in capsys.readouterr().out.splitlines()]
    assert ["one", "FAILED"] in lines
    assert ["second", "passed"] in lines


def test_a_step_runs_all_its_commands_and_fails_with_one(tmp_path: Path) -> None:
    step = Step("both", [FAILS, _touch(tmp_path / "ran")])
    assert run_steps([step], only=()) == 1
    assert (tmp_path / "ran").exists()


def test_only_the_chosen_steps_run(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    run_steps([Step("one", [_touch(one)]), Step("two", [_touch(two)])], only=["two"])
    assert [path.name for path in tmp_path.iterdir()] == ["two"]


def test_one_limit_is_for_all_steps(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "LIMIT", 0.0)
    sleeps = Command(python(SLEEPS))
    assert run_steps([Step("one", [sleeps]), Step("two", [sleeps])], only=()) == 1
    assert "0 passed, 2 failed" in capsys.readouterr().out
