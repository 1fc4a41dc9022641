"""The multilingual sentence encoder."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoder import MAX_CHARACTERS, SentenceEncoderFeaturizer, encode_all
from bot.nlu.ngrams import Array


def encode(text: str) -> Array:
    return encode_all([text])[0]


@pytest.fixture(scope="module")
def featurizer() -> SentenceEncoderFeaturizer:
    context = ExecutionContext(GraphSchema({}), node_name="encoder")
    config = SentenceEncoderFeaturizer.get_default_config()
    return SentenceEncoderFeaturizer.create(config, None, Resource("x"), context)


def sentence_vector(message: Message) -> Any:
    _, sentence = message.get_dense_features(TEXT)
    return None if sentence is None else np.asarray(sentence.features)


@pytest.mark.parametrize(
    "text",
    [
        "what is radiotherapy",
        "什么是放疗",
        "¿qué es la radioterapia?",
        "😀",
        pytest.param("word " * 5000, id="many words"),
        pytest.param("x" * 20000, id="one long word"),
        "null\x00byte",
        "\u200b",
        "",
        "   ",
    ],
)
def test_any_text_gives_a_finite_unit_vector(text: str) -> None:
    vector = encode(text)

    assert vector.shape == (512,)
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-3)


@given(st.text())
def test_random_text_gives_a_finite_vector(text: str) -> None:
    assert np.isfinite(encode(text)).all()


def test_a_lone_surrogate_gives_a_finite_vector() -> None:
    assert np.isfinite(encode("broken \ud800 text")).all()


def test_the_same_question_in_another_language_is_nearer_than_another_question() -> None:
    english = encode("what are the side effects of radiotherapy")

    same = float(english @ encode("放疗有什么副作用"))
    other = float(english @ encode("今天天气怎么样"))

    assert same > other


def test_only_the_beginning_of_a_very_long_text_counts() -> None:
    start = ("a b " * MAX_CHARACTERS)[:MAX_CHARACTERS]

    np.testing.assert_array_equal(encode(start), encode(start + " something else"))


def test_adds_one_sentence_vector_to_a_message(featurizer: SentenceEncoderFeaturizer) -> None:
    message = Message({TEXT: "what is TACE"})

    featurizer.process([message])

    np.testing.assert_array_equal(sentence_vector(message), encode("what is TACE")[np.newaxis, :])


@pytest.mark.parametrize("data", [{}, {TEXT: ""}])
def test_leaves_a_message_without_text_alone(
    featurizer: SentenceEncoderFeaturizer, data: dict[str, str]
) -> None:
    message = Message(data)

    featurizer.process([message])

    assert sentence_vector(message) is None


def test_adds_vectors_to_all_training_examples(featurizer: SentenceEncoderFeaturizer) -> None:
    examples = [Message.build(text, "x") for text in ("one", "two")]

    featurizer.process_training_data(TrainingData(examples))

    assert all(sentence_vector(example) is not None for example in examples)
