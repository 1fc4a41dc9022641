"""Icon charts laid out: people of the groups of a comparison, filled and empty."""

import math

from hepatica.answers.contract_charts import IconChart, ShownPanel
from hepatica.pictures.lettering import BODY, LABEL, SMALL
from hepatica.pictures.shapes import Person, Sheet, height_of
from hepatica.pictures.words import word
from hepatica.pictures.writing import INSIDE, MARGIN, write, write_beside

ACROSS = 10
GAP = 32
LARGE, SMALLER = 32, 24
"""Widths of a person: alone or side by side; and where three groups or more are stacked."""
SIDE_BY_SIDE = 2
LEGEND = 24


def lay_people(sheet: Sheet, chart: IconChart, top: int) -> int:
    """Lay the groups out from ``top`` on, and the legend; gives the place below.

    Two groups stand side by side with their words below, as they are to be compared; one alone,
    and more than two under each other, have their words to the right.
    """
    if len(chart.panels) == 1:
        [alone] = chart.panels
        people = _crowd(sheet, alone, (MARGIN, top), LARGE)
        left = MARGIN + ACROSS * LARGE + GAP
        return max(people, _legend(sheet, chart, _said(sheet, alone, top, left) + GAP, left))
    if len(chart.panels) == SIDE_BY_SIDE:
        top = _columns(sheet, chart.panels, top) + GAP
    else:
        for panel in chart.panels:
            people = _crowd(sheet, panel, (MARGIN, top), SMALLER)
            left = MARGIN + ACROSS * SMALLER + GAP
            top = max(people, _said(sheet, panel, top, left)) + GAP
    return _legend(sheet, chart, top, MARGIN)


def _columns(sheet: Sheet, panels: list[ShownPanel], top: int) -> int:
    """The people of both groups at one height, whatever the length of their labels."""
    width = (INSIDE - GAP) // 2
    corners = [MARGIN, MARGIN + width + GAP]
    below = [
        write_beside(sheet, panel.label or "", LABEL, (left, top), width)
        for panel, left in zip(panels, corners, strict=True)
    ]
    people = max(below) + 8
    crowds = [
        _crowd(sheet, panel, (left, people), LARGE)
        for panel, left in zip(panels, corners, strict=True)
    ]
    words = max(crowds) + 8
    return max(
        write_beside(sheet, panel.text, BODY, (left, words), width)
        for panel, left in zip(panels, corners, strict=True)
    )


def _said(sheet: Sheet, panel: ShownPanel, top: int, left: int) -> int:
    top = write(sheet, panel.label or "", LABEL, top, left)
    return write(sheet, panel.text, BODY, top, left)


def _crowd(sheet: Sheet, panel: ShownPanel, corner: tuple[int, int], size: int) -> int:
    """People in rows of ten, the filled ones first."""
    left, top = corner
    for nth in range(panel.out_of):
        row, place = divmod(nth, ACROSS)
        x, y = left - _air(size) + place * size, top + row * height_of(size)
        sheet.people.append(Person(x, y, size, nth < panel.count))
    return top + height_of(size) * math.ceil(panel.out_of / ACROSS)


def _air(size: int) -> int:
    """How far from the edge of its cell a person stands; so much the cells jut out to the left."""
    return size * 3 // 20


def _legend(sheet: Sheet, chart: IconChart, top: int, left: int) -> int:
    for text, is_filled in ((chart.filled, True), (chart.empty, False)):
        sheet.people.append(Person(left - _air(LEGEND), top + 2, LEGEND, is_filled))
        top = max(top + SMALL.line, write(sheet, text, SMALL, top, left + LEGEND + 8))
    return write(sheet, word("one_person", sheet.language), SMALL, top, left)
