"""Answers draw their shares as people, side by side, and nothing that misleads."""

from typing import Any

import pytest
from drawing import LEAK, WORDS, Draw, both, counts, titles
from small_knowledge import figure

from hepatica.answers import compose
from hepatica.answers.compose import Style
from hepatica.answers.contract_charts import IconChart
from hepatica.store import Snapshot


def test_the_groups_of_a_comparison_stand_side_by_side(draw: Draw) -> None:
    [chart] = draw(both("27.4", "9.4"))
    assert isinstance(chart, IconChart)
    assert chart.title == "Overall survival at 2 years"
    assert [(p.label, p.count, p.out_of) for p in chart.panels] == [
        ("New care", 27, 100),
        ("Usual care", 9, 100),
    ]
    assert (chart.filled, chart.empty) == ("alive", "had died")


def test_a_panel_says_both_sides_as_the_line_does(draw: Draw) -> None:
    [chart] = draw([figure("27.4")])
    assert isinstance(chart, IconChart)
    assert chart.panels[0].text == (
        "27 out of 100 (27.4%) were alive, 73 out of 100 (72.6%) were not"
    )


def test_the_caption_says_who_was_studied_and_the_source(draw: Draw) -> None:
    [chart] = draw(both("27.4", "9.4"))
    assert chart.caption == (
        "Who was studied: people of trial-one (82 had new care, 82 had usual care). "
        "Source: Journal of Tests, 2020."
    )


def test_groups_of_two_studies_are_not_drawn_side_by_side(draw: Draw) -> None:
    one, other = draw([figure("27.4"), figure("9.4", group="usual care", study="trial-two")])
    assert (counts(one), counts(other)) == ([(27, 100)], [(9, 100)])
    assert "trial-one" in one.caption
    assert "trial-two" not in one.caption


def test_a_figure_without_a_group_has_no_label(draw: Draw) -> None:
    [chart] = draw([figure("27.4", group=None)])
    assert isinstance(chart, IconChart)
    assert chart.panels[0].label is None


def test_a_head_count_is_drawn_as_its_people(draw: Draw) -> None:
    [chart] = draw([figure("3", unit="people", **{**LEAK, "n": 38})])
    assert counts(chart) == [(3, 38)]


def test_a_head_count_and_its_share_are_one_panel(draw: Draw) -> None:
    share = figure("86.8", **{**LEAK, "n": 38})
    [chart] = draw([figure("33", unit="people", **{**LEAK, "n": 38}), share])
    assert isinstance(chart, IconChart)
    assert counts(chart) == [(33, 38)]
    assert chart.panels[0].text == "33 out of 38 people (86.8%)"


def test_what_a_person_stands_for_is_said_in_the_words_of_the_measure(draw: Draw) -> None:
    [chart] = draw([figure("10.2", **LEAK)])
    assert isinstance(chart, IconChart)
    assert (chart.filled, chart.empty) == ("bile leaked", "bile did not leak")


def test_words_can_be_those_of_one_group(draw: Draw) -> None:
    words = {"bile leak (new care)": WORDS["bile leak"]}
    assert titles(draw([figure("10.2", **LEAK)], icons=words)) == [("icons", "Bile leak")]
    assert draw([figure("10.2", group="usual care", **LEAK)], icons=words) == []
    assert draw(both("10.2", "20.4", **LEAK), icons=words) == []


def test_groups_whose_people_stand_for_different_things_are_not_drawn_together(draw: Draw) -> None:
    leak = WORDS["bile leak"]
    words = {
        "bile leak (new care)": leak,
        "bile leak (usual care)": {**leak, "empty": {"en": "others"}},
    }
    assert draw(both("10.2", "20.4", **LEAK), icons=words) == []


def test_a_share_that_nobody_has_words_for_is_not_drawn(draw: Draw) -> None:
    assert draw([figure("90", measure="local control")]) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"value": "75-85"},
        {"value": "<5"},
        {"value": "70", "note": "up to"},
        {"value": "70", "note": "at least"},
        {"value": "0.3"},
        {"value": "99.7"},
        {"value": "38", "unit": "people", "n": 38},
        {"value": "3", "unit": "people", "n": 8218},
        {"value": "3", "unit": "people", "n": None},
        {"value": "14", "unit": "months"},
    ],
)
def test_what_would_look_like_another_number_is_not_drawn(
    draw: Draw, changes: dict[str, Any]
) -> None:
    assert draw([figure(**{**LEAK, **changes})]) == []


@pytest.mark.parametrize(("value", "count"), [("0", 0), ("100", 100), ("0.6", 1), ("99.4", 99)])
def test_nobody_and_everybody_are_drawn_where_it_is_just_that(
    draw: Draw, value: str, count: int
) -> None:
    [chart] = draw([figure(value, **LEAK)])
    assert counts(chart) == [(count, 100)]


def test_a_rounded_share_keeps_its_nearly_in_words(draw: Draw) -> None:
    [chart] = draw([figure("60", measure="5-year overall survival", note="approaching")])
    assert isinstance(chart, IconChart)
    assert counts(chart) == [(60, 100)]
    assert chart.panels[0].text.startswith("nearly 60 out of 100 (60%) lived that long, a little")


def test_a_comparison_is_drawn_with_all_its_groups_or_not_at_all(draw: Draw) -> None:
    assert draw(both("27.4", "<5", **LEAK)) == []


def test_at_most_two_charts_of_people_are_drawn(draw: Draw) -> None:
    measures = ["bile leak", "fever", "pain"]
    figures = [figure("10", measure=measure, timepoint=None) for measure in measures]
    charts = draw(figures, icons=dict.fromkeys(measures, WORDS["bile leak"]))
    assert titles(charts) == [("icons", "Bile leak"), ("icons", "Fever")]


def test_charts_are_in_the_language_of_the_answer(draw: Draw) -> None:
    names = {"measures": {"bile leak": {"zh": "胆漏"}}, "groups": {"new care": {"zh": "新组"}}}
    [chart] = draw([figure("10.2", **LEAK)], style=Style("zh"), **names)
    assert isinstance(chart, IconChart)
    assert (chart.title, chart.filled, chart.empty) == ("胆漏", "出现胆漏", "没有胆漏")
    assert (chart.panels[0].label, chart.panels[0].text) == ("新组", "每100人中约有10人（10.2%）")
    assert chart.caption.endswith("来源：Journal of Tests, 2020。")


def test_an_answer_without_shares_has_no_charts(snapshot: Snapshot) -> None:
    contract = compose([snapshot.facts["hcc-what-is"]], snapshot, Style()).contract
    assert contract.charts is None
    assert "charts" not in contract.payload()


def test_declined_advice_draws_nothing(draw: Draw) -> None:
    assert draw(both("27.4", "9.4"))
    assert draw(both("27.4", "9.4"), kind="personal_advice") == []


def test_groups_told_by_two_facts_of_an_answer_stand_side_by_side(draw: Draw) -> None:
    [chart] = draw([figure("10", **LEAK)], [figure("20", group="usual care", **LEAK)])
    assert counts(chart) == [(10, 100), (20, 100)]
