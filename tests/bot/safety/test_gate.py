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
from bot.nlu.intents import RANKING
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


@pytest.mark.parametrize("confidence", [DOUBT, 0.4])
def test_a_doubtful_crisis_is_raised_above_a_likelier_intent(
    gate: SafetyGate, confidence: float
) -> None:
    message = judged(gate, "hello", sadness=0.6, crisis=confidence)

    assert message.get(INTENT)["name"] == "crisis"


def test_an_unlikely_crisis_is_left_where_it_is(gate: SafetyGate) -> None:
    message = judged(gate, "hello", sadness=0.7, crisis=DOUBT - 0.01)

    assert message.get(INTENT) == {"name": "sadness", "confidence": 0.7}


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
