"""What the comparison counts, and how plain retrieval decides."""

from typing import Any

import numpy as np
import pytest

from scorecard.compare.retrieval import Nearest, best_limit
from scorecard.compare.run import limit_on, retrieved
from scorecard.compare.systems import (
    Cost,
    Guess,
    by_language,
    false_alarms,
    guesses,
    recalls,
    right_facts,
    right_kind,
)
from scorecard.rates import Rate
from scorecard.sets import Item, Request


def item(*kinds: str, facts: tuple[str, ...] = (), language: str = "en") -> Item:
    return Item("x", Request(frozenset(kinds), frozenset(facts)), "set", language)


def near(intent: str, similarity: float, *facts: str) -> dict[str, Any]:
    return {"intent": intent, "similarity": similarity, "facts": list(facts)}


def test_one_of_several_right_kinds_is_enough() -> None:
    items = [item("answer", "personal_advice"), item("answer", "personal_advice")]
    assert right_kind(items, [Guess("personal_advice"), Guess("smalltalk")]) == Rate(1, 2)


def test_a_question_without_a_fact_is_still_a_question() -> None:
    assert right_kind([item("no_fact")], [Guess("question")]) == Rate(1, 1)


def test_recall_looks_only_at_messages_with_one_right_kind() -> None:
    items = [item("out_of_scope"), item("out_of_scope"), item("out_of_scope", "smalltalk")]
    found = recalls(items, [Guess("out_of_scope"), Guess("question"), Guess("smalltalk")])
    assert found["out_of_scope"] == Rate(1, 2)
    assert found["smalltalk"] == Rate(0, 0)


def test_a_missed_danger_is_no_false_alarm() -> None:
    items = [item("emergency"), item("smalltalk"), item("answer"), item("crisis", "emergency")]
    found = [Guess("crisis"), Guess("crisis"), Guess("question"), Guess("emergency")]
    assert false_alarms(items, found) == Rate(1, 2)


def test_a_right_fact_needs_the_right_kind() -> None:
    items = [item("answer", facts=("a",))] * 2
    assert right_facts(items, [Guess("question", facts=("a",)), Guess("crisis", facts=("a",))]) == (
        Rate(1, 2)
    )


def test_only_the_first_fact_may_be_asked_for() -> None:
    items, found = [item("answer", facts=("b",))], [Guess("question", facts=("a", "b"))]
    assert (right_facts(items, found, 1), right_facts(items, found)) == (Rate(0, 1), Rate(1, 1))


def test_questions_that_no_fact_must_answer_do_not_count_for_facts() -> None:
    items = [item("answer"), item("answer", "no_fact", facts=("a",))]
    assert right_facts(items, [Guess("question"), Guess("question")]).of == 0


def test_each_language_is_counted_by_itself() -> None:
    items = [item("answer", language="zh"), item("answer"), item("answer")]
    found = by_language(items, [Guess("question"), Guess("question"), Guess("crisis")])
    assert found == {"zh": Rate(1, 1), "en": Rate(1, 2)}


def test_a_missing_guess_is_an_error() -> None:
    with pytest.raises(ValueError, match="zip"):
        right_kind([item("answer"), item("answer")], [Guess("question")])


def test_parses_become_guesses_with_their_confidence() -> None:
    parse = {"intent": {"name": "greet", "confidence": 0.7}, "intent_ranking": []}
    assert guesses([parse]) == [Guess("smalltalk", 0.7)]


def test_times_are_told_by_the_middle_and_the_slow_end() -> None:
    cost = Cost(milliseconds=[float(n) for n in range(101)])
    assert (cost.median, cost.slow) == (50.0, 95.0)


def test_without_times_none_is_told() -> None:
    assert (Cost().median, Cost().slow) == (None, None)


def test_the_nearest_text_decides() -> None:
    texts = Nearest(np.array([[1.0, 0.0], [0.0, 1.0], [0.8, 0.6]]), ["a", "b", "a"])
    assert texts.first(np.array([0.6, 0.8])) == [("a", pytest.approx(0.96))]


def test_a_label_counts_once_with_its_nearest_text() -> None:
    texts = Nearest(np.array([[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]]), ["a", "a", "b"])
    assert texts.first(np.array([1.0, 0.0]), 3) == [("a", 1.0), ("b", 0.0)]


def test_the_limit_parts_other_subjects_from_ours() -> None:
    limit = best_limit([0.9, 0.8, 0.5, 0.4], [True, True, False, False], [False, False, True, True])
    assert 0.5 < limit <= 0.8


def test_without_other_subjects_there_is_no_limit() -> None:
    assert best_limit([0.9, 0.1], [True, True], [False, False]) == 0.0


def test_the_limit_is_set_by_what_is_right_for_each_message() -> None:
    tuning = [item("answer"), item("out_of_scope")]
    limit = limit_on(tuning, [near("ask_basics", 0.7), near("ask_basics", 0.3)])
    assert 0.3 < limit <= 0.7


def test_a_message_like_no_example_is_another_subject() -> None:
    assert retrieved(near("ask_basics", 0.49, "a"), 0.5) == Guess("out_of_scope", 0.49)


def test_a_message_like_an_example_is_what_that_is() -> None:
    assert retrieved(near("ask_basics", 0.5, "a", "b"), 0.5) == Guess("question", 0.5, ("a", "b"))
