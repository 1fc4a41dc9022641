"""Time points as months."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.timepoints import LONGEST, find_timepoints


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2 years", 24),
        ("two years", 24),
        ("two-year", 24),
        ("2-year survival", 24),
        ("2 Years", 24),
        ("24 months", 24),
        ("24-month", 24),
        ("3 MONTHS", 3),
        ("3 yrs", 36),
        ("at 2 y", 24),
        ("after 12 mo", 12),
        ("half a year", 6),
        ("a year", 12),
        ("五年", 60),
        ("两年", 24),
        ("半年", 6),
        ("一年后", 12),
        ("三年生存率", 36),
        ("18个月", 18),
        ("十八个月", 18),
        ("5 años", 60),
        ("dos años", 24),
        ("seis meses", 6),
        ("50 years", 600),
    ],
)
def test_reads_a_span(text: str, months: int) -> None:
    assert [found for _, _, found in find_timepoints(text)] == [months]


@pytest.mark.parametrize(
    "text",
    [
        "2019年",
        "2022年的研究",
        "in 2019",
        "100 years",
        "51 years",
        "0 months",
        "1.5 years",
        "years",
        "year",
        "a yearly check",
        "the 2019 trial",
        "someyears",
        "in May",
        "",
        "😀",
    ],
)
def test_other_numbers_and_words_are_not_spans(text: str) -> None:
    assert find_timepoints(text) == []


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("twenty-four months", 24),
        ("thirty-six months", 36),
        ("二十年", 240),
        ("二十四个月", 24),
    ],
)
def test_a_compound_number_is_read_whole(text: str, months: int) -> None:
    assert months in [found for _, _, found in find_timepoints(text)]


@pytest.mark.parametrize("text", ["twenty-four months", "thirty-six months", "二十年"])
def test_a_compound_number_is_never_read_as_a_smaller_one(text: str) -> None:
    assert [found for _, _, found in find_timepoints(text) if found in (4, 6, 120)] == []


@pytest.mark.parametrize("text", ["2022年5月", "5月", "三月做的手术"])
def test_a_calendar_month_is_not_a_span(text: str) -> None:
    assert find_timepoints(text) == []


def test_finds_several_in_order_with_their_places() -> None:
    text = "alive after two years or 60 months?"

    spans = [(text[start:end], months) for start, end, months in find_timepoints(text)]

    assert spans == [("two years", 24), ("60 months", 60)]


@given(st.integers(1, 50), st.sampled_from(["years", "-year", " yrs", "年"]))
def test_any_number_of_years_up_to_the_longest(number: int, unit: str) -> None:
    separator = " " if unit == "years" else ""

    assert find_timepoints(f"{number}{separator}{unit}") == [
        (0, len(f"{number}{separator}{unit}"), number * 12)
    ]


@given(st.text(alphabet="0123456789 -.years年月个半两五十"))
def test_every_span_is_inside_the_text_and_plausible(text: str) -> None:
    for start, end, months in find_timepoints(text):
        assert 0 <= start < end <= len(text)
        assert 1 <= months <= LONGEST
