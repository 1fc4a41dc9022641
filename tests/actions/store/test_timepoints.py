"""Time points in months, and months as people say them."""

import pytest
from small_knowledge import real_voice

from hepatica.store.timepoints import in_months


@pytest.mark.parametrize(
    ("timepoint", "months"),
    [("24 months", 24), ("2 years", 24), ("1 year", 12), ("1 month", 1), ("18 months", 18)],
)
def test_a_span_is_whole_months(timepoint: str, months: int) -> None:
    assert in_months(timepoint) == months


@pytest.mark.parametrize(
    "timepoint", [None, "", "2022", "before surgery", "1.5 years", "2 years later", "first 2 years"]
)
def test_any_other_wording_is_no_span(timepoint: str | None) -> None:
    assert in_months(timepoint) is None


@pytest.mark.parametrize(
    ("months", "words"),
    [(1, "1 month"), (6, "6 months"), (12, "1 year"), (18, "18 months"), (60, "5 years")],
)
def test_months_are_said_in_the_larger_unit_that_fits(months: int, words: str) -> None:
    assert real_voice().span(months) == words


@pytest.mark.parametrize("months", [1, 7, 12, 24, 59, 60])
def test_spoken_months_mean_the_same_months(months: int) -> None:
    assert in_months(real_voice().span(months)) == months
