"""What a picture is asked for with, and the pictures that were made of late."""

from functools import lru_cache

from pydantic import BaseModel, ConfigDict, ValidationError

from hepatica.answers.contract_charts import IconChart, ShownChart
from hepatica.pictures.drawing import png_of
from hepatica.pictures.sheets import sheet_of
from hepatica.pictures.words import Language

MOST_BYTES = 16 * 1024
"""A chart of the store has at most 4,000."""
MOST_PANELS = 8
MOST_SERIES = 4
MOST_MONTHS = 1200
HIGHEST = 8000
"""Pixels; a phone shows 1,500 at a time."""
KEPT = 256
"""Pictures that are kept in memory, of some 30 kB each."""


class BadOrder(Exception):  # noqa: N818 - it is an order that is bad
    """There can be no such picture; says why in a sentence."""


class Order(BaseModel):
    """A chart of the answer contract, and the language of its words."""

    model_config = ConfigDict(extra="forbid")

    chart: ShownChart
    language: Language


def picture_of(body: bytes) -> bytes:
    """The PNG of an order, drawn or remembered.

    Args:
        body: the order as JSON.

    Raises:
        BadOrder: it is no order, or a picture of it would be too large.
    """
    if len(body) > MOST_BYTES:
        raise BadOrder(f"more than {MOST_BYTES} bytes")
    try:
        order = Order.model_validate_json(body)
    except ValidationError as error:
        raise BadOrder(_told(error)) from None
    _check_size(order.chart)
    return _drawn(order.model_dump_json())


@lru_cache(maxsize=KEPT)
def _drawn(canonical: str) -> bytes:
    order = Order.model_validate_json(canonical)
    sheet = sheet_of(order.chart, order.language)
    if sheet.height > HIGHEST:
        raise BadOrder(f"the picture would be {sheet.height} pixels high, more than {HIGHEST}")
    return png_of(sheet)


def _check_size(chart: ShownChart) -> None:
    if isinstance(chart, IconChart):
        if len(chart.panels) > MOST_PANELS:
            raise BadOrder(f"more than {MOST_PANELS} panels")
        return
    if len(chart.series) > MOST_SERIES:
        raise BadOrder(f"more than {MOST_SERIES} series")
    if any(point.months > MOST_MONTHS for series in chart.series for point in series.points):
        raise BadOrder(f"points after more than {MOST_MONTHS} months")


def _told(error: ValidationError) -> str:
    """Where the first mistake is, and what."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else str(first["msg"])
