"""Numbers that need no figure: dates, names of levels, "1 in 10", and what is exempted."""

import pytest
from checking_small import exemption, fact_with, people, says, told
from small_knowledge import SmallKnowledge, figure

from hepatica.checking.figures import unbacked_in, unbacked_numbers


@pytest.mark.parametrize(
    "text",
    [
        "Since 2019 it is used.",
        "In the 2022 trial it was seen.",
        "From 1990 to 2005.",
        "On 30 July 2021 it began.",
        "On July 30, 2021 it began.",
        "A grade 3 effect.",
        "Grade 3 or worse.",
        "Grades 3 to 5.",
        "Grades 1, 2 and 3.",
        "Grade 3-4 effects.",
        "Stage 2 or 3.",
        "PS 0 to 1.",
        "A fitness score (performance status) of 0-2.",
        "A phase 3 trial.",
        "From I (1) to V (5).",
        "Vp1 and T2 and 3D-CRT.",
        "No figures per 100 people.",
        "How many people of each 100 it was.",
    ],
)
def test_a_date_or_the_name_of_a_level_is_no_result(text: str) -> None:
    assert unbacked_in(fact_with(text), "statement") == []


@pytest.mark.parametrize(
    ("text", "unbacked"),
    [
        ("We asked 2019 people.", [2019]),
        ("There were 1950 deaths.", [1950]),
        ("A group of 2000 patients.", [2000]),
        ("A study of 100 people.", [100]),
        ("9 in 100,000 people.", [9, 100_000]),
        ("Of grade 3, 5 people died.", [5]),
        ("At grade 3 and 4 of 82 died.", [4, 82]),
        ("At all stages 5 of 82 died.", [5, 82]),
        ("A score 4.5 in all.", [4.5]),
        ("Am I 5 or 6 weeks late?", [5, 6]),
    ],
)
def test_a_number_that_only_looks_like_a_name_is_told(text: str, unbacked: list[float]) -> None:
    assert unbacked_in(fact_with(text), "statement") == unbacked


@pytest.mark.parametrize(
    ("text", "unbacked"),
    [
        ("1 in 10 had it.", []),
        ("One in 10 had it.", []),
        ("1 out of every 10 had it.", []),
        ("1 in 9 had it.", [1, 9]),
        ("1 in 12 had it.", [1, 12]),
        ("1 in 1,000 had it.", [1, 1000]),
    ],
)
def test_one_in_ten_must_be_near_the_figure(text: str, unbacked: list[float]) -> None:
    near = figure("9.9", n=None, timepoint=None)
    assert unbacked_in(fact_with(text, near), "statement") == unbacked


def test_nobody_of_a_group_is_no_one_in_something() -> None:
    assert unbacked_in(fact_with("1 in 10 had it.", people("0", 38)), "statement") == [1, 10]


@pytest.mark.parametrize(
    ("text", "about"),
    [("Say 31 of them.", "31"), ("Say 5 of them.", "5.0"), ("Say 1,200 of them.", "1,200")],
)
def test_an_exempted_number_needs_no_figure(small: SmallKnowledge, text: str, about: str) -> None:
    says(small, text)
    assert told(small, unbacked_numbers)
    small.fact["exemptions"] = [exemption(about)]
    assert told(small, unbacked_numbers) == []


def test_an_exemption_is_for_one_number(small: SmallKnowledge) -> None:
    says(small, "Say 31 or 32 of them.")
    small.fact["exemptions"] = [exemption("31")]
    assert [p.message.split(" has")[0] for p in told(small, unbacked_numbers)] == ["the number 32"]


@pytest.mark.parametrize("about", ["12", "the trial"])
def test_an_exemption_that_is_not_needed_is_told_at_its_line(
    small: SmallKnowledge, about: str
) -> None:
    says(small, "Say 31 of them.")
    small.fact["exemptions"] = [exemption("31"), exemption(about)]
    [problem] = told(small, unbacked_numbers)
    assert problem.message == f"the exemption for '{about}' is not needed; remove it"
    assert problem.field == "exemptions.1"
    assert problem.line == small.line("facts/basics.yml", about) - 1  # of "- rule:" above it


def test_an_exemption_is_not_needed_once_a_figure_backs_the_number(small: SmallKnowledge) -> None:
    says(small, "About 27 of 100.", figure("27.4"))
    small.fact["exemptions"] = [exemption("27")]
    assert [p.field for p in told(small, unbacked_numbers)] == ["exemptions.0"]
