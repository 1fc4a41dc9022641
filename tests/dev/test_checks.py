"""The steps of the checks, and what must stand before them."""

from collections.abc import Collection
from typing import Any

import pytest

from dev import checks
from dev.checks import FORMAT, LINT, TESTS
from dev.paths import ACTIONS_PYTHON, BOT_PYTHON, ROOT
from dev.say import Trouble
from dev.steps import Command, Step

ALL = (*TESTS, *LINT, *FORMAT)


def _words(step: Step) -> list[str]:
    return [str(word) for command in step.commands for word in command.words]


@pytest.mark.parametrize("steps", [TESTS, LINT, FORMAT])
def test_no_two_steps_have_one_name(steps: Collection[Step]) -> None:
    assert len(set(checks.names(steps))) == len(steps)


@pytest.mark.parametrize("step", ALL, ids=lambda step: step.name)
def test_the_folders_of_a_step_are_there(step: Step) -> None:
    folders = ("actions/", "bot/", "tests/")
    named = [word for word in _words(step) if word.startswith(folders)]
    assert [word for word in named if not (ROOT / word).exists()] == []


def test_every_folder_of_tests_is_run() -> None:
    run = {"/".join(word.split("/")[:2]) for step in TESTS for word in _words(step)}
    folders = {
        f"tests/{file.relative_to(ROOT / 'tests').parts[0]}"
        for file in (ROOT / "tests").rglob("test_*.py")
        if ".venv" not in file.parts
    }
    assert folders <= run


def test_the_store_is_built_and_the_model_trained_before_they_are_used() -> None:
    needs = {step.name: set(step.needs) for step in TESTS}
    assert needs["actions"] == {"knowledge"}
    for name in ("bot", "nlu", "core", "end-to-end", "browser", "faults", "deploy", "scorecard"):
        assert needs[name] >= {"knowledge", "train"}
    assert "widget" in needs["browser"]
    assert set().union(*needs.values()) <= set(needs)


@pytest.mark.parametrize("name", ["ruff", "format"])
def test_each_environment_treats_its_own_side_only(name: str) -> None:
    [step] = [step for step in (*LINT, *FORMAT) if step.name == name]
    sides = {command.words[0]: command for command in step.commands}
    assert "bot" in sides[BOT_PYTHON].words
    assert "actions" not in sides[BOT_PYTHON].words
    assert "bot" not in sides[ACTIONS_PYTHON].words


def test_what_is_missing_is_set_up_first(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[Any] = []
    monkeypatch.setattr(checks, "setup_all", lambda: order.append("setup"))
    monkeypatch.setattr(checks, "run_steps", lambda steps, only: order.append((steps, only)) or 5)
    step = Step("one", [Command(["true"])])
    assert checks.check((step,), ["one"]) == 5
    assert order == ["setup", ([step], ["one"])]


def test_without_the_environments_nothing_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise Trouble("no uv")

    ran: list[object] = []
    monkeypatch.setattr(checks, "setup_all", fail)
    monkeypatch.setattr(checks, "run_steps", lambda *given: ran.append(given))
    with pytest.raises(Trouble, match="no uv"):
        checks.check(TESTS)
    assert ran == []
