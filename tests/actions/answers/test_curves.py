"""Answers draw survival over time where one study tells it of several times."""

from typing import Any

import pytest
from drawing import Draw, both, counts, over_time, titles
from small_knowledge import figure

from hepatica.answers.compose import Style
from hepatica.answers.contract_charts import MOST_CHARTS, CurveChart
from hepatica.answers.figures import Wanted

FREE = {"measure": "disease-free survival"}


def test_survival_at_several_times_is_a_curve_with_people_at_its_end(draw: Draw) -> None:
    charts = draw(over_time(6, 12, 24))
    assert titles(charts) == [
        ("curve", "Overall survival over time"),
        ("icons", "Overall survival at 2 years"),
    ]
    curve, end = charts
    assert isinstance(curve, CurveChart)
    assert [series.label for series in curve.series] == ["New care", "Usual care"]
    assert [(p.months, p.percent) for p in curve.series[0].points] == [
        (6, 80.4),
        (12, 70.4),
        (24, 60.4),
    ]
    assert counts(end) == [(60, 100), (9, 100)]


def test_a_point_of_a_curve_says_both_sides_as_its_line_does(draw: Draw) -> None:
    curve = draw(over_time(6, 12))[0]
    assert isinstance(curve, CurveChart)
    assert curve.series[0].points[0].text == "80 out of 100 (80.4%) were alive, 20 were not"


def test_points_come_in_the_order_of_time_whatever_the_order_of_the_text(draw: Draw) -> None:
    curve = draw(over_time(24, 6))[0]
    assert isinstance(curve, CurveChart)
    assert [point.months for point in curve.series[0].points] == [6, 24]


def test_people_stand_at_the_longest_time_that_all_groups_share(draw: Draw) -> None:
    curve, end = draw([*over_time(6, 12), figure("5", timepoint="24 months")])
    assert isinstance(curve, CurveChart)
    assert [len(series.points) for series in curve.series] == [3, 2]
    assert end.title == "Overall survival at 1 year"


def test_a_curve_of_groups_that_share_no_time_has_no_people(draw: Draw) -> None:
    usual = figure("9", group="usual care", timepoint="36 months")
    charts = draw([figure("50", timepoint="6 months"), figure("40"), usual])
    assert titles(charts) == [("curve", "Overall survival over time")]


def test_one_time_asked_about_makes_no_curve(draw: Draw) -> None:
    charts = draw(over_time(6, 12, 24), style=Style(wanted=Wanted(months=12)))
    assert titles(charts) == [("icons", "Overall survival at 1 year")]


def test_times_of_two_studies_make_no_curve(draw: Draw) -> None:
    charts = draw([figure("49"), figure("31", timepoint="48 months", study="trial-two")])
    assert [chart.kind for chart in charts] == ["icons", "icons"]


@pytest.mark.parametrize(
    "changes",
    [
        {"measure": "bile leak"},
        {"measure": "recurrence"},
        {"measure": "5-year net survival"},
        {"timepoint": "2010-2014"},
    ],
)
def test_only_survival_at_times_after_the_start_makes_a_curve(
    draw: Draw, changes: dict[str, Any]
) -> None:
    earlier = "2000-2004" if "timepoint" in changes else "6 months"
    charts = draw([figure("27", **changes), figure("9", **{**changes, "timepoint": earlier})])
    assert [chart.kind for chart in charts] == ["icons", "icons"]


def test_a_time_at_which_one_group_has_only_a_limit_is_not_on_the_curve(draw: Draw) -> None:
    curve, end = draw([*over_time(6, 12), *both("20", "<5")])
    assert isinstance(curve, CurveChart)
    assert [[p.months for p in series.points] for series in curve.series] == [[6, 12], [6, 12]]
    assert end.title == "Overall survival at 1 year"


def test_an_answer_has_three_charts_at_most(draw: Draw) -> None:
    charts = draw([*over_time(6, 12), *over_time(6, 12, **FREE)])
    assert len(charts) == MOST_CHARTS == 3
    assert [chart.kind for chart in charts] == ["curve", "icons", "curve"]


def test_times_told_by_several_facts_of_an_answer_make_one_curve(draw: Draw) -> None:
    charts = draw(
        both("75.2", "43.1", timepoint="1 year"),
        both("27.4", "9.4", timepoint="24 months"),
        both("27.4", "9.4", timepoint="2 years"),
    )
    assert titles(charts) == [
        ("curve", "Overall survival over time"),
        ("icons", "Overall survival at 2 years"),
    ]
    assert isinstance(charts[0], CurveChart)
    assert [point.months for point in charts[0].series[0].points] == [12, 24]
