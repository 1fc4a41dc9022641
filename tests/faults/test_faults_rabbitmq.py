"""RabbitMQ, which gets copies for statistics, is stopped, cut off or hangs; no patient notices."""

from __future__ import annotations

import pytest

from tests.faults.hospital import Hospital
from tests.faults.person import LONGEST, QUESTIONS, Person, require_urgent_help
from tests.faults.postgres import written
from tests.faults.rabbitmq import Listener, require_rabbitmq
from tests.faults.system import until

DOWN = "degraded: takes no events now"
AGAIN = 60.0
"""Seconds within which its client connects again."""


@pytest.fixture
def listener(hospital: Hospital) -> Listener:
    """What the hospital's statistics get."""
    require_rabbitmq()
    assert hospital.listener is not None
    return hospital.listener


@pytest.mark.parametrize("how", ["refuse", "cut", "hang"])
def test_gone_and_back(listener: Listener, hospital: Hospital, how: str) -> None:
    system = hospital.system
    person = Person(system)
    assert person.say(QUESTIONS[0]).kind == "answer"
    until(lambda: QUESTIONS[0] in listener.texts(person.sender))

    getattr(hospital.broker, how)()
    for text in QUESTIONS[1:3]:
        reply = person.say(text)
        assert reply.kind == "answer"
        assert reply.seconds <= LONGEST
    require_urgent_help(system)
    if how != "hang":  # which its client notices by a heartbeat only, after some minutes
        until(lambda: system.check("event broker") == DOWN, system.health)
        assert system.health()["code"] == 200

    hospital.broker.mend()
    until(lambda: system.check("event broker") == "ok", system.health, AGAIN)
    until(lambda: arrives(person, listener), seconds=AGAIN)
    # Copies may be lost, as docs/operating/deploying.md says; conversations are not.
    person.require_kept()
    said = [text for text, _ in person.answered.values()]
    assert written(hospital.address, person.sender) == said


def arrives(person: Person, listener: Listener) -> bool:
    """Whether what is said now, or was a moment ago, has come through."""
    person.say(QUESTIONS[4])
    return QUESTIONS[4] in listener.texts(person.sender)
