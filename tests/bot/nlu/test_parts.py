"""Several questions in one message."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.parts import (
    MEANT,
    MOST_PARTS,
    PARTS,
    RANKING,
    SURE,
    PartsJoiner,
    PartsSplitter,
    each,
    meant,
)

TERM = {"entity": "term", "value": "tace"}


def split(text: str) -> list[Message]:
    """The parts that a message is looked at in."""
    message = Message({TEXT: text})
    PartsSplitter().process([message])
    return list(each([message]))[1:]


def joined(text: str, *intents: str, confidence: float = 0.9, whole: str = "ask_basics") -> Message:
    """The message after its parts were classified as ``intents``."""
    message = Message({TEXT: text, INTENT: {"name": whole, "confidence": 0.5}})
    PartsSplitter().process([message])
    parts = list(each([message]))[1:]
    for part, name in zip(parts, intents, strict=True):
        intent = {"name": name, "confidence": confidence}
        part.set(INTENT, intent)
        part.set(RANKING, [intent])
        part.set(ENTITIES, [TERM])
    PartsJoiner().process([message])
    return message


def told(message: Message) -> list[tuple[str, str]]:
    """Text and intent of each part that the action server is given."""
    return [(part["text"], part[INTENT]["name"]) for part in message.get(PARTS) or []]


@pytest.mark.parametrize(
    "text", ["what is TACE", "I feel tired. I sleep badly.", "hello", "", "😀"]
)
def test_a_message_with_one_question_or_none_has_no_parts(text: str) -> None:
    assert split(text) == []


def test_each_sentence_beside_a_question_becomes_a_message() -> None:
    parts = split("Dad has stage B. What is that? Will it hurt?")

    assert [part.get(TEXT) for part in parts] == [
        "Dad has stage B.",
        "What is that?",
        "Will it hurt?",
    ]


def test_a_message_without_text_is_let_be() -> None:
    message = Message({})

    PartsJoiner().process(PartsSplitter().process([message]))

    assert message.data == {}


def test_a_very_long_list_is_not_looked_at_whole() -> None:
    assert len(split("Does it hurt? " * 30)) == MOST_PARTS + 1


def test_two_questions_are_told_with_what_was_found_in_each() -> None:
    message = joined("What is TACE? Does surgery hurt?", "ask_treatments", "ask_surgery")

    assert message.as_dict()[PARTS] == [
        {
            "text": text,
            MEANT: text,
            INTENT: {"name": name, "confidence": 0.9},
            RANKING: [{"name": name, "confidence": 0.9}],
            ENTITIES: [TERM],
        }
        for text, name in [
            ("What is TACE?", "ask_treatments"),
            ("Does surgery hurt?", "ask_surgery"),
        ]
    ]


def test_the_message_goes_where_its_first_question_is_answered() -> None:
    message = joined("What is TACE? Does surgery hurt?", "ask_treatments", "ask_surgery")

    assert message.get(INTENT) == {"name": "ask_treatments", "confidence": 0.9}


@pytest.mark.parametrize("intent", ["out_of_scope", "ask_are_you_human"])
def test_a_first_question_with_a_fixed_reply_leaves_the_rest_to_the_action(intent: str) -> None:
    message = joined("Who won the match? What is TACE?", intent, "ask_treatments")

    assert message.get(INTENT)["name"] == "nlu_fallback"
    assert [name for _, name in told(message)] == [intent, "ask_treatments"]


def test_two_halves_of_a_sentence_on_one_topic_are_one_question() -> None:
    message = joined(
        "What is the dose and how long is a session? Is surgery safe?",
        "ask_neoadjuvant_rt",
        "ask_neoadjuvant_rt",
        "ask_surgery",
    )

    assert told(message) == [
        ("What is the dose how long is a session?", "ask_neoadjuvant_rt"),
        ("Is surgery safe?", "ask_surgery"),
    ]
    assert message.get(PARTS)[0][ENTITIES] == [TERM, TERM]


def test_a_message_that_only_holds_twins_is_understood_as_a_whole() -> None:
    message = joined("What is the dose and how long is it?", "ask_stages", "ask_stages")

    assert told(message) == []
    assert message.get(INTENT)["name"] == "ask_basics"


def test_two_sentences_on_one_topic_stay_two_questions() -> None:
    message = joined("What is TACE? Does it hurt?", "ask_treatments", "ask_treatments")

    assert [text for text, _ in told(message)] == ["What is TACE?", "Does it hurt?"]


def test_advice_that_is_asked_for_twice_is_asked_for_once() -> None:
    message = joined("Should I do it? Would you do it?", "personal_advice", "personal_advice")

    assert told(message) == []


def test_sadness_beside_a_question_is_kept() -> None:
    message = joined("I cry all day. What is TACE?", "sadness", "ask_treatments")

    assert told(message) == [("I cry all day.", "sadness"), ("What is TACE?", "ask_treatments")]
    assert message.get(INTENT)["name"] == "ask_treatments"


def test_sadness_that_is_not_likely_enough_is_no_part() -> None:
    message = joined("I am in. What is TACE?", "sadness", "ask_basics", confidence=SURE - 0.01)

    assert told(message) == []


@pytest.mark.parametrize("small", ["greet", "thanks", "affirm"])
def test_small_talk_and_remarks_beside_questions_are_dropped(small: str) -> None:
    message = joined(
        "Can you help? Dad has HCC. What is TACE? Is surgery safe?",
        small,
        "ask_basics",
        "ask_treatments",
        "ask_surgery",
    )

    assert [text for text, _ in told(message)] == ["What is TACE?", "Is surgery safe?"]


def test_a_remark_before_one_question_leaves_the_message_whole() -> None:
    message = joined("Dad has stage B. What is that?", "ask_stages", "ask_stages")

    assert told(message) == []


@pytest.mark.parametrize("urgent", ["emergency", "crisis"])
def test_an_emergency_leaves_no_parts(urgent: str) -> None:
    message = joined("What is TACE? Is surgery safe?", "ask_basics", "ask_surgery", whole=urgent)

    assert told(message) == []
    assert message.get(INTENT)["name"] == urgent


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({TEXT: "what is cirhosis", MEANT: "what is cirrhosis"}, "what is cirrhosis"),
        ({TEXT: "what is cirrhosis"}, "what is cirrhosis"),
        ({}, ""),
    ],
)
def test_the_text_to_understand_is_as_meant_or_else_as_typed(
    data: dict[str, Any], text: str
) -> None:
    assert meant(Message(data)) == text
