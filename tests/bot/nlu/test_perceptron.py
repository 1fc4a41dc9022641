"""Small neural networks that vote: trained with scikit-learn, run with numpy."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.nlu.perceptron import VOTERS, VotingModel, train

TEXTS = [
    "hello there", "hi you", "good morning", "stop it", "leave now", "go away", "what stage",
    "which scan", "why surgery",
]  # fmt: skip
LABELS = ["greet"] * 3 + ["bye"] * 3 + ["ask"] * 3
VECTORS = np.repeat(np.eye(3, dtype=np.float32), 3, axis=0)
MODEL = train(TEXTS, VECTORS, LABELS)


def likeliest(text: str, vector: list[float]) -> str:
    return MODEL.labels[int(np.argmax(MODEL.probabilities(text, np.array(vector))))]


@pytest.mark.parametrize(
    ("text", "vector", "label"), zip(TEXTS, VECTORS.tolist(), LABELS, strict=True)
)
def test_knows_its_own_examples(text: str, vector: list[float], label: str) -> None:
    assert likeliest(text, vector) == label


@pytest.mark.parametrize(("vector", "label"), [([1, 0, 0], "greet"), ([0, 1, 0], "bye")])
def test_the_vector_decides_when_no_ngram_is_known(vector: list[float], label: str) -> None:
    assert likeliest("", vector) == label


@pytest.mark.parametrize(("text", "label"), [("hello", "greet"), ("leave", "bye")])
def test_the_ngrams_decide_when_the_vector_says_nothing(text: str, label: str) -> None:
    assert likeliest(text, [0.5, 0.5, 0.5]) == label


@given(st.text(), st.lists(st.floats(-1, 1), min_size=3, max_size=3))
def test_probabilities_are_positive_and_sum_to_one(text: str, vector: list[float]) -> None:
    probabilities = MODEL.probabilities(text, np.array(vector))

    assert probabilities.shape == (3,)
    assert np.all(probabilities >= 0)
    assert probabilities.sum() == pytest.approx(1.0)


def test_saved_and_loaded_it_gives_the_same_probabilities(tmp_path: Path) -> None:
    MODEL.save(tmp_path / "model.npz")

    loaded = VotingModel.load(tmp_path / "model.npz")

    assert loaded.labels == MODEL.labels
    for text, vector in zip([*TEXTS, "", "new"], [*VECTORS, *VECTORS[:2]], strict=True):
        np.testing.assert_allclose(
            loaded.probabilities(text, vector), MODEL.probabilities(text, vector), atol=1e-5
        )


def test_training_twice_gives_the_same_model() -> None:
    again = train(TEXTS, VECTORS, LABELS)

    np.testing.assert_array_equal(again.directions, MODEL.directions)
    for one, other in zip(again.voters, MODEL.voters, strict=True):
        np.testing.assert_array_equal(one.hidden, other.hidden)
        np.testing.assert_array_equal(one.output, other.output)


def test_two_labels_are_enough() -> None:
    model = train(TEXTS[:6], VECTORS[:6], LABELS[:6])

    assert model.probabilities(TEXTS[0], VECTORS[0]).shape == (2,)


def test_very_large_scores_do_not_overflow() -> None:
    probabilities = MODEL.probabilities("", np.array([1e6, -1e6, 0]))

    assert np.isfinite(probabilities).all()


def test_the_model_is_the_average_of_its_voters() -> None:
    assert len(MODEL.voters) == VOTERS
    assert len({voter.hidden.tobytes() for voter in MODEL.voters}) == VOTERS
