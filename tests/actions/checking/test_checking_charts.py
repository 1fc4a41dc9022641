"""The words of charts belong to a measure and are there in every language."""

import pytest
from checking_small import in_chinese, told
from small_knowledge import Entry, SmallKnowledge, figure

from hepatica.checking.chart_words import chart_words

WORDS: Entry = {
    "filled": {"en": "bile leaked", "zh": "出现胆漏"},
    "empty": {"en": "bile did not leak", "zh": "没有胆漏"},
}


@pytest.fixture
def leak(small: SmallKnowledge) -> SmallKnowledge:
    """A folder in both languages with a figure on bile leaks."""
    in_chinese(small)
    small.fact["figures"] = [figure("10", measure="bile leak")]
    return small


@pytest.mark.parametrize("key", ["bile leak", "bile leak (new care)"])
def test_words_of_a_measure_or_of_one_group_of_it_are_in_order(
    leak: SmallKnowledge, key: str
) -> None:
    leak.labels = {"icons": {key: WORDS}}
    assert told(leak, chart_words) == []


@pytest.mark.parametrize("key", ["bile leaks", "bile leak (old care)"])
def test_words_of_a_measure_that_no_figure_has_block(leak: SmallKnowledge, key: str) -> None:
    leak.labels = {"icons": {key: WORDS}}
    [problem] = told(leak, chart_words)
    assert f"no figure has the measure '{key}'" in problem.message
    assert problem.line == leak.line("labels.yml", key)


@pytest.mark.parametrize("name", ["filled", "empty"])
def test_words_that_a_language_lacks_block(leak: SmallKnowledge, name: str) -> None:
    leak.labels = {"icons": {"bile leak": {**WORDS, name: {"en": "bile"}}}}
    [problem] = told(leak, chart_words)
    assert problem.message == f"'bile leak' lacks {name} in 'zh'; add it"
