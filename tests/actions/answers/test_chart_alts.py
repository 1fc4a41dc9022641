"""Every chart says in words all that its picture shows, and nothing else."""

import pytest
from drawing import LEAK, Draw, both, over_time
from small_knowledge import figure, numbers

from hepatica.answers import compose
from hepatica.answers.compose import Style
from hepatica.answers.contract_charts import IconChart, ShownChart, ShownPoint
from hepatica.store import Snapshot

FREE = {"measure": "disease-free survival"}


def test_people_are_told_by_group_with_what_they_stand_for(draw: Draw) -> None:
    [chart] = draw(both("27.4", "9.4"))
    assert chart.alt == (
        "Overall survival at 2 years. "
        "New care: 27 out of 100 (27.4%) were alive, 73 out of 100 (72.6%) were not; "
        "Usual care: 9 out of 100 (9.4%) were alive, 91 out of 100 (90.6%) were not. "
        "Filled people: alive. Empty people: had died. " + chart.caption
    )


def test_people_without_a_group_are_told_without_one(draw: Draw) -> None:
    [chart] = draw([figure("10.2", group=None, **LEAK)])
    assert chart.alt.startswith("Bile leak. 10 out of 100 (10.2%). Filled people: bile leaked. ")


def test_every_point_of_a_curve_is_told_with_its_group_and_time(draw: Draw) -> None:
    curve = draw(over_time(6, 12))[0]
    assert curve.alt.startswith(
        "Overall survival over time. "
        "New care at 6 months: 80 out of 100 (80.4%) were alive, 20 were not; "
        "New care at 12 months: 70 out of 100 (70.4%) were alive, 30 were not; "
        "Usual care at 6 months: 9 out of 100"
    )
    assert curve.alt.endswith(f". {curve.caption}")


def test_one_month_is_one(draw: Draw) -> None:
    assert "New care at 1 month: " in draw(over_time(1, 12))[0].alt


def test_it_is_in_the_language_of_the_answer(draw: Draw) -> None:
    names = {"measures": {"bile leak": {"zh": "胆漏"}}, "groups": {"new care": {"zh": "新组"}}}
    [chart] = draw([figure("10.2", **LEAK)], style=Style("zh"), **names)
    assert chart.alt == (
        "胆漏。新组：每100人中约有10人（10.2%）。实心小人：出现胆漏。空心小人：没有胆漏。"
        + chart.caption
    )


def test_a_curve_that_says_free_explains_it_below(draw: Draw) -> None:
    """Its picture may be sent on without the text that has the key."""
    key = '"Free" means alive without the cancer coming back. '
    keyed = draw(over_time(6, 12, 24, **FREE))[0]
    assert " free, " in keyed.alt
    assert keyed.caption.startswith(key)
    assert key in keyed.alt
    assert not draw(over_time(6, 12))[0].caption.startswith(key)


@pytest.mark.parametrize("style", [Style("en"), Style("zh"), Style("en", True), Style("zh", True)])
def test_it_has_every_number_that_a_chart_of_the_store_shows_and_no_other(
    snapshot: Snapshot, style: Style
) -> None:
    wrong = []
    for fact in snapshot.facts.values():
        for chart in compose([fact], snapshot, style).contract.charts or []:
            said = " ".join(_shown(chart))
            if numbers(chart.alt) != numbers(said) or not _all_in(chart):
                wrong.append((fact.id, chart.title))
    assert wrong == []


def _shown(chart: ShownChart) -> list[str]:
    """All words of a chart but those of its alt text."""
    own = [chart.title, chart.caption]
    if isinstance(chart, IconChart):
        panels = [text for panel in chart.panels for text in (panel.label or "", panel.text)]
        return [*own, chart.filled, chart.empty, *panels]
    series = [text for one in chart.series for text in (one.label, *_points(one.points))]
    return [*own, *series]


def _points(points: list[ShownPoint]) -> list[str]:
    return [text for point in points for text in (str(point.months), point.text)]


def _all_in(chart: ShownChart) -> bool:
    return all(words in chart.alt for words in _shown(chart))
