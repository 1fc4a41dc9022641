"""The safety gate overrides the classifier."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

import bot.safety.gate
from bot.knowledge_files import KnowledgeFileError
from bot.nlu.parts import PARTS, RANKING
from bot.safety.gate import CERTAIN, DOUBT, SafetyGate
from bot.safety.patterns import RedFlags

Ranking = list[dict[str, Any]]


@pytest.fixture
def gate(red_flags: RedFlags) -> SafetyGate:
    return SafetyGate(red_flags)


def judged(gate: SafetyGate, text: str | None, **confidences: float) -> Message:
    ranking: Ranking = [{"name": name, "confidence": c} for name, c in confidences.items()]
    message = Message({TEXT: text, INTENT: ranking[0], RANKING: ranking})
    gate.process([message])
    return message


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I am vomiting blood", "emergency"),
        ("我吐血了", "emergency"),
        ("I want to die", "crisis"),
        ("I am vomiting blood and I want to die", "crisis"),
    ],
)
def test_a_warning_sign_overrides_the_classifier(gate: SafetyGate, text: str, kind: str) -> None:
    message = judged(gate, text, greet=0.99, emergency=0.005, crisis=0.005)

    assert message.get(INTENT) == {"name": kind, "confidence": CERTAIN}


def test_the_flags_that_were_found_are_kept_for_the_trace(gate: SafetyGate) -> None:
    message = judged(gate, "I am vomiting blood", greet=1.0)

    assert message.as_dict()["red_flags"] == ["vomiting-blood"]


@pytest.mark.parametrize("kind", DOUBT)
@pytest.mark.parametrize("above", [0.0, 0.05])
def test_a_doubtful_danger_is_raised_above_a_likelier_intent(
    gate: SafetyGate, kind: str, above: float
) -> None:
    message = judged(gate, "hello", sadness=0.5, **{kind: DOUBT[kind]["unsaid"] + above})

    assert message.get(INTENT) == {"name": kind, "confidence": CERTAIN}


@pytest.mark.parametrize("kind", DOUBT)
def test_an_unlikely_danger_is_left_where_it_is(gate: SafetyGate, kind: str) -> None:
    message = judged(gate, "hello", sadness=0.6, **{kind: DOUBT[kind]["unsaid"] - 0.01})

    assert message.get(INTENT) == {"name": "sadness", "confidence": 0.6}


def test_of_two_doubtful_dangers_the_crisis_is_raised(gate: SafetyGate) -> None:
    message = judged(gate, "hello", emergency=0.5, crisis=0.45)

    assert message.get(INTENT)["name"] == "crisis"


@pytest.mark.parametrize(("likely", "intent"), [(0.9, "ask_side_effects"), (0.96, "emergency")])
def test_where_all_words_of_danger_are_denied_much_more_is_asked_of_the_classifier(
    gate: SafetyGate, likely: float, intent: str
) -> None:
    text = "no fever, no blood, what is IMRT"

    message = judged(gate, text, emergency=likely, ask_side_effects=1 - likely)

    assert message.get(INTENT)["name"] == intent


def test_words_of_a_wish_to_die_ask_less_of_the_classifier(gate: SafetyGate) -> None:
    assert DOUBT["crisis"]["said"] < DOUBT["crisis"]["unsaid"] < DOUBT["crisis"]["excused"]


def in_parts(text: str, part: Ranking) -> Message:
    """A message with a part that was classified as ``part``, the whole as a question."""
    whole: Ranking = [{"name": "ask_basics", "confidence": 0.9}]
    parts = [{"text": text, RANKING: part}]
    return Message({TEXT: text, INTENT: whole[0], RANKING: whole, PARTS: parts})


@pytest.mark.parametrize("kind", DOUBT)
def test_a_doubtful_danger_in_a_part_counts_for_the_message(gate: SafetyGate, kind: str) -> None:
    likely = DOUBT[kind]["unsaid"]
    message = in_parts("Good day. What is TACE?", [{"name": kind, "confidence": likely}])

    gate.process([message])

    assert message.get(INTENT)["name"] == kind


@pytest.mark.parametrize("kind", DOUBT)
def test_an_unlikely_danger_in_a_part_changes_nothing(gate: SafetyGate, kind: str) -> None:
    ranking: Ranking = [{"name": kind, "confidence": DOUBT[kind]["unsaid"] - 0.01}]
    message = in_parts("Good day. What is TACE?", ranking)

    gate.process([message])

    assert message.get(INTENT)["name"] == "ask_basics"
    assert message.get(PARTS)


@pytest.mark.parametrize("text", ["What is TACE? I am vomiting blood.", "什么是介入？我吐血了"])
def test_nothing_else_is_answered_beside_urgent_help(gate: SafetyGate, text: str) -> None:
    message = in_parts(text, [{"name": "ask_basics", "confidence": 0.9}])

    gate.process([message])

    assert message.get(INTENT)["name"] == "emergency"
    assert PARTS not in message.data


@pytest.mark.parametrize("text", ["what is TACE", "can radiotherapy cause bleeding", "", None])
def test_other_messages_are_left_alone(gate: SafetyGate, text: str | None) -> None:
    before = [{"name": "ask_basics", "confidence": 0.8}, {"name": "crisis", "confidence": 0.1}]

    message = judged(gate, text, ask_basics=0.8, crisis=0.1)

    assert message.get(INTENT) == before[0]
    assert message.get(RANKING) == before
    assert message.get("red_flags") is None


@pytest.mark.parametrize("text", ["I am vomiting blood", "I want to die", "hello"])
def test_the_ranking_keeps_each_intent_once_with_the_winner_first(
    gate: SafetyGate, text: str
) -> None:
    message = judged(gate, text, greet=0.4, crisis=0.3, emergency=0.2, thanks=0.1)

    names = [item["name"] for item in message.get(RANKING)]
    assert sorted(names) == ["crisis", "emergency", "greet", "thanks"]
    assert names[0] == message.get(INTENT)["name"]


def test_a_sign_counts_without_any_classifier(gate: SafetyGate) -> None:
    message = Message({TEXT: "I am vomiting blood"})

    gate.process([message])

    assert message.get(INTENT)["name"] == "emergency"


def test_every_message_of_a_batch_is_checked(gate: SafetyGate) -> None:
    messages = [Message({TEXT: text}) for text in ("hello", "I want to die", "I am vomiting blood")]

    gate.process(messages)

    assert [(m.get(INTENT) or {}).get("name") for m in messages] == [None, "crisis", "emergency"]


def test_the_gate_is_not_made_without_its_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bot.safety.gate, "KNOWLEDGE", tmp_path)

    with pytest.raises(KnowledgeFileError, match=r"red_flags\.yml"):
        SafetyGate.create({}, None, Resource("x"), ExecutionContext(GraphSchema({})))
