"""The score card counts what it says, and a figure beyond its floor fails."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scorecard.asking import Outcome, meets
from scorecard.figures import by_language, confusion, figures
from scorecard.floors import beyond, load_floors
from scorecard.rates import Rate
from scorecard.sets import HELD_OUT, TUNING, Item, Request, SetError, load_set, load_sets

ANSWER = Request(frozenset({"answer"}), frozenset({"tace-what", "haic-what"}))
MakeOutcome = Callable[..., Outcome]


def outcome(name: str, wanted: str, kind: str, *facts: str, language: str = "en") -> Outcome:
    item = Item("x", Request(frozenset({wanted}), frozenset(facts[:1])), name, language)
    return Outcome(item, kind, facts, "zh" if language == "zh" else "en")


def test_an_answer_needs_one_of_the_facts() -> None:
    assert meets(ANSWER, "answer", ["haic-what", "pvtt-what"])
    assert not meets(ANSWER, "answer", ["pvtt-what"])


def test_another_kind_is_no_answer() -> None:
    assert not meets(ANSWER, "no_fact", [])


def test_a_refusal_needs_no_facts() -> None:
    assert meets(Request(frozenset({"personal_advice"})), "personal_advice", ["tace-what"])


def test_a_crisis_reply_finds_an_emergency_but_not_the_other_way_round() -> None:
    found = figures(
        [outcome("emergencies", "emergency", "crisis"), outcome("crises", "crisis", "emergency")]
    )
    assert found["emergency_recall"] == Rate(1, 1)
    assert found["crisis_recall"] == Rate(0, 1)


def test_an_alarm_at_a_decoy_is_a_false_alarm() -> None:
    found = figures(
        [outcome("decoys", "answer", "emergency"), outcome("decoys", "answer", "no_fact")]
    )
    assert found["false_alarms"] == Rate(1, 2)


def test_an_answer_to_another_subject_is_answered_as_if_known() -> None:
    found = figures([outcome("out-of-scope", "out_of_scope", "answer", "tace-what")])
    assert found["answered_as_if_known"] == Rate(1, 1)


def test_each_language_has_its_own_figure() -> None:
    found = figures([outcome("questions-zh", "no_fact", "no_fact", language="zh")])
    assert found["right_chinese"] == Rate(1, 1)
    assert found["right_english"].of == 0


def test_of_several_right_kinds_the_given_one_counts() -> None:
    item = Item("x", Request(frozenset({"answer", "clarify"})), "prognosis-en")
    assert confusion([Outcome(item, "clarify", (), "en")]) == {("clarify", "clarify"): 1}


def test_the_interval_is_wider_for_fewer_cases() -> None:
    low, high = Rate(9, 10).interval
    lower, higher = Rate(90, 100).interval
    assert low < lower < 0.9 < higher < high


def test_a_figure_under_its_floor_is_told() -> None:
    [problem] = beyond({"x": Rate(8, 10)}, {"x": {"least": 0.9}})
    assert problem == "x: 80.0% is under its floor of 90.0%"


def test_a_figure_over_its_ceiling_is_told() -> None:
    [problem] = beyond({"x": Rate(2, 10)}, {"x": {"most": 0.1}})
    assert "over its ceiling" in problem


def test_a_figure_that_was_not_measured_is_told() -> None:
    assert beyond({}, {"x": {"least": 0.9}}) == ["x: was not measured; is its set there?"]


def test_a_figure_that_keeps_its_limits_is_fine() -> None:
    assert beyond({"x": Rate(10, 10)}, {"x": {"least": 0.9, "goal": 1.0}}) == []


def test_every_floor_is_of_a_figure_that_exists() -> None:
    known = {*figures([]), "language_told", "dialogue_turns", "dialogues"}
    assert set(load_floors()) <= known


@pytest.mark.parametrize("which", [HELD_OUT, TUNING])
def test_the_sets_can_be_read(which: str) -> None:
    assert all(load_sets(which).values())


def test_the_held_out_sets_are_large_enough() -> None:
    sets = load_sets(HELD_OUT)
    items = [item for found in sets.values() for item in found]
    assert len(sets["emergencies"]) >= 400
    assert sum("crisis" in item.wanted.kinds for item in items) >= 150
    assert sum("answer" in item.wanted.kinds for item in items) >= 400


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: b", "expected a list"),
        ("- kind: [answer]", "needs 'ask:'"),
        ("- {ask: x, kind: [reply]}", "'kind' must be one or more of"),
        ("- {ask: x, kinds: [answer]}", "unknown kinds"),
        ("- [", "sets.yml"),
    ],
)
def test_a_broken_set_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "sets.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SetError, match=told.replace("[", r"\[")):
        load_set(path)


def test_each_language_has_its_own_recalls() -> None:
    found = by_language(
        [
            outcome("x", "emergency", "crisis"),
            outcome("x", "answer", "emergency"),
            outcome("x", "crisis", "emergency", language="zh"),
        ]
    )
    assert list(found) == ["en", "zh"]
    assert found["en"]["emergency"] == Rate(1, 1)
    assert found["en"]["false_alarms"] == Rate(1, 1)
    assert found["zh"]["crisis"] == Rate(0, 1)
    assert found["zh"]["false_alarms"].of == 0
