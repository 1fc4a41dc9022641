"""Ranking facts for a question: meaning, plus amounts for topic, facets and shared words.

The weights were set by leaving out example questions of the store one at a time
(``bench/finding.py`` does it again); the test questions were not used for it.
"""

from dataclasses import dataclass, field

import numpy as np

from hepatica.models import Fact
from hepatica.search.meaning import MeaningIndex
from hepatica.search.query import Query
from hepatica.search.words import plain_words
from hepatica.store.snapshot import Snapshot

TOPIC = 0.25
TERM, TERM_MOST = 0.03, 0.25
LEXICAL = 0.05
VERBATIM = 0.50
"""Added when the question is one of the fact's own, word for word: a button was tapped."""
MOST = 250
"""Facts that are given; nobody asks for "more" so often."""


@dataclass(slots=True)
class Found:
    """A fact with its score.

    ``evidence`` is the score without the topic's part: how much the question itself speaks for
    the fact. ``named`` is the rarity of the named terms it is about. ``row`` is its place in the
    store and ``vector`` the question's.
    """

    fact: Fact
    score: float
    evidence: float
    named: float
    row: int
    vector: np.ndarray = field(repr=False, compare=False)
    meaning: MeaningIndex = field(repr=False, compare=False)

    @property
    def similarity(self) -> float:
        """Cosine of the question with the fact's nearest example question."""
        return self.meaning.similarity(self.vector, self.row)

    @property
    def similarity_whitened(self) -> float:
        """The same along the directions that tell facts apart."""
        return self.meaning.similarity_whitened(self.vector, self.row)


def rank(query: Query, vector: np.ndarray, snapshot: Snapshot) -> list[Found]:
    """The served facts, best first; of a large store the best 250.

    Args:
        query: the question.
        vector: the question's unit vector, shape (DIMENSIONS,).
        snapshot: the store.
    """
    named = snapshot.facets.named(query)
    evidence = snapshot.facets.score(query) + np.minimum(TERM_MOST, TERM * named)
    evidence += snapshot.meaning.nearness(vector, evidence)
    for row, share in snapshot.lexical_rows(query.text).items():
        evidence[row] += LEXICAL * share
    for identifier in snapshot.questions.get(plain_words(query.text), ()):
        evidence[snapshot.rows[identifier]] += VERBATIM
    score = evidence.copy()
    for topic, probability in query.topics.items():
        score[snapshot.facets.rows("topic", topic)] += TOPIC * probability
    found = []
    for row in _best(score, len(snapshot.order) - len(snapshot.facts) + MOST):
        if fact := snapshot.facts.get(snapshot.order[row]):
            points = float(score[row]), float(evidence[row]), float(named[row])
            found.append(Found(fact, *points, row, vector, snapshot.meaning))
    return found


def _best(score: np.ndarray, most: int) -> list[int]:
    """Rows by falling score, the first of equals first."""
    rows = np.arange(len(score))
    if len(rows) > most:
        rows = np.sort(np.argpartition(-score, most)[:most])
    return [int(row) for row in rows[np.argsort(-score[rows], kind="stable")]]
