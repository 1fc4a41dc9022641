"""The action server answers nonsense; no patient sees any of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.conftest import require_silent
from tests.faults.fake_actions import GARBAGE, FakeActions, answer
from tests.faults.person import QUESTIONS, Person, require_excuse, require_urgent_help
from tests.faults.system import System, until


@pytest.fixture(scope="module")
def without_actions(shared: System) -> Iterator[System]:
    """The shared servers, with nothing on the action server's port until the last test."""
    shared.kill(shared.actions)
    yield shared
    if shared.actions and shared.actions.process.code() is not None:
        shared.start_actions()
    require_silent(shared)


@pytest.fixture(scope="module")
def person(without_actions: System) -> Person:
    """One person, whose conversation goes through all of it."""
    return Person(without_actions)


@pytest.mark.parametrize("what", GARBAGE)
def test_nonsense(without_actions: System, person: Person, what: str) -> None:
    with FakeActions(without_actions.ports.actions, GARBAGE[what]):
        require_excuse(person.say(QUESTIONS[0]))
        assert person.say("thank you").kind == "smalltalk"


def test_a_byte_now_and_then(without_actions: System, person: Person) -> None:
    with FakeActions(without_actions.ports.actions, answer(" " * 10_000), pause=0.2):
        question = person.say_aside(QUESTIONS[0])
        require_urgent_help(without_actions)
        require_excuse(question.result())


def test_all_is_as_before_once_it_answers_well(without_actions: System, person: Person) -> None:
    assert person.say("thank you").kind == "smalltalk"
    with FakeActions(without_actions.ports.actions, GARBAGE["status 500"]):
        # Its health check says the same nonsense.
        until(lambda: without_actions.check("action server").startswith("failed"))
        require_urgent_help(without_actions)

    without_actions.start_actions()

    assert person.say(QUESTIONS[0]).kind == "answer"
    person.require_kept()
