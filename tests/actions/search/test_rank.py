"""Facets decide between facts that are near in meaning."""

from collections.abc import Callable
from datetime import date

import pytest
from small_knowledge import SmallKnowledge, WordEncoder, fact, figure, source

from hepatica.search.query import Query
from hepatica.search.rank import Found, rank
from hepatica.store import Snapshot

Read = Callable[[], Snapshot]


def _ids(found: list[Found]) -> list[str]:
    return [item.fact.id for item in found]


def _rank(snapshot: Snapshot, query: Query) -> list[Found]:
    return rank(query, WordEncoder().encode([query.text])[0], snapshot)


@pytest.fixture
def stages(small: SmallKnowledge) -> SmallKnowledge:
    """Two facts with the same words that differ in their stage."""
    small.values = [
        {"id": f"bclc-{letter}", "entity": "stage", "phrases": {"en": [f"stage {letter}"]}}
        for letter in "bc"
    ]
    small.topics = {
        "stages": [
            fact(
                f"about-{letter}",
                statement={"en": "A statement about this stage."},
                questions={"en": ["what does this stage mean", "explain this stage"]},
                facets={"stages": [f"bclc-{letter}"]},
            )
            for letter in "bc"
        ]
    }
    return small


@pytest.fixture
def trials(small: SmallKnowledge) -> SmallKnowledge:
    """Two facts with the same words that differ in study and time."""
    small.sources = [source("trial-one"), source("trial-two")]
    small.terms.append(term_overall_survival())
    small.topics = {
        "outcomes": [
            fact(
                f"survival-{study}-{years}",
                statement={"en": "How many lived."},
                questions={"en": ["how many people lived", "survival please"]},
                citations=[{"source": f"trial-{study}", "locator": "abstract"}],
                figures=[figure("27.4", timepoint=f"{years} years", study=f"trial-{study}")],
                facets={"studies": [f"trial-{study}"]},
            )
            for study in ("one", "two")
            for years in (2, 5)
        ]
    }
    return small


def term_overall_survival() -> dict[str, object]:
    """The glossary measure of the figures."""
    return {
        "id": "overall-survival",
        "term": {"en": "overall survival"},
        "entity": "measure",
        "zh_seen_in_source": False,
        "definition": {"en": "Being alive."},
    }


@pytest.mark.parametrize("letter", ["b", "c"])
def test_the_stage_that_was_named_comes_first(
    stages: SmallKnowledge, small_snapshot: Read, letter: str
) -> None:
    query = Query("what does this stage mean", stages=frozenset({f"bclc-{letter}"}))
    best, other = _rank(small_snapshot(), query)
    assert best.fact.id == f"about-{letter}"
    assert best.score > other.score + 0.4


@pytest.mark.parametrize("study", ["one", "two"])
def test_facts_of_another_study_are_pushed_down(
    trials: SmallKnowledge, small_snapshot: Read, study: str
) -> None:
    query = Query("how many people lived", study=f"trial-{study}")
    found = _ids(_rank(small_snapshot(), query))
    assert set(found[:2]) == {f"survival-{study}-2", f"survival-{study}-5"}


@pytest.mark.parametrize("years", [2, 5])
def test_the_time_asked_about_comes_first(
    trials: SmallKnowledge, small_snapshot: Read, years: int
) -> None:
    query = Query("how many people lived", study="trial-two", months=12 * years)
    assert _ids(_rank(small_snapshot(), query))[0] == f"survival-two-{years}"


def test_the_likely_topic_comes_first(small: SmallKnowledge, small_snapshot: Read) -> None:
    same = {"questions": {"en": ["what helps"]}, "statement": {"en": "What helps."}}
    small.topics = {"living": [fact("one", **same)], "surgery": [fact("two", **same)]}
    found = _rank(small_snapshot(), Query("what helps", topics={"surgery": 0.9, "living": 0.1}))
    assert _ids(found) == ["two", "one"]


def test_a_term_that_was_named_counts(small: SmallKnowledge, small_snapshot: Read) -> None:
    same = {"questions": {"en": ["what helps"]}, "statement": {"en": "What helps."}}
    small.topics["basics"] = [fact("one", **same), fact("two", facets={"terms": ["liver"]}, **same)]
    found = _rank(small_snapshot(), Query("what helps", terms=frozenset({"liver"})))
    assert _ids(found)[0] == "two"


def test_facts_that_are_not_served_are_not_ranked(
    small: SmallKnowledge, small_snapshot: Read, today: date
) -> None:
    small.topics["basics"].insert(0, fact("old", valid_until="2020-01-01"))
    found = _rank(small_snapshot(), Query("what is old"))
    assert _ids(found) == ["liver-what"]


def test_the_similarity_belongs_to_its_own_fact_when_another_is_withdrawn(
    small: SmallKnowledge, small_snapshot: Read
) -> None:
    small.topics["basics"].insert(0, fact("old", valid_until="2020-01-01"))
    [found] = _rank(small_snapshot(), Query("what is liver what"))
    assert found.similarity == pytest.approx(1.0, abs=0.01)
