"""A figure in plain words."""

import pytest
from small_knowledge import figure

from hepatica.export.figures import natural_frequency, printed
from hepatica.models import Figure


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("27.40", "percent", "27.40%"),
        ("<5", "percent", "<5%"),
        ("3-6", "months", "3-6 months"),
        ("0.35", "hazard ratio", "0.35 hazard ratio"),
        ("not reached", "months", "not reached"),
        ("not reported", "percent", "not reported"),
    ],
)
def test_a_value_is_shown_as_its_source_prints_it(value: str, unit: str, shown: str) -> None:
    assert printed(Figure(**figure(value, unit=unit))) == shown


@pytest.mark.parametrize(
    ("value", "unit", "n", "natural"),
    [
        ("27.4", "percent", 82, "27 out of 100"),
        ("0.4", "percent", 82, "fewer than 1 out of 100"),
        ("0", "percent", 82, "0 out of 100"),
        ("33", "people", 38, "33 out of 38"),
        ("82", "people", 82, None),
        ("866136", "people", None, None),
        ("23.7", "months", 82, None),
        ("75-85", "percent", None, None),
    ],
)
def test_a_share_is_said_as_a_count_of_people(
    value: str, unit: str, n: int | None, natural: str | None
) -> None:
    assert natural_frequency(Figure(**figure(value, unit=unit, n=n))) == natural
