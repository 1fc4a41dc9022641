"""Ranking facts for a question: meaning, plus amounts for topic, facets and shared words.

The weights were set by leaving out example questions of the store one at a time
(``bench/finding.py`` does it again); the test questions were not used for it.
"""

from dataclasses import dataclass

import numpy as np

from hepatica.models import Fact
from hepatica.search.query import Query
from hepatica.search.words import plain_words
from hepatica.store.reader import FigureKey, Snapshot

TOPIC = 0.25
STAGE, OTHER_STAGE = 0.25, -0.20
STUDY, OTHER_STUDY, TALKED_OF_STUDY = 0.15, -0.25, 0.06
TERM, TERM_MOST = 0.03, 0.25
MEASURE = 0.06
MONTHS, OTHER_MONTHS = 0.12, -0.06
EXACT = 0.15
LEXICAL = 0.05
VERBATIM = 0.50
"""Added when the question is one of the fact's own, word for word: a button was tapped."""


@dataclass(frozen=True)
class Found:
    """A fact with its score.

    ``evidence`` is the score without the topic's part: how much the question itself speaks for
    the fact. ``named`` is the rarity of the named terms it is about; ``similarity`` is the cosine
    with its nearest example question.
    """

    fact: Fact
    score: float
    evidence: float
    named: float
    similarity: float


def rank(query: Query, vector: np.ndarray, snapshot: Snapshot) -> list[Found]:
    """Every served fact, best first.

    Args:
        query: the question.
        vector: the question's unit vector, shape (512,).
        snapshot: the store.
    """
    nearness = snapshot.meaning.nearness(vector)
    similarity = snapshot.meaning.similarity(vector)
    lexical = snapshot.lexical(query.text)
    tapped = snapshot.questions.get(plain_words(query.text), set())
    found = []
    for index, identifier in enumerate(snapshot.order):
        fact = snapshot.facts.get(identifier)
        if fact is None:
            continue
        score = float(nearness[index]) + LEXICAL * lexical.get(identifier, 0.0)
        score += facets_score(query, fact, snapshot.figures.get(identifier, []))
        if identifier in tapped:
            score += VERBATIM
        named = named_rarity(query, fact, snapshot)
        score += min(TERM_MOST, TERM * named)
        gated = score + TOPIC * query.topics.get(fact.topic, 0.0)
        found.append(Found(fact, gated, score, named, float(similarity[index])))
    return sorted(found, key=lambda item: -item.score)


def named_rarity(query: Query, fact: Fact, snapshot: Snapshot) -> float:
    """How telling the named terms are that the fact is about: the sum of their rarities."""
    return sum(snapshot.rarity.get(t, 0.0) for t in query.terms & set(fact.facets.terms))


def facets_score(query: Query, fact: Fact, figures: list[FigureKey]) -> float:
    """How well stage, study, measure and time fit, from well below zero to about a half."""
    score = 0.0
    if query.stages and fact.facets.stages:
        score += STAGE if query.stages & set(fact.facets.stages) else OTHER_STAGE
    if query.study and fact.facets.studies:
        score += STUDY if query.study in fact.facets.studies else OTHER_STUDY
    elif query.talked_of and query.talked_of in fact.facets.studies:
        score += TALKED_OF_STUDY
    measured = {figure.measure for figure in figures} | set(fact.facets.terms)
    if query.measures & measured:
        score += MEASURE
    times = {figure.months for figure in figures if figure.months}
    if query.months and times:
        score += MONTHS if query.months in times else OTHER_MONTHS
    if query.study and query.months and _has_exactly(query, figures):
        score += EXACT
    return score


def _has_exactly(query: Query, figures: list[FigureKey]) -> bool:
    """Whether there is a figure of this study at this time (and of this measure, if named)."""
    return any(
        figure.study == query.study
        and figure.months == query.months
        and (not query.measures or figure.measure in query.measures)
        for figure in figures
    )
