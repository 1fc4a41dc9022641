"""A figure keeps its value as printed and knows its natural frequency."""

from typing import Any

import pytest
from pydantic import ValidationError
from small_knowledge import figure

from hepatica.models import Figure


def _figure(value: str, **changes: Any) -> Figure:
    return Figure(**figure(value, **changes))


@pytest.mark.parametrize(
    ("value", "count"),
    [("27.4", 27), ("9.4", 9), ("12.5", 13), ("12.4999", 12), ("0.2", 0), ("100", 100)],
)
def test_a_percentage_is_a_count_out_of_100_rounded_half_up(value: str, count: int) -> None:
    assert _figure(value).out_of == (count, 100)


def test_a_head_count_is_out_of_its_group() -> None:
    assert _figure("33", unit="people", n=38).out_of == (33, 38)


@pytest.mark.parametrize("value", ["5-6", "<5", "not reached", "1e3", "-4"])
def test_a_range_or_words_have_no_natural_frequency(value: str) -> None:
    assert _figure(value).number is None
    assert _figure(value).out_of is None


@pytest.mark.parametrize(
    ("value", "changes"),
    [
        ("120", {}),
        ("40", {"unit": "people", "n": 38}),
        ("866136", {"unit": "people", "n": None}),
        ("45.8", {"unit": "months"}),
        ("0.35", {"unit": "hazard ratio"}),
    ],
)
def test_only_a_share_of_a_known_whole_has_a_natural_frequency(
    value: str, changes: dict[str, Any]
) -> None:
    assert _figure(value, **changes).out_of is None


def test_a_value_stays_as_the_source_prints_it() -> None:
    assert _figure("89.0").value == "89.0"


def test_a_number_without_quotes_is_refused() -> None:
    with pytest.raises(ValidationError, match="value"):
        Figure(**{**figure("1"), "value": 89.0})


@pytest.mark.parametrize("missing", ["measure", "value", "unit", "group", "timepoint", "study"])
def test_a_figure_cannot_leave_out_what_gives_it_meaning(missing: str) -> None:
    data = figure("27.4")
    del data[missing]
    with pytest.raises(ValidationError, match=missing):
        Figure(**data)


@pytest.mark.parametrize("wrong", [{"unit": "percents"}, {"n": 0}, {"notes": "x"}])
def test_a_figure_refuses_unknown_units_empty_groups_and_unknown_fields(
    wrong: dict[str, Any],
) -> None:
    with pytest.raises(ValidationError):
        _figure("27.4", **wrong)
