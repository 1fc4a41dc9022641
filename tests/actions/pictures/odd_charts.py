"""What the tests of pictures share: charts, usual ones and odd ones."""

from typing import Any

from hypothesis import strategies as st

from hepatica.answers.contract_charts import (
    CurveChart,
    IconChart,
    ShownChart,
    ShownPanel,
    ShownPoint,
    ShownSeries,
)
from hepatica.pictures.orders import MOST_MONTHS, MOST_PANELS, MOST_SERIES

CAPTION = "Who was studied: 164 people in China. Source: J Clin Oncol 2019;37:2141-2151."
WORDS = ["survival", "at", "2", "years", "(27.4%)", "radiochemoembolization", "生存率", "（2年）。"]
"""Words as in charts, from which long texts are made."""


def icons(*people: tuple[int, int], **changes: Any) -> IconChart:
    """A chart of so many of so many people, for each group."""
    panels = [
        ShownPanel(label=f"Group {nth}", count=count, out_of=out_of, text=f"{count} of {out_of}")
        for nth, (count, out_of) in enumerate(people)
    ]
    usual: dict[str, Any] = {
        "title": "Overall survival at 2 years",
        "panels": panels,
        "filled": "alive",
        "empty": "had died",
        "caption": CAPTION,
        "alt": "the same",
    }
    return IconChart(kind="icons", **{**usual, **changes})


def curve(*groups: dict[int, float], **changes: Any) -> CurveChart:
    """A chart of percentages by months, for each group."""
    series = [
        ShownSeries(
            label=f"Group {nth}",
            points=[
                ShownPoint(months=months, percent=percent, text=f"{percent} out of 100")
                for months, percent in points.items()
            ],
        )
        for nth, points in enumerate(groups)
    ]
    usual = {"title": "Survival over time", "series": series, "caption": CAPTION, "alt": "same"}
    return CurveChart(kind="curve", **{**usual, **changes})


def texts(chart: ShownChart) -> list[str]:
    """Everything that a picture of the chart must say."""
    own = [chart.title, chart.caption]
    if isinstance(chart, IconChart):
        said = [text for panel in chart.panels for text in (panel.label or "", panel.text)]
        return [*own, chart.filled, chart.empty, *said]
    points = [point.text for series in chart.series for point in series.points]
    return [*own, *(series.label for series in chart.series), *points]


_LONG = st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join)
_TIGHT = st.lists(st.sampled_from(WORDS), max_size=20).map("".join)
_TEXTS = st.one_of(_LONG, _TIGHT, st.text(max_size=60))


@st.composite
def _panels(draw: st.DrawFn) -> ShownPanel:
    out_of = draw(st.sampled_from([1, 8, 38, 100, 200]))
    count = draw(st.integers(0, out_of))
    label = draw(st.none() | _TEXTS)
    return ShownPanel(label=label, count=count, out_of=out_of, text=draw(_TEXTS))


_POINTS = st.builds(
    ShownPoint,
    months=st.integers(0, 36) | st.integers(0, MOST_MONTHS),
    percent=st.sampled_from([0.0, 50.0, 100.0]) | st.floats(0, 100),
    text=_TEXTS,
)
_SERIES = st.builds(ShownSeries, label=_TEXTS, points=st.lists(_POINTS, min_size=1, max_size=6))
ODD_CHARTS = st.one_of(
    st.builds(
        icons,
        title=_TEXTS,
        panels=st.lists(_panels(), min_size=1, max_size=MOST_PANELS),
        filled=_TEXTS,
        empty=_TEXTS,
        caption=_TEXTS,
    ),
    st.builds(
        curve,
        title=_TEXTS,
        series=st.lists(_SERIES, min_size=1, max_size=MOST_SERIES),
        caption=_TEXTS,
    ),
)
LANGUAGES = st.sampled_from(["en", "zh"])
