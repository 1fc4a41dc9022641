"""Checks that run two at a time."""

from pathlib import Path

import pytest
from programs import SLEEPS, python

from dev import steps
from dev.steps import Command, Step, run_steps

PASSES, FAILS = Command(python("pass")), Command(python("raise SystemExit(1)"))


def _touch(path: Path) -> Command:
    return Command(python("import pathlib, sys; pathlib.Path(sys.argv[1]).touch()", str(path)))


@pytest.fixture(autouse=True)
def _logs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "_LOGS", tmp_path / "logs")
    monkeypatch.setattr(steps, "AT_ONCE", 2)


def test_a_step_passes_when_its_command_ends_with_success() -> None:
    assert run_steps([Step("one", [PASSES])], only=()) == 0
    assert run_steps([Step("one", [FAILS])], only=()) == 1


def test_a_command_has_its_own_environment() -> None:
    code = "import os; raise SystemExit(os.environ.get('PYTHONPATH') != 'ours')"
    assert run_steps([Step("one", [Command(python(code), {"PYTHONPATH": "ours"})])], only=()) == 0


def test_two_steps_run_at_the_same_time(tmp_path: Path) -> None:
    meets = (
        "import pathlib, sys, time; here, other = map(pathlib.Path, sys.argv[1:])\nhere.touch()\n"
    )
    meets += "while not other.exists(): time.sleep(0.01)"
    one, two = str(tmp_path / "one"), str(tmp_path / "two")
    chosen = [
        Step("one", [Command(python(meets, one, two))]),
        Step("two", [Command(python(meets, two, one))]),
    ]

    assert run_steps(chosen, only=()) == 0


def test_a_step_waits_for_those_that_it_needs(tmp_path: Path) -> None:
    made = str(tmp_path / "made")
    late = "import pathlib, sys, time; time.sleep(0.5); pathlib.Path(sys.argv[1]).touch()"
    there = "import pathlib, sys; raise SystemExit(not pathlib.Path(sys.argv[1]).exists())"
    chosen = [
        Step("late", [Command(python(late, made))]),
        Step("after", [Command(python(there, made))], needs=["late"]),
    ]

    assert run_steps(chosen, only=()) == 0
    assert run_steps(chosen, only=["after"]) == 0


def test_what_steps_say_is_not_mixed(capfd: pytest.CaptureFixture[str]) -> None:
    talks = "import sys, time\nfor _ in range(20): print(sys.argv[1]); time.sleep(0.01)"
    run_steps([Step(name, [Command(python(talks, name))]) for name in ("one", "two")], only=())

    said = [line for line in capfd.readouterr().out.splitlines() if line in ("one", "two")]
    assert said in (["one"] * 20 + ["two"] * 20, ["two"] * 20 + ["one"] * 20)


def test_a_step_alone_says_at_once_what_it_has_to_say(capfd: pytest.CaptureFixture[str]) -> None:
    run_steps([Step("one", [Command(python("print('word')"))])], only=())

    assert "word" in capfd.readouterr().out
    assert not steps._LOGS.exists()


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
    assert two.exists()
    assert not one.exists()


def test_one_limit_is_for_all_steps(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(steps, "LIMIT", 0.0)
    sleeps = Command(python(SLEEPS))
    assert run_steps([Step("one", [sleeps]), Step("two", [sleeps])], only=()) == 1
    told = capsys.readouterr().out
    assert "0 passed, 2 failed" in told
    assert "one: not done in time; stopped." in told
