"""Which glossary measure the wording of a figure means."""

import pytest

from hepatica.loading import Knowledge
from hepatica.store.measures import Measures


@pytest.fixture(scope="module")
def measures(real_knowledge: Knowledge) -> Measures:
    """The measures of the real glossary."""
    return Measures(real_knowledge.glossary)


@pytest.mark.parametrize(
    ("wording", "measure"),
    [
        ("overall survival", "overall-survival"),
        ("OS", "overall-survival"),
        ("median overall survival", "overall-survival"),
        ("Disease-free survival estimate", "disease-free-survival"),
        ("progression-free survival", "progression-free-survival"),
    ],
)
def test_the_measure_inside_a_wording_is_found(
    measures: Measures, wording: str, measure: str
) -> None:
    assert measures.find(wording) == measure


@pytest.mark.parametrize("wording", ["", "people enrolled", "position", "most"])
def test_letters_inside_another_word_are_no_measure(measures: Measures, wording: str) -> None:
    assert measures.find(wording) is None


def test_survival_figures_of_both_trials_have_their_measure(
    real_knowledge: Knowledge, measures: Measures
) -> None:
    unknown = {
        figure.measure
        for fact in real_knowledge.facts.values()
        if fact.id.startswith(("jco-os", "jco-dfs", "jama-os", "jama-dfs"))
        for figure in fact.figures
        if "survival" in figure.measure and measures.find(figure.measure) is None
    }
    assert unknown == set()
