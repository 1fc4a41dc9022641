"""Numbers in English and Chinese texts, and what two texts have in common."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hepatica.wording.numbers import as_written, differences, numbers_in, rounded, spoken_as


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("27.4 percent", [27.4]),
        ("866,136 people", [866136]),
        ("1,234,567.5 in all", [1234567.5]),
        ("5.4-26.0", [5.4, 26]),
        ("<5%", [5]),
        ("P = .05", [0.05]),
        ("1.2 million", [1_200_000]),
        ("3 thousand", [3000]),
        ("in 2019 and 2022", [2019, 2022]),
        ("每年约8.7万人", [87_000]),
        ("1.2亿人", [120_000_000]),
        ("第27例", [27]),
        ("the trial.27 of 100", [27, 100]),
        ("9 and 27 and 9", [9, 27, 9]),
        ("edition 1.2.3", [1.2]),
    ],
)
def test_a_number_in_digits_is_read(text: str, digits: list[float]) -> None:
    assert numbers_in(text).digits == digits


@pytest.mark.parametrize(
    "name", ["Vp1", "T2", "3D-CRT", "13D", ".0D", "PD-1", "CTLA-4", "CO2", "B12"]
)
def test_a_number_inside_a_name_is_none(name: str) -> None:
    assert numbers_in(f"with {name} only").digits == []


def test_a_year_after_a_small_word_and_a_hyphen_is_a_number() -> None:
    assert numbers_in("since mid-2020").digits == [2020]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("three groups", 3),
        ("Both had it", 2),
        ("forty people", 40),
        ("twenty-seven people", 27),
        ("ninety nine", 99),
        ("in July", 7),
        ("on 30 May", 5),
        ("in May 2021", 5),
        ("三组", 3),
        ("两年", 2),
        ("十二", 12),
        ("二十七", 27),
        ("一百零五", 105),
        ("三千五百", 3500),
        ("三万", 30_000),
        ("十二万", 120_000),
        ("一亿二千万", 120_000_000),
        ("一万亿", 1_000_000_000_000),
        ("二三人", 3),
    ],
)
def test_a_number_in_words_is_read(text: str, number: int) -> None:
    assert number in numbers_in(text).words


@pytest.mark.parametrize(
    ("text", "number"), [("It may help 5 people", 5), ("someone", 1), ("8.7万", 10_000)]
)
def test_a_part_of_something_else_is_no_number_in_words(text: str, number: int) -> None:
    assert number not in numbers_in(text).words


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("27 of 100 people", "每100人中有27人"),
        ("30,000 people", "3万人"),
        ("30,000 people", "三万人"),
        ("866,000 people", "86.6万人"),
        ("1.2 million", "120万"),
        ("3 groups", "三组"),
        ("three groups", "3组"),
        ("forty people", "40人"),
        ("30 July 2021", "2021年7月30日"),
        ("30 May 2021", "2021年5月30日"),
        ("5.4 to 26.0", "5.4至26"),
    ],
)
def test_the_same_number_written_otherwise_is_no_difference(english: str, chinese: str) -> None:
    assert differences(english, chinese) == ([], [])


@pytest.mark.parametrize(
    ("english", "chinese", "lost", "added"),
    [
        ("27 of 100", "每100人", [27], []),
        ("of 100", "每100人中有27人", [], [27]),
        ("27 of 100", "每100人中有28人", [27], [28]),
        ("30,000 people", "30万人", [30_000], [300_000]),
        ("12 people", "十二万人", [12], []),
        ("27.4 percent", "27%", [27.4], [27]),
        ("8 and 8 and 9", "没有", [8, 9], []),
    ],
)
def test_a_difference_is_told_once_from_each_side(
    english: str, chinese: str, lost: list[float], added: list[float]
) -> None:
    assert differences(english, chinese) == (lost, added)


@pytest.mark.parametrize(
    ("value", "forms"),
    [
        ("27.4", {27.4, 27}),
        ("27.5", {27.5, 28}),
        ("5.4-26.0", {5.4, 5, 26}),
        ("<5", {5}),
        ("866,136", {866136}),
        ("not reached", set()),
    ],
)
def test_a_value_is_spoken_exactly_or_rounded(value: str, forms: set[float]) -> None:
    assert spoken_as(value) == forms


@pytest.mark.parametrize(
    ("number", "text"),
    [(27.0, "27"), (27.4, "27.4"), (866136.0, "866,136"), (1_200_000.0, "1,200,000")],
)
def test_a_message_writes_a_number_as_a_curator_does(number: float, text: str) -> None:
    assert as_written(number) == text


@pytest.mark.parametrize(("number", "whole"), [(26.5, 27), (27.5, 28), (27.49, 27)])
def test_a_half_is_rounded_up(number: float, whole: float) -> None:
    assert rounded(number) == whole


odd = st.text() | st.text(alphabet="0123456789.,万亿千百十二〇 DMay-twenyo<")


@settings(max_examples=500)
@given(odd)
def test_no_text_breaks_the_reading_of_numbers(text: str) -> None:
    assert all(number >= 0 for number in numbers_in(text).all)


@given(odd)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert differences(text, text) == ([], [])


@given(odd, odd)
def test_what_one_text_lost_the_other_has_more(one: str, other: str) -> None:
    assert differences(one, other) == differences(other, one)[::-1]


@given(odd)
def test_no_value_breaks_its_spoken_forms(value: str) -> None:
    assert all(form >= 0 for form in spoken_as(value))


@given(st.floats(0, 1e9).map(lambda n: round(n, 2)))
def test_a_number_that_a_message_shows_reads_back_as_the_same(number: float) -> None:
    assert numbers_in(as_written(number)).digits == [number]


def test_a_number_too_large_for_a_float_breaks_nothing() -> None:
    huge = "9" * 400
    assert spoken_as(huge) == {float("inf")}
    assert differences(huge, huge) == ([], [])
