"""The sentence encoder gives one unit vector for every text."""

import numpy as np
import pytest

from hepatica.search.encoder import DIMENSIONS, E5_TOKENS, MAX_CHARACTERS, Encoder

ODD = ["", " ", "🙂🙂", "肝癌是什么", "\x00", "x" * 20_000, "what is HCC"]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_vectors_have_one_row_for_each_text(encoder: Encoder, count: int) -> None:
    assert encoder.encode(["what is HCC"] * count).shape == (count, DIMENSIONS)


@pytest.mark.parametrize("text", ODD, ids=["empty", "blank", "emoji", "zh", "nul", "long", "en"])
def test_any_text_is_a_unit_vector(encoder: Encoder, text: str) -> None:
    [vector] = encoder.encode([text])
    assert vector.dtype == np.float32
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-3)


def test_half_a_character_is_a_unit_vector(encoder: Encoder) -> None:
    [vector] = encoder.encode(["what is \ud800 HCC"])
    assert np.linalg.norm(vector) == pytest.approx(1.0, abs=1e-3)


def test_a_batch_changes_nothing(encoder: Encoder) -> None:
    together = encoder.encode(ODD)
    alone = np.concatenate([encoder.encode([text]) for text in ODD])
    assert np.array_equal(together, alone)


def test_text_beyond_the_limit_is_not_read(encoder: Encoder) -> None:
    start = ("what is liver cancer " * 60)[:MAX_CHARACTERS]
    one, other = encoder.encode([start + " apples", start + " pears"])
    assert np.array_equal(one, other)


def test_the_same_question_in_another_language_is_near(encoder: Encoder) -> None:
    english, chinese, other = encoder.encode(
        ["what is liver cancer", "什么是肝癌", "how do I bake bread"]
    )
    assert english @ chinese > english @ other + 0.2


@pytest.mark.parametrize("text", ["肝癌手术前放疗" * 140, "radiotherapy before " * 80])
def test_the_second_encoder_reads_both_ends_of_a_long_text(encoder: Encoder, text: str) -> None:
    ends = encoder._ends(f"first {text} last")

    assert encoder._e5.token_count(ends) <= E5_TOKENS
    assert ends.startswith("first")
    assert ends.endswith("last")


def test_the_second_encoder_reads_the_whole_of_a_question(encoder: Encoder) -> None:
    question = "How long do people with HCC live after radiotherapy and surgery, says the trial?"

    assert encoder._ends(question) == question
