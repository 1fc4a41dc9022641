"""Intents, replies and parses of different systems become the same few kinds."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from scorecard.compare.kinds import KINDS, kind_of_intent, kind_of_parse, kind_of_reply
from scorecard.sets import KINDS as REPLY_KINDS

DOMAIN = Path(__file__).resolve().parents[2] / "domain.yml"


def parse(name: str | None, *others: str, **more: Any) -> dict[str, Any]:
    ranking = [{"name": other, "confidence": 0.2} for other in (name, *others)]
    return {"intent": {"name": name, "confidence": 0.5}, "intent_ranking": ranking, **more}


def test_every_intent_has_a_kind() -> None:
    intents = yaml.safe_load(DOMAIN.read_text(encoding="utf-8"))["intents"]
    assert {kind_of_intent(intent) for intent in intents} == set(KINDS)


@pytest.mark.parametrize(
    ("intent", "kind"),
    [
        ("ask_surgery", "question"),
        ("ask_source", "question"),
        ("follow_up", "question"),
        ("ask_are_you_human", "smalltalk"),
        ("sadness", "smalltalk"),
        ("crisis", "crisis"),
        ("personal_advice", "personal_advice"),
        ("nlu_fallback", "out_of_scope"),
        (None, "out_of_scope"),
    ],
)
def test_an_intent_stands_for_a_kind(intent: str | None, kind: str) -> None:
    assert kind_of_intent(intent) == kind


def test_an_intent_that_nobody_assigned_is_not_guessed() -> None:
    with pytest.raises(ValueError, match="book_a_bed"):
        kind_of_intent("book_a_bed")


def test_every_kind_of_reply_is_one_of_the_compared_kinds() -> None:
    assert {kind_of_reply(kind) for kind in REPLY_KINDS} == set(KINDS)


@pytest.mark.parametrize("kind", ["answer", "no_fact", "clarify"])
def test_whether_a_fact_answers_is_no_matter_for_the_kind(kind: str) -> None:
    assert kind_of_reply(kind) == "question"


def test_a_reply_that_could_not_be_given_stays_what_it_is() -> None:
    assert kind_of_reply("unavailable") == "unavailable"


def test_what_is_unclear_counts_as_declined() -> None:
    assert kind_of_parse(parse("nlu_fallback", "emergency")) == "out_of_scope"


def test_without_the_fallback_the_likeliest_intent_counts() -> None:
    assert kind_of_parse(parse("nlu_fallback", "emergency", "greet"), fallback=False) == "emergency"


def test_of_several_parts_the_first_request_leads() -> None:
    parts = [parse("sadness"), parse("out_of_scope"), parse("ask_stages")]
    assert kind_of_parse(parse("nlu_fallback", parts=parts)) == "out_of_scope"
    assert kind_of_parse(parse("nlu_fallback", parts=[parse("sadness")])) == "smalltalk"


def test_parts_do_not_change_an_intent_that_was_found() -> None:
    assert kind_of_parse(parse("ask_stages", parts=[parse("greet")])) == "question"


def test_a_message_without_words_is_declined() -> None:
    assert kind_of_parse({"intent": {"name": None, "confidence": 0.0}}) == "out_of_scope"
