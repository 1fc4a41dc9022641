"""Small neural networks that vote: trained with scikit-learn, run with numpy alone.

Serving without scikit-learn saves seconds of start-up (see docs/decisions/0002).
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.nlu.ngrams import BUCKETS, Array, document_frequencies, weighted

DIRECTIONS = 200
"""Directions in which the n-grams of the examples differ most (latent semantic analysis, Deerwester
et al. 1990); few enough that a network can learn from them."""
NGRAM_SHARE = 0.7
"""How much they count beside the encoder's vector."""
HIDDEN, VOTERS = 192, 5
PENALTY, STEP, BATCH = 0.03, 1e-3, 128
EPOCHS, FEWEST_UPDATES = 20, 2000
"""Passes over the examples; more of them where the examples are few."""


@dataclass(frozen=True)
class Scale:
    """Puts inputs around zero, with one spread for all of them."""

    middle: Array
    spread: float

    @classmethod
    def of(cls, rows: Array) -> Scale:
        """The scale of the training examples, shape (n, dimensions)."""
        middle = rows.mean(axis=0)
        return cls(middle, max(float((rows - middle).std()), 1e-6))

    def __call__(self, rows: Array) -> Array:
        """The rows on this scale."""
        return np.asarray((rows - self.middle) / self.spread)


@dataclass(frozen=True)
class Perceptron:
    """One network with a hidden layer of rectified units."""

    hidden: Array
    hidden_bias: Array
    output: Array
    output_bias: Array

    def probabilities(self, row: Array) -> Array:
        """Probability of each label, shape ``(labels,)``."""
        scores = np.maximum(row @ self.hidden + self.hidden_bias, 0) @ self.output
        scores = scores + self.output_bias
        powers = np.exp(scores - scores.max())
        return np.asarray(powers / powers.sum())


@dataclass(frozen=True)
class VotingModel:
    """Several networks whose probabilities are averaged.

    ``directions`` has shape (BUCKETS, directions), ``idf`` (BUCKETS,).
    """

    labels: list[str]
    idf: Array
    directions: Array
    dense_scale: Scale
    ngram_scale: Scale
    voters: list[Perceptron]

    def probabilities(self, text: str, vector: Array) -> Array:
        """Probability of each label, shape ``(labels,)``, summing to one."""
        ngrams = _along(*weighted(text, self.idf), self.directions)
        row = _row(self.dense_scale(vector), self.ngram_scale(ngrams))
        return np.asarray(np.mean([voter.probabilities(row) for voter in self.voters], axis=0))

    def save(self, path: Path) -> None:
        """Write one npz file."""
        arrays: dict[str, Any] = {
            "labels": np.array(self.labels),
            "idf": self.idf,
            "directions": self.directions.astype(np.float16),
        }
        for name in ("dense_scale", "ngram_scale"):
            scale: Scale = getattr(self, name)
            arrays[f"{name}.middle"] = scale.middle.astype(np.float32)
            arrays[f"{name}.spread"] = np.float32(scale.spread)
        for number, voter in enumerate(self.voters):
            arrays |= {f"{number}.{name}": getattr(voter, name) for name in _WEIGHTS}
        np.savez_compressed(path, **arrays)

    @classmethod
    def load(cls, path: Path) -> VotingModel:
        """Read what ``save`` wrote."""
        with np.load(path) as data:
            dense, ngram = (
                Scale(data[f"{name}.middle"], float(data[f"{name}.spread"]))
                for name in ("dense_scale", "ngram_scale")
            )
            voters = [
                Perceptron(*(data[f"{number}.{name}"] for name in _WEIGHTS))
                for number in range(sum(key.endswith(".output_bias") for key in data))
            ]
            labels = [str(label) for label in data["labels"]]
            directions = data["directions"].astype(np.float32)
            return cls(labels, data["idf"], directions, dense, ngram, voters)


_WEIGHTS = ("hidden", "hidden_bias", "output", "output_bias")


def _along(buckets: Array, weights: Array, directions: Array) -> Array:
    return np.asarray(weights @ directions[buckets]) if len(buckets) else directions[0] * 0.0


def _row(dense: Array, ngrams: Array) -> Array:
    return np.concatenate([dense, NGRAM_SHARE * ngrams], axis=-1)


def train(texts: Sequence[str], vectors: Array, labels: Sequence[str]) -> VotingModel:
    """Fit the networks.

    Args:
        texts: n examples.
        vectors: their unit vectors, shape (n, dimensions).
        labels: their n labels, at least two different ones.
    """
    idf = document_frequencies(list(texts))
    directions = _directions([weighted(text, idf) for text in texts])
    ngrams = np.stack([_along(*weighted(text, idf), directions) for text in texts])
    dense_scale, ngram_scale = Scale.of(vectors), Scale.of(ngrams)
    rows = _row(dense_scale(vectors), ngram_scale(ngrams))
    names = sorted(set(labels))
    voters = [_voter(rows, list(labels), names, seed) for seed in range(VOTERS)]
    return VotingModel(names, idf, directions, dense_scale, ngram_scale, voters)


def _directions(rows: list[tuple[Array, Array]]) -> Array:
    """The leading directions of the examples' n-grams, as they are after saving."""
    from scipy.sparse import csr_matrix
    from sklearn.decomposition import TruncatedSVD

    pointer = np.cumsum([0, *(len(buckets) for buckets, _ in rows)])
    weights = np.concatenate([weights for _, weights in rows])
    columns = np.concatenate([buckets for buckets, _ in rows])
    counts = csr_matrix((weights, columns, pointer), shape=(len(rows), BUCKETS))
    fitted = TruncatedSVD(min(DIRECTIONS, len(rows) - 1), n_iter=2, random_state=0).fit(counts)
    return np.asarray(fitted.components_.T.astype(np.float16).astype(np.float32))


def _voter(rows: Array, labels: list[str], names: list[str], seed: int) -> Perceptron:
    from sklearn.neural_network import MLPClassifier

    batch = min(BATCH, len(rows))
    network = MLPClassifier(
        (HIDDEN,),
        alpha=PENALTY,
        batch_size=batch,
        learning_rate_init=STEP,
        max_iter=max(EPOCHS, math.ceil(FEWEST_UPDATES * batch / len(rows))),
        random_state=seed,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that it stops early, which is meant
        network.fit(rows, labels)
    (hidden, output), (hidden_bias, output_bias) = network.coefs_, network.intercepts_
    if len(names) == 2:  # noqa: PLR2004 - scikit-learn keeps one score for two labels
        output = np.hstack([np.zeros_like(output), output])
        output_bias = np.concatenate([np.zeros_like(output_bias), output_bias])
    arrays = (hidden, hidden_bias, output, output_bias)
    return Perceptron(*(np.asarray(array, dtype=np.float32) for array in arrays))
