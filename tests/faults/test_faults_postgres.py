"""PostgreSQL is stopped, cut off or hangs; answers go on and nothing is lost."""

from __future__ import annotations

import pytest

from tests.faults.hospital import Hospital
from tests.faults.person import LONGEST, QUESTIONS, Person, require_urgent_help
from tests.faults.postgres import written
from tests.faults.system import System, until

KEPT_ASIDE = "degraded: what is said is kept aside until the database is back"


@pytest.fixture
def system(hospital: Hospital) -> System:
    """The servers, all well."""
    return hospital.system


@pytest.mark.parametrize("how", ["refuse", "cut", "hang"])
def test_database_gone_and_back(hospital: Hospital, system: System, how: str) -> None:
    person, other = Person(system), Person(system)
    assert person.say(QUESTIONS[0]).kind == "answer"

    getattr(hospital.database, how)()
    for asking in (person, person, other):
        reply = asking.say(QUESTIONS[len(asking.answered) + 1])
        assert reply.kind == "answer"  # patients do not notice
        assert reply.seconds <= LONGEST
    require_urgent_help(system)
    until(lambda: system.check("conversations") == KEPT_ASIDE, system.health)
    assert system.health()["code"] == 200
    assert system.number("hepatica_spool_entries") >= 3
    refused = person.ask("GET", "history")
    assert (refused.status_code, refused.json()["error"]) == (503, "broken")

    hospital.database.mend()
    until(lambda: system.check("conversations") == "ok", system.health)
    assert system.number("hepatica_spool_entries") == 0
    assert person.say(QUESTIONS[4]).kind == "answer"
    for each in (person, other):
        each.require_kept()
        said = [text for text, _ in each.answered.values()]
        assert written(hospital.address, each.sender) == said
    assert "the database fails" in system.log
    assert "the database can be used" in system.log


def test_rasa_killed_while_the_database_is_gone(hospital: Hospital, system: System) -> None:
    person = Person(system)
    assert person.say(QUESTIONS[0]).kind == "answer"

    hospital.database.refuse()
    assert person.say(QUESTIONS[1]).kind == "answer"
    system.kill(system.rasa)
    system.start_rasa()
    assert person.say(QUESTIONS[2]).kind == "answer"
    hospital.database.mend()

    until(lambda: system.check("conversations") == "ok", system.health)
    person.require_kept()
    assert written(hospital.address, person.sender) == list(QUESTIONS[:3])
