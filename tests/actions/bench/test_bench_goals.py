"""Goals are judged by what was measured."""

from typing import Any

import pytest
from benchmarked import data

from bench.speed.goals import GOALS, LEAST, Goal


def given(value: float, low: float | None = None, high: float | None = None) -> dict[str, Any]:
    return {"a": {"value": value, "low": low, "high": high}}


@pytest.mark.parametrize(("value", "met"), [(0.39, True), (0.4, True), (0.41, False)])
def test_a_time_may_be_so_long(value: float, met: bool) -> None:
    assert Goal("time", ("a",), 0.4).met(given(value)) is met


@pytest.mark.parametrize(("value", "met"), [(2.4, False), (2.5, True), (9.0, True)])
def test_a_throughput_must_be_so_large(value: float, met: bool) -> None:
    assert Goal("turns", ("a",), 2.5, LEAST).met(given(value)) is met


@pytest.mark.parametrize(
    ("low", "high", "sure"),
    [(0.3, 0.39, True), (0.3, 0.5, False), (0.41, 0.5, True), (None, None, True)],
)
def test_an_interval_around_the_limit_is_not_sure(
    low: float | None, high: float | None, sure: bool
) -> None:
    assert Goal("time", ("a",), 0.4).sure(given(0.38, low, high)) is sure


def test_what_was_not_measured_is_an_error() -> None:
    with pytest.raises(KeyError):
        Goal("time", ("b",), 0.4).met(given(0.1))


def test_the_goals_are_those_of_the_issue() -> None:
    limits = [goal.limit for goal in GOALS]
    assert limits == [0.4, 0.4, 0.55, 0.55, 0.1, 0.5, 2.5, 1.5, 1.5, 1.5, 1.2]
    assert [goal.direction for goal in GOALS].count(LEAST) == 1


def test_every_goal_finds_its_ratio_in_a_run() -> None:
    run = data()
    values = {goal.told: goal.ratio(run)["value"] for goal in GOALS}
    assert values["Turn, median, to Rasa's default"] == pytest.approx(0.25, abs=0.02)
    assert values["Memory (PSS) after all turns, to Rasa's default"] == 0.25
    assert values["Training, to Rasa's default"] == 0.15
    assert values["Turns a second, many clients, to Rasa's default"] == pytest.approx(
        101 / 26, abs=0.01
    )
    assert values["Turn, median, to the floor"] == pytest.approx(1.25, abs=0.05)
    not_met = [goal.told for goal in GOALS if not goal.met(run)]
    assert not_met == ["Training, to Rasa's default", "Turn with the most facts, to the fewest"]


def test_training_is_compared_with_the_usual_epochs() -> None:
    [training] = [goal for goal in GOALS if goal.told.startswith("Training")]
    assert training.ratio(data(epochs=50))["value"] == pytest.approx(30 / (200 + 50 * 4))
    assert training.met(data(epochs=50))
