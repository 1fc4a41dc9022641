"""A problem names file, line, entry and field, and all problems are told at once."""

from collections.abc import Callable
from typing import Any

import pytest
from small_knowledge import SmallKnowledge, fact, figure, source, term

from hepatica.loading import KnowledgeError, Problem, load_knowledge

BASICS = "knowledge/facts/basics.yml"


def _problems(small: SmallKnowledge) -> list[Problem]:
    with pytest.raises(KnowledgeError) as caught:
        small.load()
    return caught.value.problems


def _only_about(problems: list[Problem], entry: str) -> Problem:
    [problem] = [problem for problem in problems if problem.entry == entry]
    return problem


def test_a_small_valid_folder_loads(small: SmallKnowledge) -> None:
    knowledge = small.load()
    assert list(knowledge.facts) == ["liver-what"]
    assert knowledge.facts["liver-what"].topic == "basics"


def test_a_missing_field_is_named_at_its_entry(small: SmallKnowledge) -> None:
    small.topics["basics"].append(fact("second"))
    del small.topics["basics"][1]["statement"]
    problem = _only_about(_problems(small), "second")
    assert (problem.file, problem.field) == (BASICS, "statement")
    assert problem.line == small.line("facts/basics.yml", "id: second")
    assert problem.message == "is missing; add it"


def test_an_unknown_field_is_named_at_its_line(small: SmallKnowledge) -> None:
    small.topics["basics"].append(fact("second", caveats={"en": "Mind."}))
    problem = _only_about(_problems(small), "second")
    assert (problem.file, problem.field) == (BASICS, "caveats")
    assert problem.line == small.line("facts/basics.yml", "caveats:")
    assert "is not a known field" in problem.message


@pytest.mark.parametrize(
    ("field", "value", "named"),
    [
        ("sensitive", "perhaps", "sensitive"),
        ("valid_until", "next year", "valid_until"),
        ("certainty", "sure", "certainty"),
        ("statement", "just text", "statement"),
        ("figures", {"measure": "x"}, "figures"),
        ("figures", [figure("1", n="many")], "figures.0.n"),
    ],
)
def test_a_wrong_type_is_named_with_its_place(
    small: SmallKnowledge, field: str, value: Any, named: str
) -> None:
    small.topics["basics"].append(fact("second", **{field: value}))
    problem = _only_about(_problems(small), "second")
    assert (problem.file, problem.field) == (BASICS, named)
    assert problem.line > small.line("facts/basics.yml", "id: second")
    assert problem.message


def test_the_line_is_that_of_a_field_inside_a_list(small: SmallKnowledge) -> None:
    small.topics["basics"].append(fact("second", figures=[figure("1"), figure("2", unit="mile")]))
    problem = _only_about(_problems(small), "second")
    assert problem.field == "figures.1.unit"
    assert problem.line == small.line("facts/basics.yml", "unit: mile")


def test_a_fact_id_given_twice_names_the_first_place(small: SmallKnowledge) -> None:
    small.topics["living"] = [fact("liver-what")]
    [problem] = _problems(small)
    assert (problem.file, problem.entry, problem.field) == (
        "knowledge/facts/living.yml",
        "liver-what",
        "id",
    )
    first = small.line("facts/basics.yml", "id: liver-what")
    assert f"{BASICS}:{first}" in problem.message


def test_a_source_id_given_twice_is_told(small: SmallKnowledge) -> None:
    small.sources.append(source())
    [problem] = _problems(small)
    assert (problem.file, problem.entry, problem.field) == (
        "knowledge/sources.yml",
        "trial-one",
        "id",
    )


def test_a_fact_without_support_is_told_in_plain_words(small: SmallKnowledge) -> None:
    small.topics["basics"].append(
        fact(
            "second",
            citations=[{"source": "trial-one", "locator": "abstract", "role": "answers"}],
        )
    )
    problem = _only_about(_problems(small), "second")
    assert problem.message == "no citation supports it; add one with role: supports"


@pytest.mark.parametrize(
    ("name", "break_it"),
    [
        ("sources.yml", lambda small: small.sources.append("not an entry")),
        ("facts/basics.yml", lambda small: small.topics["basics"].append(["a", "list"])),
        ("glossary.yml", lambda small: small.terms.append(None)),
    ],
)
def test_an_item_that_is_no_entry_is_told(
    small: SmallKnowledge, name: str, break_it: Callable[[SmallKnowledge], None]
) -> None:
    break_it(small)
    [problem] = _problems(small)
    assert problem.file == f"knowledge/{name}"
    assert "expected an entry that starts with '- id:'" in problem.message
    assert problem.line > 1


def test_several_problems_in_several_files_are_told_at_once(small: SmallKnowledge) -> None:
    small.topics["basics"] += [fact("second", caveats=1), fact("third", certainty="sure")]
    small.sources.append(source("second-source", pages="1"))
    small.terms.append(term("clot", entity="word"))
    found = {(problem.file, problem.entry) for problem in _problems(small)}
    assert found == {
        (BASICS, "second"),
        (BASICS, "third"),
        ("knowledge/sources.yml", "second-source"),
        ("knowledge/glossary.yml", "clot"),
    }


def test_the_error_is_a_list_to_work_through(small: SmallKnowledge) -> None:
    small.topics["basics"].append(fact("second", caveats=1))
    line_text = "caveats: 1"
    with pytest.raises(KnowledgeError) as caught:
        small.load()
    line = small.line("facts/basics.yml", line_text)
    head, item = str(caught.value).splitlines()
    assert head == "1 problem in the knowledge files:"
    assert item.startswith(f"  {BASICS}:{line}: second caveats: ")


def test_a_folder_without_facts_is_told(small: SmallKnowledge) -> None:
    small.topics = {}
    small.path("facts").mkdir(parents=True)
    [problem] = _problems(small)
    assert "no fact files found" in problem.message


def test_a_faulty_only_fact_is_not_told_as_missing_files(small: SmallKnowledge) -> None:
    small.fact["caveats"] = 1
    assert [problem.entry for problem in _problems(small)] == ["liver-what"]


def test_a_faulty_fact_is_not_told_again_where_the_glossary_names_it(
    small: SmallKnowledge,
) -> None:
    small.topics["basics"].append(fact("second", caveats=1))
    small.terms[0]["related_facts"] = ["second"]
    assert [problem.entry for problem in _problems(small)] == ["second"]


def test_a_missing_folder_names_every_file_it_needs(small: SmallKnowledge) -> None:
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(small.root)
    files = {problem.file for problem in caught.value.problems}
    assert {
        "knowledge/sources.yml",
        "knowledge/glossary.yml",
        "knowledge/phrases.yml",
    } <= files
