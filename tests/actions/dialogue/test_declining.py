"""Personal advice is declined kindly; sensitive facts are only given to those who ask."""

import re
from itertools import cycle

import pytest
from small_knowledge import numbers
from talking import Talk, all_text

from hepatica.dialogue import questions
from hepatica.store import Snapshot

PERSONAL = [
    "I am 63 and my tumor is 4.7 cm, how long will I live",
    "should I have radiotherapy before my operation",
    "will my dad survive two years",
    "which treatment is best for me",
]


@pytest.mark.parametrize("message", PERSONAL)
def test_personal_advice_is_declined_first(talk: Talk, message: str) -> None:
    talk.say("what is HCC", "ask_basics")
    reply = talk.say(message, "personal_advice")
    assert reply.contract.kind == "personal_advice"
    assert reply.texts[0].startswith("I cannot tell what is right or what will happen")


@pytest.mark.parametrize("message", PERSONAL)
def test_personal_advice_ends_with_questions_for_the_team(talk: Talk, message: str) -> None:
    reply = talk.say(message, "personal_advice")
    assert reply.texts[-1].startswith("You could take these along. Questions to ask: ")
    assert reply.contract.facts[-1].startswith("ask-about-")


@pytest.mark.parametrize("message", PERSONAL)
def test_whatever_else_is_said_is_marked_as_general(talk: Talk, message: str) -> None:
    talk.say("what is HCC", "ask_basics")
    reply = talk.say(message, "personal_advice")
    assert all(text.startswith("A general fact: ") for text in reply.texts[1:-1])
    assert len(reply.texts) <= 3


def test_no_number_of_the_person_is_taken_up(talk: Talk) -> None:
    reply = talk.say(PERSONAL[0], "personal_advice")
    said = numbers(re.sub(r"(?m)^Source:.*$", "", all_text(reply)))
    assert not said & {"63", "4.7"}


def test_radiotherapy_brings_the_questions_about_radiotherapy(talk: Talk) -> None:
    reply = talk.say(PERSONAL[1], "personal_advice", treatment="neoadjuvant-radiotherapy")
    assert reply.contract.facts[-1] == "ask-about-radiotherapy"


def _sensitive(snapshot: Snapshot) -> set[str]:
    return {fact.id for fact in snapshot.facts.values() if fact.sensitive}


def test_a_sensitive_fact_is_given_to_those_who_ask_for_it(talk: Talk, snapshot: Snapshot) -> None:
    for identifier in sorted(_sensitive(snapshot)):
        fact = snapshot.facts[identifier]
        intent = "ask_" + fact.topic.replace("-", "_")
        assert talk.say(fact.questions.en[0], intent).contract.facts[0] == identifier


NEAR_TO_SENSITIVE = [
    "what is PVTT",
    "portal vein clot prognosis",
    "pvtt outlook months",
    "how long with pvtt",
    "is PVTT serious",
    "what if nothing is done",
]


@pytest.mark.parametrize("intent", ["ask_stages", "ask_outcomes", "personal_advice"])
@pytest.mark.parametrize("message", NEAR_TO_SENSITIVE)
def test_a_sensitive_fact_is_never_an_extra_or_a_suggestion(
    talk: Talk, snapshot: Snapshot, message: str, intent: str
) -> None:
    _assert_no_sensitive_extra(talk, snapshot, message, intent)


def test_a_sensitive_fact_is_never_offered_when_asking_back(
    talk: Talk, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    likely_but_unsure = cycle([False, True])
    monkeypatch.setattr(questions, "is_known", lambda *_: next(likely_but_unsure))
    for identifier in sorted(_sensitive(snapshot)):
        message = snapshot.facts[identifier].questions.en[0]
        _assert_no_sensitive_extra(talk, snapshot, message, "nlu_fallback")
    assert talk.replies[-1].contract.kind == "clarify"


def _assert_no_sensitive_extra(talk: Talk, snapshot: Snapshot, message: str, intent: str) -> None:
    contract = talk.say(message, intent).contract
    sensitive = _sensitive(snapshot)
    assert not sensitive & set(contract.facts[1:])
    asked = {
        question.casefold().rstrip("?")
        for identifier in sensitive
        for question in snapshot.facts[identifier].questions.en
    }
    assert not asked & {text.casefold().rstrip("?") for text in contract.suggestions}


def test_more_never_brings_a_sensitive_fact(talk: Talk, snapshot: Snapshot) -> None:
    talk.say("what is PVTT", "ask_stages", term="pvtt")
    told: list[str] = []
    while facts := talk.say("tell me more", "more").contract.facts:
        told += facts
    assert told
    assert not _sensitive(snapshot) & set(told)


def test_there_is_a_sensitive_fact_to_be_careful_with(snapshot: Snapshot) -> None:
    assert _sensitive(snapshot)
