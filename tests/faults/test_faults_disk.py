"""The disk is full on which conversations and messages are kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.conftest import require_silent
from tests.faults.disk import Disk, disk
from tests.faults.person import EMERGENCY, LONGEST, QUESTIONS, Person, require_urgent_help
from tests.faults.system import FILES, System, until
from tests.faults.telegram import CHANNEL, Telegram

CHAT = 900_000


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Disk]:
    """The disk; it is full only in the test."""
    with disk(tmp_path_factory.mktemp("small") / "disk") as made:
        yield made


@pytest.fixture(scope="module")
def system(
    tmp_path_factory: pytest.TempPathFactory, full: Disk, telegram: Telegram
) -> Iterator[System]:
    """Servers that keep everything on that disk; only facts and logs are elsewhere."""
    own = {f"HEPATICA_{name}": str(full.folder / file) for name, file in FILES.items()}
    own["HEPATICA_DATABASE"] = f"sqlite:///{full.folder / FILES['DATABASE']}"
    folder: Path = tmp_path_factory.mktemp("full")
    system = System(folder, telegram.settings | own, channels=CHANNEL)
    try:
        system.start()
        yield system
        require_silent(system)
    finally:
        system.close()


def test_full_and_room_again(system: System, full: Disk) -> None:
    person, other = Person(system), Person(system)
    assert person.say(QUESTIONS[0]).kind == "answer"

    full.fill()
    for asking in (person, person, other, person):
        reply = asking.say(QUESTIONS[len(asking.answered)])
        assert reply.kind == "answer"
        assert reply.seconds <= LONGEST
    require_urgent_help(system)
    until(lambda: system.check("conversations").startswith("degraded"), system.health)
    assert system.health()["code"] == 200
    assert "the database fails" in system.log
    assert "only in memory" in system.log

    full.make_room()
    system.until_well()
    assert person.say(QUESTIONS[4]).kind == "answer"
    person.require_kept()
    other.require_kept()


def test_messages_of_a_platform(system: System, full: Disk, telegram: Telegram) -> None:
    question, urgent = telegram.update(QUESTIONS[0], CHAT), telegram.update(EMERGENCY, CHAT + 1)

    full.fill()
    # What cannot be written down is not taken: the platform sends it again.
    assert [telegram.deliver(system, each) for each in (question, urgent, urgent)] == [503] * 3
    until(lambda: telegram.texts(CHAT + 1))
    warned = telegram.settled(CHAT + 1)
    assert "emergency" in warned[0]
    assert len(set(warned)) == len(warned)
    assert telegram.texts(CHAT) == []

    full.make_room()
    assert [telegram.deliver(system, each) for each in (question, urgent)] == [200] * 2
    until(lambda: telegram.texts(CHAT) and len(telegram.texts(CHAT + 1)) > len(warned))


def test_killed_while_it_is_full(system: System, full: Disk) -> None:
    """What was answered before stays; what was only in memory is lost (docs: faults.md)."""
    person = Person(system)
    for text in QUESTIONS[:3]:
        assert person.say(text).kind == "answer"

    full.fill()
    assert person.say(QUESTIONS[3]).kind == "answer"
    person.answered.popitem()
    system.kill(system.rasa)
    system.start_rasa()
    require_urgent_help(system)
    full.make_room()

    system.until_well()
    person.require_kept()
