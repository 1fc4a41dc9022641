"""Every id that one entry names must exist in another."""

import pytest
from small_knowledge import SmallKnowledge, figure, source

from hepatica.loading import KnowledgeError, Problem


def _problem(small: SmallKnowledge) -> Problem:
    with pytest.raises(KnowledgeError) as caught:
        small.load()
    [problem] = caught.value.problems
    return problem


def test_an_unknown_source_is_told_at_the_fact(small: SmallKnowledge) -> None:
    small.fact["citations"].append({"source": "nowhere", "locator": "page"})
    problem = _problem(small)
    assert (problem.entry, problem.field) == ("liver-what", "citations.1")
    assert problem.line == small.line("facts/basics.yml", "source: nowhere")
    assert "source 'nowhere' is not in sources.yml" in problem.message


@pytest.mark.parametrize(
    ("facet", "value"), [("terms", "nothing"), ("stages", "bclc-z"), ("studies", "trial-two")]
)
def test_an_unknown_facet_is_told(small: SmallKnowledge, facet: str, value: str) -> None:
    small.fact["facets"] = {facet: [value]}
    problem = _problem(small)
    assert (problem.entry, problem.field) == ("liver-what", f"facets.{facet}")
    assert f"'{value}' does not exist" in problem.message


def test_a_glossary_value_is_a_known_facet(small: SmallKnowledge) -> None:
    small.values = [{"id": "bclc-b", "entity": "stage", "phrases": {"en": ["stage b"]}}]
    small.fact["facets"] = {"stages": ["bclc-b"], "terms": ["liver"]}
    assert small.load().facts["liver-what"].facets.stages == ["bclc-b"]


def test_a_figure_of_a_study_that_is_not_cited_is_told(small: SmallKnowledge) -> None:
    small.sources.append(source("trial-two"))
    small.fact["figures"] = [figure("27.4", study="trial-two")]
    problem = _problem(small)
    assert (problem.entry, problem.field) == ("liver-what", "figures.0.study")
    assert "27.4 percent belongs to 'trial-two', which the fact does not cite" in problem.message


def test_citing_a_trial_only_to_identify_it_is_enough_for_its_figures(
    small: SmallKnowledge,
) -> None:
    small.sources.append(source("trial-two"))
    small.fact["figures"] = [figure("27.4", study="trial-two")]
    small.fact["citations"].append(
        {"source": "trial-two", "locator": "abstract", "role": "identifies"}
    )
    assert small.load().facts["liver-what"].supporting == ["trial-one"]


def test_an_unknown_related_fact_of_a_term_is_told(small: SmallKnowledge) -> None:
    small.terms[0]["related_facts"] = ["liver-what", "liver-why"]
    problem = _problem(small)
    assert (problem.file, problem.entry, problem.field) == (
        "knowledge/glossary.yml",
        "liver",
        "related_facts",
    )
    assert "fact 'liver-why' does not exist" in problem.message
