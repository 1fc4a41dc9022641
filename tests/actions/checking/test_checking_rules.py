"""All rules together: what blocks, what is only a remark, and how a problem is told."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from checking_small import TODAY, problems, remarks, says
from small_knowledge import SmallKnowledge, fact, figure, signature

from hepatica.checking import check_knowledge
from hepatica.checking.rules import RULES, SOON
from hepatica.loading import KnowledgeError

FACTS = "facts/basics.yml"
Change = Callable[[SmallKnowledge], Any]
RATIO = figure("0.35", measure="death", unit="hazard ratio", timepoint=None)
HARD = "Multidisciplinary evaluation determines individual eligibility for interventions."


def contradict(small: SmallKnowledge) -> None:
    """Two values of the same."""
    small.fact["figures"] = [figure("27.4"), figure("24.7")]


def test_a_sound_folder_has_neither_problems_nor_remarks(small: SmallKnowledge) -> None:
    report = check_knowledge(small.load(), TODAY)
    assert (report.problems, report.remarks) == ([], [])


def test_an_empty_glossary_is_no_problem_by_itself(small: SmallKnowledge) -> None:
    small.terms = []
    assert problems(small) == []


BROKEN: dict[str, tuple[Change, str]] = {
    "number without figure": (lambda s: says(s, "About 31 of them."), "en: About 31"),
    "figure without group": (lambda s: says(s, "Some.", figure("27.4", group=None)), "- measure:"),
    "figure without time": (
        lambda s: says(s, "Some.", figure("27.4", timepoint=None)),
        "- measure:",
    ),
    "ratio alone": (lambda s: says(s, "Some.", RATIO), "  figures:"),
    "contradiction": (contradict, "value: '24.7'"),
    "unknown word": (lambda s: says(s, "It may be cirrhosis."), "en: It may"),
    "past its date": (lambda s: s.fact.update(valid_until="2026-11-23"), "  valid_until:"),
    "too hard": (lambda s: says(s, HARD), "en: Multi"),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_every_fault_blocks_with_file_line_fact_and_a_way_to_mend_it(
    small: SmallKnowledge, fault: str
) -> None:
    change, text = BROKEN[fault]
    small.policy = {"reading": {"median": 99}}
    small.terms[0]["abbreviations"] = ["multidisciplinary"]
    change(small)
    [problem] = problems(small)
    assert (problem.file, problem.entry) == (f"knowledge/{FACTS}", "liver-what")
    assert problem.line == small.line(FACTS, text)
    assert str(problem).startswith(f"knowledge/{FACTS}:{problem.line}: liver-what {problem.field}:")
    assert any(way in problem.message for way in ("add", "look in", "use ", "find", "remove"))


@pytest.mark.parametrize(
    ("change", "field", "named"),
    [
        (
            lambda s: s.fact["citations"].append({"source": "x", "locator": "p"}),
            "citations.1",
            "'x'",
        ),
        (lambda s: s.fact.update(figures=[figure("27.4", study="x")]), "figures.0.study", "'x'"),
        (lambda s: s.fact.update(facets={"terms": ["x"]}), "facets.terms", "'x'"),
        (lambda s: s.fact.update(facets={"studies": ["x"]}), "facets.studies", "'x'"),
        (lambda s: s.terms[0].update(related_facts=["x"]), "related_facts", "'x'"),
    ],
)
def test_an_unknown_id_stops_the_check_before_it_begins(
    small: SmallKnowledge, change: Change, field: str, named: str
) -> None:
    change(small)
    with pytest.raises(KnowledgeError) as caught:
        small.load()
    [problem] = caught.value.problems
    assert problem.field == field
    assert named in problem.message


@pytest.mark.parametrize("field", ["study", "group", "timepoint", "measure", "unit"])
def test_a_figure_that_lacks_a_field_stops_the_check(small: SmallKnowledge, field: str) -> None:
    lacking = figure("27.4")
    del lacking[field]
    says(small, "Some.", lacking)
    with pytest.raises(KnowledgeError) as caught:
        small.load()
    [problem] = caught.value.problems
    assert problem.field == f"figures.0.{field}"
    assert problem.line == small.line(FACTS, "value: '27.4'") - (field != "measure")
    assert problem.message == "is missing; add it"


@pytest.mark.parametrize(
    ("days", "blocks", "remarked"),
    [(-1, 1, 0), (0, 0, 1), (SOON.days - 1, 0, 1), (SOON.days, 0, 0)],
)
def test_a_date_is_remarked_on_when_near_and_blocks_when_past(
    small: SmallKnowledge, days: int, blocks: int, remarked: int
) -> None:
    small.fact["valid_until"] = str(TODAY + timedelta(days=days))
    assert (len(problems(small)), len(remarks(small))) == (blocks, remarked)


def test_a_fact_past_its_date_is_told_what_to_do(small: SmallKnowledge) -> None:
    small.fact["valid_until"] = "2026-01-31"
    [problem] = problems(small)
    assert "is past its date (2026-01-31); check it against its sources again" in problem.message


def test_a_fact_that_is_due_soon_is_remarked_on_at_its_line(small: SmallKnowledge) -> None:
    small.fact["valid_until"] = "2026-12-24"
    [remark] = remarks(small)
    assert remark.line == small.line(FACTS, "valid_until:")
    assert remark.message == "is due for a new check by 2026-12-24"


def test_a_void_signature_is_a_remark_at_its_line(small: SmallKnowledge) -> None:
    small.fact["reviews"].append(signature(small.fact))
    assert remarks(small) == []
    small.fact["certainty"] = "trial result"
    [remark] = remarks(small)
    assert remark.line == small.line(FACTS, "- status: reviewed by a clinician")
    assert "the signature of Dr Example (en, 2026-11-25) is void" in remark.message
    assert "hepatica sign liver-what" in remark.message
    assert problems(small) == []


def test_a_withdrawn_fact_is_a_remark_at_its_citations(small: SmallKnowledge) -> None:
    small.sources[0]["retracted"] = "2026-10-01"
    [remark] = remarks(small)
    assert remark.line == small.line(FACTS, "  citations:")
    assert "source 'trial-one' was retracted on 2026-10-01; find another" in remark.message
    assert problems(small) == []


def test_a_fact_that_only_answers_a_retracted_source_is_not_withdrawn(
    small: SmallKnowledge,
) -> None:
    small.sources.append({**small.sources[0], "id": "old", "retracted": "2026-10-01"})
    small.fact["citations"].append({"source": "old", "locator": "p", "role": "answers"})
    assert remarks(small) == []


def test_problems_come_in_the_order_of_files_and_lines(small: SmallKnowledge) -> None:
    small.topics["outcomes"] = [fact("later", statement={"en": "Say 31 of it."})]
    small.fact.update(valid_until="2026-01-31", simpler={"en": "Say 32 of it."})
    small.fact["statement"] = {"en": "Say 33 of it."}
    found = problems(small)
    assert [problem.field for problem in found] == [
        "statement.en",
        "simpler.en",
        "valid_until",
        "statement.en",
    ]
    assert [(problem.file, problem.line) for problem in found] == sorted(
        (problem.file, problem.line) for problem in found
    )


def test_progress_names_every_rule_in_turn(small: SmallKnowledge) -> None:
    said: list[tuple[str, int, int]] = []
    check_knowledge(small.load(), TODAY, lambda *step: said.append(step))
    every = len(RULES)
    assert said == [(name, number, every) for number, name in enumerate(RULES, start=1)]


def test_the_day_decides_and_not_the_clock(small: SmallKnowledge) -> None:
    knowledge = small.load()
    assert check_knowledge(knowledge, date(2027, 11, 23)).problems == []
    assert len(check_knowledge(knowledge, date(2027, 11, 24)).problems) == 1
