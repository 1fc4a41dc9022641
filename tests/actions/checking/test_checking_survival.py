"""Survival must be told from both sides, and a sensitive fact must say of whom."""

from typing import Any

import pytest
from checking_small import says, told
from small_knowledge import SmallKnowledge, figure

from hepatica.checking.survival import survival_whole
from hepatica.loading import KnowledgeError

PEOPLE = {"new care (trial-one)": {"en": "people in the new care group"}}


@pytest.fixture
def sensitive(small: SmallKnowledge) -> SmallKnowledge:
    """A folder whose one fact is sensitive and has a survival figure of nobody knows whom."""
    says(small, "Some.", figure("27.4"))
    small.fact["sensitive"] = True
    return small


def test_a_sensitive_survival_figure_of_unknown_people_blocks(sensitive: SmallKnowledge) -> None:
    [problem] = told(sensitive, survival_whole)
    assert (problem.entry, problem.field) == ("liver-what", "figures.0.group")
    assert "does not say who was studied" in problem.message
    assert "'new care (trial-one)' under people:" in problem.message


def test_the_population_of_the_source_is_enough(sensitive: SmallKnowledge) -> None:
    sensitive.sources[0]["population"] = {"en": "82 people"}
    assert told(sensitive, survival_whole) == []


def test_the_people_of_the_group_are_enough(sensitive: SmallKnowledge) -> None:
    sensitive.labels = {"people": PEOPLE}
    assert told(sensitive, survival_whole) == []


def test_a_median_needs_its_people_too(sensitive: SmallKnowledge) -> None:
    median: dict[str, Any] = {"measure": "median survival", "unit": "months", "timepoint": None}
    says(sensitive, "Some.", figure("23.7", **median))
    assert len(told(sensitive, survival_whole)) == 1


@pytest.mark.parametrize(
    "changes",
    [{"sensitive": False}, {"figures": [figure("27.4", measure="bile leak")]}],
)
def test_other_facts_and_other_figures_need_none(
    sensitive: SmallKnowledge, changes: dict[str, Any]
) -> None:
    sensitive.fact.update(changes)
    assert told(sensitive, survival_whole) == []


def test_a_survival_that_has_no_two_sides_blocks(small: SmallKnowledge) -> None:
    says(small, "Some.", figure("27.4", measure="progression-free survival"))
    [problem] = told(small, survival_whole)
    assert problem.field == "figures.0.measure"
    assert "cannot be told from both sides" in problem.message


def test_people_of_a_group_that_no_figure_has_block(small: SmallKnowledge) -> None:
    small.labels = {"people": PEOPLE}
    [problem] = told(small, survival_whole)
    assert (problem.file, problem.field) == ("knowledge/labels.yml", "people")
    assert problem.line == small.line("labels.yml", "new care (trial-one)")
    assert "no figure has the group" in problem.message


def test_people_that_a_language_lacks_block(sensitive: SmallKnowledge) -> None:
    sensitive.policy = {"languages": ["en", "zh"]}
    sensitive.labels = {"people": PEOPLE}
    [problem] = told(sensitive, survival_whole)
    assert "is missing in 'zh'" in problem.message


def test_people_without_english_do_not_load(small: SmallKnowledge) -> None:
    small.labels = {"people": {"new care (trial-one)": {"zh": "新疗法组"}}}
    with pytest.raises(KnowledgeError) as caught:
        small.load()
    assert "no wording in English" in caught.value.problems[0].message
