"""Figures are said as natural frequencies, side by side, in the order asked for."""

from typing import Any

import pytest
from small_knowledge import fact, figure, real_voice

from hepatica.answers.figures import Wanted, chosen, figure_lines, shown_figures
from hepatica.models import Fact

VOICE = real_voice()
ALL = Wanted()
DEATHS = {"measure": "bile leak"}
"""A measure that is no survival: its line tells the one number."""


def _fact(*figures: dict[str, Any], **changes: Any) -> Fact:
    return Fact(**{"topic": "basics", **fact(figures=list(figures), **changes)})


def _lines(one: Fact, wanted: Wanted = ALL) -> list[str]:
    return figure_lines(chosen(one, wanted), one.statement.en, VOICE)


def _line(value: str, **changes: Any) -> str:
    changes = {"group": None, "timepoint": None, **changes}
    [line] = _lines(_fact(figure(value, **changes)))
    return line


def _two_groups(*times: str) -> Fact:
    return _fact(
        *(
            figure(value, group=group, timepoint=time)
            for time in times
            for group, value in (("new care", "27.4"), ("usual care", "9.4"))
        )
    )


def test_groups_at_one_time_stand_side_by_side() -> None:
    [line] = _lines(_two_groups("24 months"))
    assert line == (
        "Overall survival at 2 years: new care 27 out of 100 (27.4%) were alive, "
        "73 out of 100 (72.6%) were not; "
        "usual care 9 out of 100 (9.4%) were alive, 91 out of 100 (90.6%) were not"
    )


def test_each_time_has_its_own_line() -> None:
    lines = _lines(_two_groups("6 months", "24 months"))
    assert [line.split(":")[0] for line in lines] == [
        "Overall survival at 6 months",
        "Overall survival at 2 years",
    ]


def test_only_the_time_asked_about_is_said() -> None:
    lines = _lines(_two_groups("6 months", "24 months"), Wanted(months=24))
    assert [line.split(":")[0] for line in lines] == ["Overall survival at 2 years"]


def test_all_times_are_said_when_the_one_asked_about_is_missing() -> None:
    assert len(_lines(_two_groups("6 months", "24 months"), Wanted(months=60))) == 2


def test_the_group_asked_about_comes_first_and_the_other_stays() -> None:
    [line] = _lines(_two_groups("24 months"), Wanted(group="usual care"))
    shares = {group: line.index(f"{group} ") for group in ("usual care", "new care")}
    assert 0 < shares["usual care"] < shares["new care"]


def test_a_head_count_and_its_share_are_said_once() -> None:
    group = {"measure": "any early side effect", "group": "2022 trial", "timepoint": None, "n": 38}
    one = _fact(figure("33", unit="people", **group), figure("86.8", **group))
    assert _lines(one) == ["Any early side effect, 2022 trial: 33 out of 38 people (86.8%)"]


@pytest.mark.parametrize(
    ("value", "changes", "said"),
    [
        ("0.3", DEATHS, "fewer than 1 out of 100 (0.3%)"),
        ("0", DEATHS, "0 out of 100 (0%)"),
        ("99.7", DEATHS, "more than 99 out of 100 (99.7%)"),
        ("100", DEATHS, "100 out of 100 (100%)"),
        ("3", {"unit": "people", "n": 38}, "3 out of 38 people"),
        ("20", {"unit": "people", "n": 20}, "20 people"),
        ("866136", {"unit": "people", "n": None}, "866,136 people"),
        ("45.8", {"unit": "months"}, "45.8 months"),
        ("not reached", {"unit": "months"}, "not reached"),
        ("5-6", {"unit": "weeks"}, "5-6 weeks"),
        ("0.35", {"unit": "hazard ratio"}, "0.35 hazard ratio"),
    ],
)
def test_amounts_read_well(value: str, changes: dict[str, Any], said: str) -> None:
    name = str(changes.get("measure", "overall survival"))
    assert _line(value, **changes) == f"{name.capitalize()}: {said}"


@pytest.mark.parametrize(
    ("value", "parts"), [("75-85", ["75", "85"]), ("5.4-26.0", ["5.4-26.0"]), ("<5", ["5"])]
)
def test_a_range_of_percentages_keeps_both_ends(value: str, parts: list[str]) -> None:
    line = _line(value)
    assert f"({value}%)" in line or f"{value}%" in line
    assert "out of 100" in line
    assert all(part in line for part in parts)


@pytest.mark.parametrize("unit", ["cm", "points", "tumors", "sessions", "Gy", "studies", "hours"])
def test_a_figure_that_defines_something_is_left_to_the_statement(unit: str) -> None:
    assert _lines(_fact(figure("3", unit=unit))) == []


def test_a_figure_that_the_statement_says_is_not_repeated() -> None:
    one = _fact(figure("45.8", unit="months"), statement={"en": "Half lived 45.8 months."})
    assert _lines(one) == []


def test_a_percentage_is_said_even_when_the_statement_says_it() -> None:
    one = _fact(figure("27.4"), statement={"en": "27 out of 100 lived."})
    assert len(_lines(one)) == 1


def test_a_time_in_words_stands_in_brackets() -> None:
    assert _line("27.4", timepoint="before surgery").startswith(
        "Overall survival (before surgery):"
    )


def test_the_contract_shows_a_number_as_a_number_and_a_range_as_text() -> None:
    number, span = shown_figures(_fact(figure("89.0"), figure("5-6", unit="points")).figures)
    assert (number.value, number.count, number.out_of) == (89.0, 89, 100)
    assert (span.value, span.count, span.out_of) == ("5-6", None, None)
