"""Orders of pictures are checked before anything is drawn, and the same is drawn once."""

import json
from typing import Any

import pytest
from odd_charts import curve, icons

from hepatica.answers.contract_charts import ShownChart
from hepatica.pictures import BadOrder, picture_of
from hepatica.pictures.orders import MOST_BYTES, MOST_MONTHS, MOST_PANELS, MOST_SERIES

CHART = icons((27, 100)).model_dump()


def _order(chart: ShownChart | dict[str, Any], language: Any = "en", **more: Any) -> bytes:
    body = chart if isinstance(chart, dict) else chart.model_dump()
    return json.dumps({"chart": body, "language": language, **more}).encode()


@pytest.mark.parametrize("chart", [icons((27, 100)), curve({6: 9.5, 12: 4})])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_an_order_gives_a_picture(chart: ShownChart, language: str) -> None:
    assert picture_of(_order(chart, language)).startswith(b"\x89PNG")


def test_the_same_chart_is_drawn_once() -> None:
    turned = {name: CHART[name] for name in reversed(CHART)}
    assert picture_of(_order(CHART)) is picture_of(_order(turned))


def test_the_language_changes_the_picture() -> None:
    assert picture_of(_order(CHART, "en")) != picture_of(_order(CHART, "zh"))


@pytest.mark.parametrize(
    ("order", "told"),
    [
        (b"", "Invalid JSON"),
        (b"\xff", "Invalid JSON"),
        (b"[1]", "object"),
        (b"{}", "chart: "),
        (_order(CHART, "fr"), "language: "),
        (_order(CHART, None), "language: "),
        (_order(CHART, extra=1), "extra: "),
        (_order({**CHART, "kind": "pie"}), "chart: "),
        (_order({**CHART, "panels": []}), "chart.icons.panels: "),
        (_order({**CHART, "panels": [{**CHART["panels"][0], "count": 101}]}), "cannot be drawn"),
        (_order({**CHART, "panels": [{**CHART["panels"][0], "out_of": 201}]}), "out_of: "),
        (_order({**CHART, "panels": [{**CHART["panels"][0], "count": -1}]}), "count: "),
        (_order({**CHART, "alt": None}), "alt: "),
        (_order(curve({1: 50})).replace(b"50.0", b"NaN", 1), "percent: "),
        (_order(curve({1: 50})).replace(b"50.0", b"1e999", 1), "percent: "),
        (_order(icons(*[(1, 2)] * (MOST_PANELS + 1))), "panels"),
        (_order(curve(*[{1: 2}] * (MOST_SERIES + 1))), "series"),
        (_order(curve({MOST_MONTHS + 1: 2})), "months"),
        (_order(icons((1, 2), title="a" * MOST_BYTES)), "bytes"),
        (_order(icons((1, 2), caption="a " * 7500)), "pixels high"),
    ],
)
def test_a_bad_order_is_told_in_a_sentence(order: bytes, told: str) -> None:
    with pytest.raises(BadOrder, match=told):
        picture_of(order)
