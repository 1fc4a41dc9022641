"""The action server is gone, or hangs; patients hear so, and urgent help needs none."""

from __future__ import annotations

import time

from tests.faults.person import (
    EMERGENCY,
    LONGEST,
    QUESTIONS,
    Person,
    require_excuse,
    require_urgent_help,
)
from tests.faults.system import System, until

HANGS = ("failed: does not answer", "failed: did not answer in time")


def test_killed_and_back(system: System) -> None:
    person = Person(system)
    assert person.say(QUESTIONS[0]).kind == "answer"
    failed = system.number("hepatica_action_seconds_count", outcome="failed")

    system.kill(system.actions)
    require_excuse(person.say(QUESTIONS[1]))
    require_urgent_help(system)
    assert person.say("thank you").kind == "smalltalk"
    until(lambda: system.check("action server") == "failed: does not answer", system.health)
    assert system.health()["code"] == 503
    assert system.number("hepatica_action_seconds_count", outcome="failed") > failed

    system.start_actions()
    assert person.say(QUESTIONS[1]).kind == "answer"
    person.require_kept()
    system.until_well()


def test_hung_for_a_while(system: System) -> None:
    person, other = Person(system), Person(system)
    assert person.say(QUESTIONS[0]).kind == "answer"

    system.pause(system.actions)
    hung = person.say_aside(QUESTIONS[1])
    urgent = other.say(EMERGENCY)
    assert not hung.done()  # nobody waits for somebody else's answer
    assert urgent.kind == "emergency"
    require_excuse(hung.result())
    require_excuse(person.say(QUESTIONS[1]))
    until(lambda: system.check("action server") in HANGS, system.health)
    assert "no reply within" in system.log

    system.resume(system.actions)
    assert person.say(QUESTIONS[1]).kind == "answer"
    assert [turn["text"] for turn in person.history()] == list(QUESTIONS[:2])
    person.require_kept()
    other.require_kept()


def test_a_person_who_writes_on_while_it_hangs_is_answered_in_time(system: System) -> None:
    person = Person(system)

    system.pause(system.actions)
    question = person.say_aside(QUESTIONS[0])
    time.sleep(0.5)  # nobody writes faster
    urgent = person.say_aside(EMERGENCY).result()
    system.resume(system.actions)

    require_excuse(question.result())
    assert urgent.kind == "emergency"
    assert urgent.seconds <= LONGEST
