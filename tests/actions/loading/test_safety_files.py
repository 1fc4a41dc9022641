"""Red flags and questions without a fact are checked with the facts."""

from pathlib import Path

import pytest
from small_knowledge import SmallKnowledge, flag

from hepatica.loading import KnowledgeError, Problem
from hepatica.store import FactStore


def _problem(small: SmallKnowledge) -> Problem:
    with pytest.raises(KnowledgeError) as caught:
        small.load()
    [problem] = caught.value.problems
    return problem


def test_a_red_flag_with_an_unknown_source_is_refused(small: SmallKnowledge) -> None:
    small.flags = [flag(source="hearsay")]
    problem = _problem(small)
    assert (problem.entry, problem.field) == ("vomiting-blood", "source")
    assert problem.line == small.line("red_flags.yml", "source: hearsay")
    assert "'hearsay' is neither in sources.yml nor one of: general first aid" in problem.message


@pytest.mark.parametrize("source", ["trial-one", "general first aid", "suicide prevention"])
def test_a_red_flag_may_rest_on_a_source_or_on_general_knowledge(
    small: SmallKnowledge, source: str
) -> None:
    small.flags = [flag(source=source)]
    assert small.load().sources


def test_a_red_flag_with_an_unknown_fact_is_refused(small: SmallKnowledge) -> None:
    small.flags = [flag(fact="nowhere")]
    problem = _problem(small)
    assert (problem.field, problem.message) == ("fact", "fact 'nowhere' does not exist")


def test_both_mistakes_of_a_red_flag_are_told_at_once(small: SmallKnowledge) -> None:
    small.flags = [flag(fact="nowhere", source="hearsay")]
    with pytest.raises(KnowledgeError) as caught:
        small.load()
    assert [problem.field for problem in caught.value.problems] == ["fact", "source"]


@pytest.mark.parametrize("blank", ["", "   "])
def test_a_blank_unknown_question_is_refused_at_its_line(small: SmallKnowledge, blank: str) -> None:
    small.unknown = ["how long is the liver", blank]
    problem = _problem(small)
    assert (problem.file, problem.field) == ("knowledge/unknown.yml", "questions.1")
    assert problem.line == small.line("unknown.yml", "- how long is the liver") + 1
    assert "at least 1 character" in problem.message


def test_unknown_questions_are_loaded(small: SmallKnowledge) -> None:
    small.unknown = ["how long is the liver"]
    assert small.load().unknown.questions == small.unknown


def test_a_folder_without_unknown_questions_loads(small: SmallKnowledge) -> None:
    assert small.load().unknown.questions == []


def test_the_served_store_holds_every_unknown_question(real_store: FactStore) -> None:
    assert Path(real_store._path).exists()
    snapshot = real_store.snapshot()
    assert snapshot.unknown.shape[1] == snapshot.unknown_whitened.shape[1]
    assert len(snapshot.unknown) == len(snapshot.unknown_whitened) > 0
