"""The slots that carry a conversation."""

from typing import Any

import pytest

from hepatica.dialogue import Answerer, Context, Turn
from hepatica.dialogue.context import Mentions


def test_slots_survive_the_way_there_and_back() -> None:
    context = Context(topic="stages", stage="bclc-b", facts_given=["a"], facts_shown=["a", "b"])
    assert Context.from_slots(context.to_slots()) == context


@pytest.mark.parametrize("wrong", [5, 2.5, True, ["list"], {"a": 1}, b"bytes"])
def test_a_slot_of_another_type_counts_as_unset(wrong: Any) -> None:
    assert Context.from_slots({"study": wrong, "timepoint": wrong}) == Context()


@pytest.mark.parametrize("wrong", [5, "text", {"a": 1}, None, [1, None, {}]])
def test_a_list_slot_of_another_type_counts_as_empty(wrong: Any) -> None:
    assert Context.from_slots({"facts_given": wrong, "facts_shown": wrong}) == Context()


def test_other_slots_are_left_alone() -> None:
    assert Context.from_slots({"session_started_metadata": {"a": 1}}) == Context()


@pytest.mark.parametrize("intent", ["follow_up", "repeat", "more", "ask_source", "ask_basics"])
def test_slots_of_wrong_types_do_not_fail_a_turn(answerer: Answerer, intent: str) -> None:
    slots = {"topic": 1, "study": ["x"], "timepoint": {}, "facts_given": [1, "no-such-fact"]}
    reply = answerer.answer(Turn("what is HCC", intent, context=Context.from_slots(slots)))
    assert reply.texts


def test_the_last_sixty_facts_are_remembered() -> None:
    context = Context(facts_shown=[f"fact-{number}" for number in range(60)])
    shown = context.after_answer(["fact-0", "new"]).facts_shown
    assert (len(shown), shown[0], shown[-1]) == (60, "fact-1", "new")


def test_entities_are_kept_by_kind_once_and_in_order() -> None:
    mentions = Mentions.from_entities(
        [
            {"entity": "stage", "value": "bclc-b"},
            {"entity": "stage", "value": "bclc-c"},
            {"entity": "stage", "value": "bclc-b"},
        ]
    )
    assert mentions.get("stage") == ["bclc-b", "bclc-c"]
    assert (mentions.first("stage"), mentions.first("study")) == ("bclc-b", None)


def test_entities_of_other_types_are_left_out() -> None:
    mentions = Mentions.from_entities([{"entity": "stage", "value": 3}, {"value": "x"}, {}])
    assert mentions == Mentions()
