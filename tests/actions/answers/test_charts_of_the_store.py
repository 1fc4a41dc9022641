"""What is drawn of every fact of the store is what its answer says, in both languages."""

import json
import re
from itertools import product

import pytest
from jsonschema import Draft7Validator
from small_knowledge import numbers

from hepatica.answers import Composed, compose, contract_schema
from hepatica.answers.compose import Style
from hepatica.answers.contract_charts import CurveChart, IconChart, ShownChart
from hepatica.store import Snapshot

SCHEMA = Draft7Validator(contract_schema())
WAYS = list(product(["en", "zh"], [False, True]))
"""Both languages, in the usual and in simpler words."""
TABLE = "jco-os-table"


@pytest.fixture(scope="module", params=WAYS, ids=["en", "en-simpler", "zh", "zh-simpler"])
def told(request: pytest.FixtureRequest, snapshot: Snapshot) -> dict[str, Composed]:
    """The answer of every fact, in one way."""
    style = Style(*request.param)
    return {one.id: compose([one], snapshot, style) for one in snapshot.facts.values()}


def _texts(chart: ShownChart) -> list[str]:
    """The words of all panels or points."""
    if isinstance(chart, IconChart):
        return [panel.text for panel in chart.panels]
    return [point.text for series in chart.series for point in series.points]


def _tight(text: str) -> str:
    return text.replace(" ", "")


def _with_charts(told: dict[str, Composed]) -> list[tuple[str, Composed, ShownChart]]:
    """Every chart, with its answer and the fact's id."""
    found = [(i, one, chart) for i, one in told.items() for chart in one.contract.charts or []]
    assert len(found) > 50
    return found


def test_every_answer_keeps_the_contract(told: dict[str, Composed]) -> None:
    payloads = {i: json.loads(json.dumps(one.contract.payload())) for i, one in told.items()}
    assert [i for i, payload in payloads.items() if list(SCHEMA.iter_errors(payload))] == []


def test_the_words_of_every_chart_stand_in_the_text(told: dict[str, Composed]) -> None:
    unsaid = [
        (identifier, text)
        for identifier, one, chart in _with_charts(told)
        for text in _texts(chart)
        if _tight(text) not in _tight("\n".join(one.texts))
        or not numbers(text) <= numbers("\n".join(one.texts))
    ]
    assert unsaid == []


def test_every_number_drawn_is_one_of_the_figures_and_of_the_text(
    told: dict[str, Composed],
) -> None:
    invented = []
    for identifier, one, chart in _with_charts(told):
        figures, visible = one.contract.figures, numbers("\n".join(one.texts))
        if isinstance(chart, IconChart):
            drawn = {(panel.count, panel.out_of) for panel in chart.panels}
            known = drawn <= {(figure.count, figure.out_of) for figure in figures}
            read = {str(number) for people in drawn for number in people} <= visible
        else:
            points = {point.percent for series in chart.series for point in series.points}
            known = points <= {figure.value for figure in figures}
            read = points <= {float(number) for number in visible}
        if not (known and read):
            invented.append((identifier, chart.title))
    assert invented == []


def test_every_line_of_the_small_print_stands_in_the_texts_once(told: dict[str, Composed]) -> None:
    for identifier, one in told.items():
        lines = [line for text in one.texts for line in text.splitlines()]
        small = one.contract.small_print or []
        assert small, identifier
        assert [lines.count(line) for line in small] == [1] * len(small), identifier


def test_a_caption_is_of_people_and_a_source_that_the_answer_names(
    told: dict[str, Composed],
) -> None:
    for identifier, one, chart in _with_charts(told):
        sources, visible = one.contract.sources, numbers("\n".join(one.texts))
        assert any(source.label in chart.caption for source in sources), identifier
        assert numbers(chart.caption) <= visible, identifier


def test_a_chart_speaks_of_groups_and_to_nobody(told: dict[str, Composed]) -> None:
    for identifier, _, chart in _with_charts(told):
        shown = [chart.title, chart.caption, *_texts(chart)]
        shown += [chart.filled, chart.empty] if isinstance(chart, IconChart) else []
        assert all(words.strip() for words in shown), identifier
        assert not [w for w in shown if re.search(r"\byour?\b|您|你", w.casefold())], identifier


def test_both_languages_draw_the_same(snapshot: Snapshot) -> None:
    different = []
    for one in snapshot.facts.values():
        english, chinese = (
            compose([one], snapshot, Style(language)).contract.charts or []
            for language in ("en", "zh")
        )
        if [_drawn(chart) for chart in english] != [_drawn(chart) for chart in chinese]:
            different.append(one.id)
    assert different == []


def _drawn(chart: ShownChart) -> list[tuple[float, ...]]:
    """The numbers of a chart."""
    if isinstance(chart, IconChart):
        return [(panel.count, panel.out_of) for panel in chart.panels]
    return [(p.months, p.percent) for series in chart.series for p in series.points]


def _charts(snapshot: Snapshot, identifier: str) -> list[ShownChart]:
    return compose([snapshot.facts[identifier]], snapshot, Style()).contract.charts or []


def test_survival_in_the_2019_trial_is_drawn_over_time_and_at_its_end(snapshot: Snapshot) -> None:
    curve, icons = _charts(snapshot, TABLE)
    assert isinstance(curve, CurveChart)
    assert [series.label for series in curve.series] == [
        "Radiotherapy then surgery",
        "Surgery alone",
    ]
    assert [[p.percent for p in series.points] for series in curve.series] == [
        [89.0, 75.2, 43.9, 27.4],
        [81.7, 43.1, 16.7, 9.4],
    ]
    assert isinstance(icons, IconChart)
    assert (icons.title, _drawn(icons)) == ("Overall survival at 2 years", [(27, 100), (9, 100)])


def test_a_small_trial_is_drawn_as_its_38_people(snapshot: Snapshot) -> None:
    [chart] = _charts(snapshot, "se-jama-any")
    assert _drawn(chart) == [(33, 38)]


@pytest.mark.parametrize(
    "identifier",
    [
        "hbv-vaccine",  # an effect, not people
        "hcc-share-of-primary",  # a range
        "recurrence-common",  # "up to"
        "rild-how-common-sbrt",  # beside a limit, the higher number alone
        "jco-design",  # sizes of groups
    ],
)
def test_what_a_picture_would_tell_wrongly_is_left_to_the_words(
    snapshot: Snapshot, identifier: str
) -> None:
    assert _charts(snapshot, identifier) == []


def test_the_share_of_a_tumor_is_not_drawn_as_people(snapshot: Snapshot) -> None:
    assert [chart.title for chart in _charts(snapshot, "tech-carbon")] == [
        "Overall survival at 5 years"
    ]


def test_most_shares_of_the_store_are_drawn(snapshot: Snapshot) -> None:
    drawn = [one.id for one in snapshot.facts.values() if _charts(snapshot, one.id)]
    assert len(drawn) > 35
