"""Curves laid out: the stated points of each group over time, and the same in words."""

import math

from hepatica.answers.contract_charts import CurveChart, ShownPoint, ShownSeries
from hepatica.pictures.colours import ACCENT, GRID, INK, LINE, QUIET
from hepatica.pictures.lettering import AXIS, LABEL, SMALL, width_of
from hepatica.pictures.shapes import Mark, Place, Sheet, Stroke, Words
from hepatica.pictures.words import word
from hepatica.pictures.writing import MARGIN, WIDTH, write

HEIGHT = 400
LEFT, RIGHT = MARGIN + 72, WIDTH - MARGIN - 40
GAP = 24
LABELS = 20
"""From an axis to its labels; marks on the axis stand between."""
PERCENTS = (0, 25, 50, 75, 100)
MOST_TICKS = 6
STEPS = (1, 2, 3, 6, 12, 24, 36, 60, 120, 240)
"""Months between two marks of the axis."""
COLOURS = (ACCENT, INK, QUIET, LINE)
DASHES = ((), (20, 12), (6, 8), (26, 10, 6, 10))
"""Groups differ by dashes and marks as well as by colour."""
SAMPLE = 84
"""The length of the line beside a group's name."""


def lay_curve(sheet: Sheet, chart: CurveChart, top: int) -> int:
    """Lay the plot and its points in words out from ``top`` on; gives the place below."""
    top = write(sheet, word("people_of_100", sheet.language), AXIS, top) + LABELS + 4
    end = _axes(sheet, chart, top)
    for nth, series in enumerate(chart.series):
        places = [_place(top, end, p.months, p.percent) for p in _timed(series)]
        _line(sheet, nth, places)
        _marks(sheet, nth, places)
    top += HEIGHT + LABELS + 2 * AXIS.line + GAP
    for nth, series in enumerate(chart.series):
        top = _in_words(sheet, nth, series, top) + GAP
    return top - GAP


def _timed(series: ShownSeries) -> list[ShownPoint]:
    return sorted(series.points, key=lambda point: point.months)


def _place(top: int, end: int, months: int, percent: float) -> Place:
    x = LEFT + (RIGHT - LEFT) * months / end
    return round(x, 1), round(top + HEIGHT * (1 - percent / 100), 1)


def _axes(sheet: Sheet, chart: CurveChart, top: int) -> int:
    """Lines at each quarter, and months below; gives the last month of the axis."""
    last = max(1, *(point.months for series in chart.series for point in series.points))
    step = next((step for step in STEPS if last / step <= MOST_TICKS), last)
    end = math.ceil(last / step) * step
    for percent in PERCENTS:
        _, y = _place(top, end, 0, percent)
        sheet.strokes.append(Stroke(((LEFT, y), (RIGHT, y)), GRID if percent else LINE, 2))
        _write_at(sheet, str(percent), (LEFT - LABELS, y - AXIS.line / 2), 1)
    bottom = top + HEIGHT
    for months in range(0, end + 1, step):
        x, _ = _place(top, end, months, 0)
        sheet.strokes.append(Stroke(((x, bottom), (x, bottom + 10)), LINE, 2))
        _write_at(sheet, str(months), (x, bottom + LABELS), 0.5)
    _write_at(sheet, word("months", sheet.language), (RIGHT, bottom + LABELS + AXIS.line), 1)
    return end


def _write_at(sheet: Sheet, text: str, at: Place, share: float) -> None:
    """One line with ``share`` of its width to the left of a place."""
    width = width_of(text, AXIS, sheet.language)
    sheet.words.append(Words(text, round(at[0] - share * width), round(at[1]), width, AXIS))


def _line(sheet: Sheet, nth: int, places: list[Place]) -> None:
    if len(places) > 1:
        sheet.strokes.append(Stroke(tuple(places), COLOURS[nth], 5, DASHES[nth]))


def _marks(sheet: Sheet, nth: int, places: list[Place]) -> None:
    sheet.marks += [Mark(place, nth, COLOURS[nth]) for place in places]


def _in_words(sheet: Sheet, nth: int, series: ShownSeries, top: int) -> int:
    """A group's name beside its line and mark, and each of its points as the text says it."""
    middle = top + LABEL.line / 2
    _line(sheet, nth, [(MARGIN, middle), (MARGIN + SAMPLE, middle)])
    _marks(sheet, nth, [(MARGIN + SAMPLE / 2, middle)])
    top = max(top + LABEL.line, write(sheet, series.label, LABEL, top, MARGIN + SAMPLE + 16))
    times = [_span(sheet, point.months) for point in _timed(series)]
    column = math.ceil(max(width_of(time, SMALL, sheet.language) for time in times))
    for time, point in zip(times, _timed(series), strict=True):
        below = write(sheet, time, SMALL, top)
        top = max(below, write(sheet, point.text, AXIS, top, MARGIN + column + 16)) + 6
    return top


def _span(sheet: Sheet, months: int) -> str:
    return word("month" if months == 1 else "n_months", sheet.language, n=months)
