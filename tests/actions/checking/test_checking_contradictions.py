"""Two facts must not say different things of the same."""

from typing import Any

import pytest
from checking_small import told
from small_knowledge import Entry, SmallKnowledge, fact, figure, source

from hepatica.checking.contradictions import contradictions

FIRST = figure("27.4")


def two_facts(small: SmallKnowledge, first: Entry, second: Entry) -> None:
    """Two facts in two files, one figure each."""
    small.fact["figures"] = [first]
    cited = [{"source": name, "locator": "abstract"} for name in ("trial-one", "trial-two")]
    small.sources.append(source("trial-two"))
    small.topics["outcomes"] = [fact("liver-more", figures=[second], citations=cited)]


def test_two_values_of_the_same_are_told_with_both_places(small: SmallKnowledge) -> None:
    two_facts(small, FIRST, figure("24.7"))
    [problem] = told(small, contradictions)
    assert (problem.file, problem.entry) == ("knowledge/facts/outcomes.yml", "liver-more")
    assert problem.field == "figures.0.value"
    assert problem.line == small.line("facts/outcomes.yml", "value: '24.7'")
    first = small.line("facts/basics.yml", "value: '27.4'")
    assert "overall survival is 24.7 percent here and 27.4 in 'liver-what'" in problem.message
    assert f"(knowledge/facts/basics.yml:{first})" in problem.message
    assert "look in the source which is right" in problem.message


def test_the_same_value_twice_is_none(small: SmallKnowledge) -> None:
    two_facts(small, FIRST, figure("27.4"))
    assert told(small, contradictions) == []


@pytest.mark.parametrize(
    "same",
    [
        {"timepoint": "2 years"},
        {"group": "New care"},
        {"measure": "Overall survival"},
        {"n": 80},
        {"note": "another table"},
    ],
)
def test_what_is_the_same_in_other_words_is_seen(
    small: SmallKnowledge, same: dict[str, Any]
) -> None:
    two_facts(small, FIRST, figure("24.7", **same))
    assert len(told(small, contradictions)) == 1


@pytest.mark.parametrize(
    "different",
    [
        {"timepoint": "12 months"},
        {"timepoint": None},
        {"group": "usual care"},
        {"measure": "relapse"},
        {"unit": "people"},
        {"study": "trial-two"},
    ],
)
def test_another_time_group_measure_unit_or_study_may_have_another_value(
    small: SmallKnowledge, different: dict[str, Any]
) -> None:
    two_facts(small, FIRST, figure("24.7", **different))
    assert told(small, contradictions) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("41", "41.0"), ("1041", "1,041"), ("not reached", "Not reached"), ("5-6", "5-6")],
)
def test_two_spellings_of_one_value_are_none(small: SmallKnowledge, one: str, other: str) -> None:
    two_facts(small, figure(one), figure(other))
    assert told(small, contradictions) == []


@pytest.mark.parametrize(
    ("one", "other"), [("41", "41.1"), ("not reached", "41"), ("5-6", "5-7"), ("<5", "5")]
)
def test_two_values_in_other_words_are_told(small: SmallKnowledge, one: str, other: str) -> None:
    two_facts(small, figure(one), figure(other))
    assert len(told(small, contradictions)) == 1


def test_a_fact_can_contradict_itself(small: SmallKnowledge) -> None:
    small.fact["figures"] = [FIRST, figure("24.7")]
    [problem] = told(small, contradictions)
    assert problem.line == small.line("facts/basics.yml", "value: '24.7'")
