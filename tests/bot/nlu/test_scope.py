"""Whether the classifier is sure enough."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.parts import RANKING, PartsSplitter, each
from bot.nlu.scope import QUESTION, UNCLEAR, ScopeCheck, chosen, is_topic, kinds


def ranking(**confidences: float) -> list[dict[str, Any]]:
    return [{"name": name, "confidence": c} for name, c in confidences.items()]


@pytest.mark.parametrize(
    ("intent", "topic"),
    [
        ("ask_stages", True),
        ("ask_neoadjuvant_rt", True),
        ("ask_source", False),
        ("ask_are_you_human", False),
        ("greet", False),
        ("out_of_scope", False),
    ],
)
def test_knows_the_topics_of_the_store(intent: str, topic: bool) -> None:
    assert is_topic(intent) is topic


def test_topics_are_added_up_and_all_else_stands_by_itself() -> None:
    found = kinds(ranking(greet=0.4, ask_stages=0.3, ask_surgery=0.2, ask_source=0.1))

    assert found == pytest.approx({"greet": 0.4, QUESTION: 0.5, "ask_source": 0.1})


def test_a_question_in_two_topics_beats_one_likelier_intent() -> None:
    intent = chosen(ranking(out_of_scope=0.4, ask_stages=0.35, ask_surgery=0.25), 0.5)

    assert intent == {"name": "ask_stages", "confidence": 0.6}


def test_another_kind_that_beats_all_topics_together_is_taken() -> None:
    intent = chosen(ranking(out_of_scope=0.55, ask_stages=0.25, ask_surgery=0.2), 0.5)

    assert intent == {"name": "out_of_scope", "confidence": 0.55}


@pytest.mark.parametrize(("threshold", "name"), [(0.29, "greet"), (0.3, "greet"), (0.31, UNCLEAR)])
def test_below_the_threshold_a_message_is_unclear(threshold: float, name: str) -> None:
    intent = chosen(ranking(greet=0.3, thanks=0.25, deny=0.25, affirm=0.2), threshold)

    assert intent == {"name": name, "confidence": 0.3}


@pytest.mark.parametrize("given", [None, [], [{"name": None, "confidence": 0.0}]])
def test_a_message_that_was_not_classified_is_let_be(given: list[dict[str, Any]] | None) -> None:
    message = Message({TEXT: "", RANKING: given})

    ScopeCheck(0.3).process([message])

    assert message.get(INTENT) is None


def test_each_part_is_judged_by_itself() -> None:
    message = Message({TEXT: "What is TACE? Is it so?"})
    PartsSplitter().process([message])
    rankings = [ranking(greet=0.9), ranking(ask_basics=0.6), ranking(deny=0.2, greet=0.1)]
    for part, found in zip(each([message]), rankings, strict=True):
        part.set(RANKING, found)

    ScopeCheck(0.3).process([message])

    names = [part.get(INTENT)["name"] for part in each([message])]
    assert names == ["greet", "ask_basics", UNCLEAR]


def test_the_threshold_comes_from_the_configuration() -> None:
    check = ScopeCheck.create(
        {"threshold": "0.7"}, None, Resource("x"), ExecutionContext(GraphSchema({}))
    )
    message = Message({TEXT: "hello", RANKING: ranking(greet=0.6)})

    check.process([message])

    assert message.get(INTENT)["name"] == UNCLEAR


def _intent(found: list[dict[str, Any]], entity: str | None = None) -> str:
    entities = [{"entity": entity, "value": "x"}] if entity else []
    message = Message({TEXT: "tell me about it", RANKING: found, ENTITIES: entities})
    ScopeCheck(0.3).process([message])
    return str(message.get(INTENT)["name"])


@pytest.mark.parametrize(("likely", "name"), [(0.69, UNCLEAR), (0.71, "out_of_scope")])
def test_another_subject_that_is_not_sure_is_left_to_the_fact_store(
    likely: float, name: str
) -> None:
    assert _intent(ranking(out_of_scope=likely, ask_basics=0.2)) == name


@pytest.mark.parametrize("entity", ["study", "stage", "measure"])
def test_what_names_a_trial_a_stage_or_a_measure_is_no_other_subject(entity: str) -> None:
    found = ranking(out_of_scope=0.95, greet=0.03, ask_evidence=0.02)
    assert _intent(found, entity) == "ask_evidence"


def test_a_treatment_alone_does_not_make_a_message_ours() -> None:
    assert _intent(ranking(out_of_scope=0.95, ask_basics=0.05), "treatment") == "out_of_scope"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("how long do i have to live", "personal_advice"),
        ("How long has my dad got?", "personal_advice"),
        ("我还能活多久", "personal_advice"),
        ("cuanto tiempo le queda", "personal_advice"),
        ("how long do people live", "ask_outcomes"),
        ("how long will I have to wait", "ask_outcomes"),
    ],
)
def test_one_person_s_own_time_is_asked_for_in_words_that_leave_no_doubt(
    text: str, name: str
) -> None:
    message = Message({TEXT: text, RANKING: ranking(ask_outcomes=0.95, personal_advice=0.01)})
    ScopeCheck(0.3).process([message])
    assert message.get(INTENT)["name"] == name
