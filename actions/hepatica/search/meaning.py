"""How near a question is in meaning to each fact.

Cosine to the nearest example question treats all directions of the encoder's space alike. Most of
them tell how a thing is asked (a carer, a worry, a keyword), few which fact is meant. Dividing by
the spread of questions *within* facts (linear discriminant analysis with a shared, shrunken
covariance; Fisher 1936) leaves the telling ones: on held-out example questions the first fact is
right in 76% with facets, against 56% for the nearest example (docs/decisions/0004).
"""

from dataclasses import dataclass

import numpy as np

CHUNK = 8192
"""Rows at a time, so that a large store needs no second copy of its vectors."""
EXACTLY = 1000
"""Facts compared in full; of a larger store only those that a short look (``BRIEF``) finds near."""
BRIEF = 64
"""Leading directions of the facts that the short look uses, of DIMENSIONS."""
SHRINKAGE = 1.0
"""Weight of a round covariance beside the measured one, in units of its mean variance."""


@dataclass(frozen=True)
class MeaningIndex:
    """Whitened centres of the facts.

    ``centre`` has shape (dimensions,), ``whiten`` (dimensions, dimensions), ``facts`` (facts,
    dimensions) with unit rows; ``vectors`` and ``owners`` are the example questions and the fact
    each belongs to, in the order of the facts. ``brief`` is ``facts`` along their leading
    ``directions``, shape (dimensions, 64), for the short look at a large store.
    """

    centre: np.ndarray
    whiten: np.ndarray
    facts: np.ndarray
    vectors: np.ndarray
    owners: np.ndarray
    directions: np.ndarray
    brief: np.ndarray

    @classmethod
    def fit(cls, vectors: np.ndarray, owners: np.ndarray, count: int) -> "MeaningIndex":
        """Learn the index.

        Args:
            vectors: unit vectors of the example questions, shape (questions, dimensions).
            owners: index of each question's fact, shape (questions,), ascending, from 0 to
                count - 1.
            count: number of facts; one without questions never ranks.
        """
        dimensions = vectors.shape[1]
        sizes = np.maximum(np.bincount(owners, minlength=count), 1)[:, None]
        means = (_sum_by(vectors, owners, count) / sizes).astype(np.float32)
        covariance = np.zeros((dimensions, dimensions))
        for start in range(0, len(vectors), CHUNK):
            part = slice(start, start + CHUNK)
            within = vectors[part] - means[owners[part]]
            covariance += within.T @ within
        covariance /= max(len(vectors) - 1, 1)
        shrink = SHRINKAGE * max(np.trace(covariance) / dimensions, 1e-6)
        values, directions = np.linalg.eigh(covariance + shrink * np.eye(dimensions))
        whiten = (directions / np.sqrt(values)).astype(np.float32)
        centre = np.zeros(dimensions, np.float32)
        if len(vectors):
            centre = vectors.mean(axis=0, dtype=np.float64).astype(np.float32)
        spread = _unit((vectors - centre) @ whiten)
        facts = _unit(_sum_by(spread, owners, count)).astype(np.float32)
        leading, brief = _brief(facts)
        return cls(centre, whiten, facts, vectors, owners, leading, brief)

    def nearness(self, vector: np.ndarray, prior: np.ndarray | None = None) -> np.ndarray:
        """Whitened cosine of a question's vector with each fact, shape ``(facts,)``.

        Args:
            vector: the question's unit vector, shape (dimensions,).
            prior: what else speaks for each fact, shape (facts,); of a large store the facts that
                look best with it are compared in full, the others only along ``directions``.
        """
        sought = _unit((vector - self.centre) @ self.whiten)
        if len(self.facts) <= EXACTLY:
            return np.asarray(self.facts @ sought)
        near = self.brief @ (sought @ self.directions)
        looked = near if prior is None else near + prior
        rows = np.argpartition(-looked, EXACTLY)[:EXACTLY]
        near[rows] = self.facts[rows] @ sought
        return np.asarray(near)

    def whitened(self, vectors: np.ndarray) -> np.ndarray:
        """Unit vectors, shape (n, dimensions), along the directions that tell facts apart."""
        return _unit((vectors - self.centre) @ self.whiten)

    def similarity(self, vector: np.ndarray, fact: int) -> float:
        """Plain cosine of a question's vector with the nearest example question of one fact.

        Tells whether the question is known at all; ``nearness`` tells which fact is meant. -1.0
        for a fact without questions.
        """
        own = self._own(fact)
        return float((own @ vector).max()) if len(own) else -1.0

    def similarity_whitened(self, vector: np.ndarray, fact: int) -> float:
        """As ``similarity``, along the directions that tell facts apart."""
        own = self._own(fact)
        if not len(own):
            return -1.0
        sought = self.whitened(vector[np.newaxis])[0]
        return float((self.whitened(own) @ sought).max())

    def _own(self, fact: int) -> np.ndarray:
        """Vectors of one fact's example questions, shape (questions, dimensions)."""
        first, end = np.searchsorted(self.owners, (fact, fact + 1))
        return self.vectors[first:end]


def _brief(facts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The leading directions of the facts, and the facts along them; empty for a small store."""
    if len(facts) <= EXACTLY:
        return np.zeros((facts.shape[1], 0), np.float32), np.zeros((len(facts), 0), np.float32)
    _, every = np.linalg.eigh(facts.T @ facts)
    leading = np.ascontiguousarray(every[:, -BRIEF:]).astype(np.float32)
    return leading, facts @ leading


def _sum_by(rows: np.ndarray, owners: np.ndarray, count: int) -> np.ndarray:
    """Sums of the rows of each owner; ``owners`` is ascending, so each has one run of rows."""
    sums = np.zeros((count, rows.shape[1]), dtype=np.float64)
    if len(rows):
        present, starts = np.unique(owners, return_index=True)
        sums[present] = np.add.reduceat(rows, starts, axis=0)
    return sums


def _unit(rows: np.ndarray) -> np.ndarray:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9))
