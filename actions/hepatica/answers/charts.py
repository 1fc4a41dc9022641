"""Charts of what an answer says: people side by side, and survival over time.

Nothing is drawn that the visible text does not say: each panel and each point is one figure as its
line tells it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from hepatica.answers.chart_alts import curve_alt, icons_alt
from hepatica.answers.contract_charts import (
    MOST_CHARTS,
    CurveChart,
    IconChart,
    ShownChart,
    ShownPanel,
    ShownPoint,
    ShownSeries,
)
from hepatica.answers.drawable import is_exact, legend_of, people_of
from hepatica.answers.figures import Told, measured
from hepatica.answers.frames import frame_of
from hepatica.answers.studied import who_was_studied
from hepatica.models import Figure
from hepatica.store.snapshot import Snapshot
from hepatica.store.timepoints import in_months
from hepatica.wording import Voice, capital

MOST_ICONS = 2
"""Charts of people in one answer."""
SHARES = ("percent", "people")
OVER_TIME = ("alive", "free")
"""Frames of what is measured again and again, and drawn as a curve."""
LEAST_POINTS = 2
"""Times at which a group must have been measured for a curve."""

Comparison = dict[str | None, Told]
"""The groups of one study, by name, for one measure at one time; never empty."""


def charts_of(told: Iterable[Told], snapshot: Snapshot, voice: Voice) -> list[ShownChart]:
    """What can be drawn of the figures that an answer tells.

    A measure of survival that a study gives of a group at several times is a curve, and then
    people are drawn only at its end.

    Args:
        told: figures that stand in the visible text, as their lines tell them.
        snapshot: who was studied, and the sources.
        voice: the wording of the answer.
    """
    charts: list[ShownChart] = []
    for comparisons in _by_measure(told):
        course = _course(comparisons)
        if course:
            charts.append(_curve(course, snapshot, voice))
        at_once = [*_end(course), *(one for one in comparisons if one not in course)]
        charts += [chart for one in at_once if (chart := _icons(one, snapshot, voice))]
    return _few(charts)


def _by_measure(told: Iterable[Told]) -> list[list[Comparison]]:
    """The comparisons of each measure of each study, in the order of the text."""
    found: dict[tuple[str, str], dict[int | str | None, Comparison]] = {}
    for one in told:
        figure = one.figure
        if figure.unit in SHARES:
            times = found.setdefault((figure.measure, figure.study), {})
            when = in_months(figure.timepoint) or figure.timepoint
            times.setdefault(when, {}).setdefault(figure.group, one)
    return [list(times.values()) for times in found.values()]


def _few(charts: list[ShownChart]) -> list[ShownChart]:
    """The first charts, of people only the first ``MOST_ICONS``."""
    icons = [chart for chart in charts if isinstance(chart, IconChart)][:MOST_ICONS]
    kept = [c for c in charts if isinstance(c, CurveChart) or any(c is one for one in icons)]
    return kept[:MOST_CHARTS]


def _icons(comparison: Comparison, snapshot: Snapshot, voice: Voice) -> IconChart | None:
    """All groups of a comparison, or none: one alone would mislead."""
    groups = list(comparison.values())
    panels = [panel for told in groups if (panel := _panel(told, voice))]
    legend, *others = [legend_of(told, voice) for told in groups]
    if legend is None or any(other != legend for other in others) or len(panels) < len(groups):
        return None
    title = measured(groups[0].figure, voice)
    caption = _caption([told.figure for told in groups], snapshot, voice)
    return IconChart(
        kind="icons",
        title=title,
        panels=panels,
        filled=legend.filled,
        empty=legend.empty,
        caption=caption,
        alt=icons_alt(title, panels, legend, caption, voice),
    )


def _panel(told: Told, voice: Voice) -> ShownPanel | None:
    people = people_of(told)
    if people is None:
        return None
    count, out_of = people
    group = told.figure.group
    label = capital(voice.label("groups", group)) if group else None
    return ShownPanel(label=label, count=count, out_of=out_of, text=told.amount)


def _course(comparisons: list[Comparison]) -> list[Comparison]:
    """The comparisons that make a curve, earliest first; none where no group has two points."""
    timed = sorted((one for one in comparisons if _on_a_curve(one)), key=_months)
    points = Counter(group for comparison in timed for group in comparison)
    return timed if max(points.values(), default=0) >= LEAST_POINTS else []


def _on_a_curve(comparison: Comparison) -> bool:
    return all(
        is_exact(told)
        and told.figure.unit == "percent"
        and frame_of(told.figure) in OVER_TIME
        and in_months(told.figure.timepoint) is not None
        for told in comparison.values()
    )


def _months(comparison: Comparison) -> int:
    return next(in_months(told.figure.timepoint) or 0 for told in comparison.values())


def _end(course: list[Comparison]) -> list[Comparison]:
    """The latest time that all groups of a curve share."""
    everybody = {group for comparison in course for group in comparison}
    return [comparison for comparison in course if set(comparison) == everybody][-1:]


def _curve(course: list[Comparison], snapshot: Snapshot, voice: Voice) -> CurveChart:
    groups = list(dict.fromkeys(group for comparison in course for group in comparison))
    points = [told for comparison in course for told in comparison.values()]
    figures = [told.figure for told in points]
    measure = capital(voice.label("measures", figures[0].measure))
    title = voice.say("over_time", measure=measure)
    caption = _caption(figures, snapshot, voice)
    if any(told.is_keyed for told in points):
        caption = voice.say("chart_key_free", caption=caption)
    series = [
        ShownSeries(
            label=capital(voice.label("groups", group)) if group else measure,
            points=[_point(one, one[group]) for one in course if group in one],
        )
        for group in groups
    ]
    return CurveChart(
        kind="curve",
        title=title,
        series=series,
        caption=caption,
        alt=curve_alt(title, series, caption, voice),
    )


def _point(comparison: Comparison, told: Told) -> ShownPoint:
    percent = float(told.figure.value)
    return ShownPoint(months=_months(comparison), percent=percent, text=told.amount)


def _caption(figures: Sequence[Figure], snapshot: Snapshot, voice: Voice) -> str:
    """Who was studied, and where it comes from; all figures are of one study."""
    label = snapshot.sources[figures[0].study].short_label
    source = voice.say("chart_source", label=label)
    who = who_was_studied(figures, snapshot, voice)
    return voice.say("chart_caption", who=who, source=source) if who else source
