"""The repository's own knowledge: every number is backed and every fact can be found."""

import re
from collections import defaultdict
from datetime import date

from hepatica.checking import check_knowledge
from hepatica.loading import Knowledge
from hepatica.models import Fact


def test_every_blocking_check_passes(real_knowledge: Knowledge, today: date) -> None:
    report = check_knowledge(real_knowledge, today)
    assert [str(problem) for problem in report.problems] == []


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
