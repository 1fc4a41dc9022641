"""Figures of table rows whose unit stands in a heading: "Alive at 2 years (%); Surgery: 9.4"."""

import re
from collections.abc import Iterator

from hepatica.ingest.figures import Found
from hepatica.ingest.masking import NUMBER, RANGE, house
from hepatica.models.fact import Unit

_UNITS: dict[str, Unit] = {
    "%": "percent",
    "％": "percent",
    "months": "months",
    "mo": "months",
    "个月": "months",
    "月": "months",
    "weeks": "weeks",
    "周": "weeks",
    "days": "days",
    "天": "days",
    "years": "years",
    "岁": "years",
    "cm": "cm",
    "gy": "Gy",
}
_HEADING = re.compile(rf"(?:[(（]\s?|[,，]\s)({'|'.join(_UNITS)})(?=\s?[)）;:：]|$)", re.IGNORECASE)
_COUNT_HEADING = re.compile(
    r"\b(?:n|no\.?|number)\s?[(（,]\s?[%％]|例数?\s?[(（]\s?[%％]", re.IGNORECASE
)
_CELL = re.compile(rf"(?<=[:;] )(?P<value>{RANGE})(?=\s?(?:;|$|[(（\[±]))")
_COUNT_CELL = re.compile(rf"(?<=[:;] )(?P<count>{NUMBER})\s?[(（]\s?(?P<share>{NUMBER})\s?[)）]")


def cell_figures(text: str) -> Iterator[Found]:
    """Figures of a row's cells that say no unit themselves.

    A row may name its unit in its first cell or each column in its heading; "n (%)" means cells
    such as "33 (86.8)".

    Args:
        text: the row, with what is no figure hidden.
    """
    if _COUNT_HEADING.search(text):
        for match in _COUNT_CELL.finditer(text):
            yield Found(*match.span("count"), house(match["count"]), "people")
            yield Found(match.start("share"), match.end(), house(match["share"]), "percent")
        return
    units = {_UNITS[match[1].lower()] for match in _HEADING.finditer(text)}
    if len(units) == 1:
        unit = units.pop()
        for match in _CELL.finditer(text):
            yield Found(*match.span("value"), house(match["value"]), unit)
