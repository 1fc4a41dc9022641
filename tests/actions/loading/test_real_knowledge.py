"""The repository's own knowledge: every number is backed and every fact can be found."""

import re
from collections import defaultdict

import pytest
from small_knowledge import numbers

from hepatica.loading import Knowledge
from hepatica.models import Fact, Figure

ROMAN_GRADES = {"1", "5"}
NUMBERS_EXPLAINED_ELSEWHERE = {
    "surg-clavien-what": ROMAN_GRADES,
    # Chinese experts' lower end, told as a limit of the figure; the fact's figure is the upper end.
    "recurrence-common": {"40"},
}
PERCENTAGES_QUOTED_TO_CORRECT_THEM = {
    # The article's own number, which the fact says is not what the trial found.
    "jama-not-a-cure-rate": {"40"},
}
_PERCENT = re.compile(
    r"(\d+(?:\.\d+)?)(?: ?%| percent| (?:in|of|out of) (?:every )?100\b)", re.IGNORECASE
)


def _figure_numbers(figure: Figure) -> set[str]:
    found: set[str] = set()
    for text in (figure.value, figure.note, figure.timepoint, figure.measure, figure.group):
        found |= numbers(text)
    found |= {str(number) for number in figure.out_of or ()}
    return found | ({str(figure.n)} if figure.n else set())


def _rounded(number: str) -> str:
    return str(int(float(number) + 0.5))


def _percentages(figure: Figure) -> set[str]:
    """The percentages that a figure backs: its own, a share of heads, a lower risk."""
    if figure.unit == "percent":
        printed = numbers(figure.value) | numbers(figure.note)
        return printed | {_rounded(number) for number in printed}
    if figure.unit == "people" and figure.out_of:
        count, out_of = figure.out_of
        share = 100 * count / out_of
        return {f"{share:.1f}", f"{share:.0f}"}
    if figure.unit == "hazard ratio" and figure.number:
        return {f"{100 * (1 - figure.number):.0f}"}
    return set()


def test_numbers_of_simpler_words_and_caveats_stand_in_the_fact(
    real_knowledge: Knowledge,
) -> None:
    unbacked = {}
    for fact in real_knowledge.facts.values():
        known = numbers(fact.statement.en) | numbers(fact.curator_note)
        known |= NUMBERS_EXPLAINED_ELSEWHERE.get(fact.id, set())
        known = known.union(*(_figure_numbers(figure) for figure in fact.figures))
        caveat = fact.caveat.en if fact.caveat else ""
        if extra := (numbers(fact.simpler.en) | numbers(caveat)) - known:
            unbacked[fact.id] = extra
    assert unbacked == {}


def test_every_percentage_of_a_statement_has_a_figure(real_knowledge: Knowledge) -> None:
    unbacked = {}
    for fact in real_knowledge.facts.values():
        known = PERCENTAGES_QUOTED_TO_CORRECT_THEM.get(fact.id, set())
        known = known.union(*(_percentages(figure) for figure in fact.figures))
        if extra := set(_PERCENT.findall(fact.statement.en)) - known:
            unbacked[fact.id] = extra
    assert unbacked == {}


@pytest.mark.parametrize(
    "exceptions", [NUMBERS_EXPLAINED_ELSEWHERE, PERCENTAGES_QUOTED_TO_CORRECT_THEM]
)
def test_every_exception_is_still_needed(
    real_knowledge: Knowledge, exceptions: dict[str, set[str]]
) -> None:
    for identifier, allowed in exceptions.items():
        fact = real_knowledge.facts[identifier]
        caveat = fact.caveat.en if fact.caveat else ""
        said = numbers(f"{fact.statement.en} {fact.simpler.en} {caveat}")
        assert allowed <= said, identifier


def test_every_fact_has_at_least_three_english_questions(real_knowledge: Knowledge) -> None:
    few = [f.id for f in real_knowledge.facts.values() if len(set(f.questions.en)) < 3]
    assert few == []


def _same(question: str) -> str:
    return " ".join(re.findall(r"[\w%.]+", question.casefold()))


def test_no_question_belongs_to_two_facts(real_knowledge: Knowledge) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for fact in real_knowledge.facts.values():
        for question in fact.questions.all():
            owners[_same(question)].add(fact.id)
    assert {question: ids for question, ids in owners.items() if len(ids) > 1} == {}


def _unnamed_trial(fact: Fact, knowledge: Knowledge) -> bool:
    studies = {figure.study for figure in fact.figures}
    return not studies <= {*fact.shown_sources} or not studies <= set(knowledge.sources)


def test_the_study_of_every_figure_is_shown_to_patients(real_knowledge: Knowledge) -> None:
    hidden = [f.id for f in real_knowledge.facts.values() if _unnamed_trial(f, real_knowledge)]
    assert hidden == []


def test_every_source_shown_can_be_named(real_knowledge: Knowledge) -> None:
    shown = {s for fact in real_knowledge.facts.values() for s in fact.shown_sources}
    assert [s for s in shown if not real_knowledge.sources[s].short_label.strip()] == []


def test_no_fact_leans_on_the_news_article_alone(real_knowledge: Knowledge) -> None:
    alone = [f.id for f in real_knowledge.facts.values() if f.supporting == ["seed-article"]]
    assert alone == []
