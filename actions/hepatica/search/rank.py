"""Ranking facts for a question.

The score of a fact is the cosine of the question with the nearest of the fact's example
questions, plus small amounts for topic, facets and shared words. The weights were set on the
development questions of ``tests/knowledge/development_questions.yml`` and are checked against
questions that were not used for it (``tests/end_to_end/content.yml``).
"""

from dataclasses import dataclass

import numpy as np

from hepatica.models import Fact
from hepatica.search.query import Query
from hepatica.store.reader import FigureKey, Snapshot

TOPIC = 0.15
STAGE, OTHER_STAGE = 0.25, -0.20
STUDY, OTHER_STUDY = 0.15, -0.25
TERM, TERM_MOST = 0.05, 0.10
MEASURE = 0.06
MONTHS, OTHER_MONTHS = 0.12, -0.06
LEXICAL = 0.08


@dataclass(frozen=True)
class Found:
    """A fact with its score and how near the question was to it in meaning (cosine)."""

    fact: Fact
    score: float
    similarity: float


def rank(query: Query, vector: np.ndarray, snapshot: Snapshot) -> list[Found]:
    """Every served fact, best first.

    Args:
        query: the question.
        vector: the question's unit vector, shape (512,).
        snapshot: the store.
    """
    nearest = _nearest(vector, snapshot)
    lexical = snapshot.lexical(query.text)
    found = []
    for identifier, fact in snapshot.facts.items():
        similarity = nearest.get(identifier, 0.0)
        score = similarity + LEXICAL * lexical.get(identifier, 0.0)
        score += TOPIC * query.topics.get(fact.topic, 0.0)
        score += _facets(query, fact, snapshot.figures.get(identifier, []))
        found.append(Found(fact, score, similarity))
    return sorted(found, key=lambda item: -item.score)


def _nearest(vector: np.ndarray, snapshot: Snapshot) -> dict[str, float]:
    similarities = snapshot.vectors @ vector
    best = np.full(len(snapshot.order), -1.0, dtype=np.float32)
    np.maximum.at(best, snapshot.owners, similarities)
    return {snapshot.order[i]: float(best[i]) for i in np.flatnonzero(best > -1.0)}


def _facets(query: Query, fact: Fact, figures: list[FigureKey]) -> float:
    score = min(TERM_MOST, TERM * len(query.terms & set(fact.facets.terms)))
    if query.stages and fact.facets.stages:
        score += STAGE if query.stages & set(fact.facets.stages) else OTHER_STAGE
    if query.study and fact.facets.studies:
        score += STUDY if query.study in fact.facets.studies else OTHER_STUDY
    measured = {figure.measure for figure in figures} | set(fact.facets.terms)
    if query.measures & measured:
        score += MEASURE
    times = {figure.months for figure in figures if figure.months}
    if query.months and times:
        score += MONTHS if query.months in times else OTHER_MONTHS
    return score
