"""The clock of the servers jumps, ahead and back; talks go on, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.clock import Clock
from tests.faults.conftest import require_silent
from tests.faults.person import LONGEST, QUESTIONS, Person, require_urgent_help
from tests.faults.system import System, until
from tests.faults.telegram import CHANNEL, Telegram

CHAT = 950_000


@pytest.fixture(scope="module")
def clock(tmp_path_factory: pytest.TempPathFactory) -> Clock:
    """The clock of the servers."""
    return Clock(tmp_path_factory.mktemp("clock"))


@pytest.fixture(scope="module")
def servers(
    tmp_path_factory: pytest.TempPathFactory, clock: Clock, telegram: Telegram
) -> Iterator[System]:
    """Servers under that clock."""
    folder: Path = tmp_path_factory.mktemp("clocked")
    system = System(folder, telegram.settings | clock.settings, channels=CHANNEL)
    try:
        system.start()
        yield system
        require_silent(system)
    finally:
        system.close()


@pytest.fixture
def system(servers: System, clock: Clock) -> System:
    """The servers, at the true time."""
    clock.set("+0")
    return servers


JUMPS = ["-2", "-20m", "-3h", "-400d", "+10m", "+50m"]
"""Ahead by less than the idle time of a session, after which a page begins a new one."""


@pytest.mark.parametrize("jump", JUMPS)
def test_a_talk_goes_on_over_a_jump(system: System, clock: Clock, jump: str) -> None:
    person = Person(system)
    assert person.say(QUESTIONS[0]).kind == "answer"

    clock.set(jump)
    for text in QUESTIONS[1:3]:
        reply = person.say(text)
        assert reply.kind == "answer"
        assert reply.seconds <= LONGEST
    require_urgent_help(system)
    person.require_kept()


def test_a_jump_past_the_end_of_a_session_is_told_and_a_new_one_begins(
    system: System, clock: Clock
) -> None:
    person = Person(system)
    assert person.say(QUESTIONS[0]).kind == "answer"

    clock.set("+2d")
    refused = person.ask("GET", "history")
    assert (refused.status_code, refused.json()["error"]) == (401, "no_session")
    assert Person(system).say(QUESTIONS[1]).kind == "answer"
    require_urgent_help(system)
    clock.set("+0")

    person.require_kept()


@pytest.mark.parametrize("jump", ["-3h", "+3h"])
def test_messages_of_a_platform_are_answered(
    system: System, clock: Clock, telegram: Telegram, jump: str
) -> None:
    chat = CHAT + len(telegram.sent)
    clock.set(jump)

    assert telegram.deliver(system, telegram.update(QUESTIONS[0], chat)) == 200

    until(lambda: telegram.texts(chat))
    clock.set("+0")
    assert telegram.deliver(system, telegram.update(QUESTIONS[1], chat)) == 200
    until(lambda: len(telegram.texts(chat)) > 1)
