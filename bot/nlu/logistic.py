"""Multinomial logistic regression: trained with scikit-learn, run with numpy alone.

Serving without scikit-learn saves seconds of start-up (see docs/decisions/0002).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.nlu.ngrams import BUCKETS, Array, document_frequencies, weighted

VECTOR_SCALE = 5.0
NGRAM_SCALE = 3.0
"""The encoder's unit vectors must be scaled up, or the penalty drowns them."""
STRENGTH = 3.0


@dataclass(frozen=True)
class LogisticModel:
    """Weights of one trained classifier.

    ``dense`` has shape (dimensions, labels), ``sparse`` (BUCKETS, labels), ``bias`` (labels,),
    ``idf`` (BUCKETS,).
    """

    labels: list[str]
    dense: Array
    sparse: Array
    bias: Array
    idf: Array

    def probabilities(self, text: str, vector: Array) -> Array:
        """Probability of each label, shape ``(labels,)``, summing to one."""
        buckets, weights = weighted(text, self.idf)
        scores = self.bias + VECTOR_SCALE * (vector @ self.dense)
        if len(buckets):
            scores = scores + NGRAM_SCALE * (weights @ self.sparse[buckets].astype(np.float32))
        powers = np.exp(scores - scores.max())
        return np.asarray(powers / powers.sum())

    def save(self, path: Path) -> None:
        """Write one npz file."""
        np.savez_compressed(
            path,
            labels=np.array(self.labels),
            dense=self.dense.astype(np.float32),
            sparse=self.sparse.astype(np.float16),
            bias=self.bias.astype(np.float32),
            idf=self.idf,
        )

    @classmethod
    def load(cls, path: Path) -> LogisticModel:
        """Read what ``save`` wrote."""
        with np.load(path) as data:
            return cls([str(x) for x in data["labels"]], *(data[k] for k in _ARRAYS))


_ARRAYS = ("dense", "sparse", "bias", "idf")


def train(texts: Sequence[str], vectors: Array, labels: Sequence[str]) -> LogisticModel:
    """Fit the classifier.

    Args:
        texts: n examples.
        vectors: their unit vectors, shape (n, dimensions).
        labels: their n labels, at least two different ones.
    """
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    idf = document_frequencies(list(texts))
    rows = [weighted(text, idf) for text in texts]
    pointer = np.cumsum([0, *(len(buckets) for buckets, _ in rows)])
    ngrams = csr_matrix(
        (
            np.concatenate([weights for _, weights in rows]) * NGRAM_SCALE,
            np.concatenate([buckets for buckets, _ in rows]),
            pointer,
        ),
        shape=(len(rows), BUCKETS),
    )
    features = hstack([csr_matrix(vectors * VECTOR_SCALE), ngrams]).tocsr()
    fitted = LogisticRegression(
        C=STRENGTH, class_weight="balanced", max_iter=300, tol=1e-3, random_state=0
    ).fit(features, list(labels))
    weights, bias = fitted.coef_, fitted.intercept_
    if len(weights) < len(fitted.classes_):  # scikit-learn keeps one row for two labels
        weights = np.vstack([np.zeros_like(weights), weights])
        bias = np.concatenate([np.zeros_like(bias), bias])
    dimensions = vectors.shape[1]
    return LogisticModel(
        labels=[str(label) for label in fitted.classes_],
        dense=weights.T[:dimensions],
        sparse=weights.T[dimensions:].astype(np.float16),
        bias=bias,
        idf=idf,
    )
