"""Whatever is encoded becomes a vector; the encoder is C code, where a crash ends the server."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hepatica.search.encoder import MAX_CHARACTERS, Encoder
from tests.fuzz.budget import fed, fuzzed
from tests.fuzz.mutations import texts

MANY = ["\ufdfa", "\ufdfb", "\u321d", "\u3300", "\ufb2c", "\u1f82", "\u0344", "\U0001f190", "½"]
"""Letters that stand for several, the first for 18: many of them once ended the server."""


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder()


def _is_vector(rows: np.ndarray) -> bool:
    return bool(np.isfinite(rows).all()) and bool(
        np.allclose(np.linalg.norm(rows, axis=1), 1, 1e-3)
    )


@fuzzed(0.05)
@given(st.lists(texts.map(lambda text: text[:300]), min_size=1, max_size=3))
def test_any_words_become_unit_vectors(encoder: Encoder, words: list[str]) -> None:
    with fed("encoder: words"):
        assert _is_vector(encoder.encode(words))


@fuzzed(0.02)
@given(st.sampled_from(MANY), st.integers(1, 120), texts.map(lambda text: text[:60]))
def test_letters_that_stand_for_many_become_unit_vectors(
    encoder: Encoder, letter: str, times: int, around: str
) -> None:
    with fed("encoder: letters that stand for many"):
        assert _is_vector(encoder.encode([around + letter * times]))


@pytest.mark.parametrize("letter", [*MANY, "肝", "a ", "x", "👍"])
def test_the_longest_message_becomes_a_unit_vector(encoder: Encoder, letter: str) -> None:
    with fed("encoder: longest messages", seconds=60.0):
        assert _is_vector(encoder.encode([letter * MAX_CHARACTERS]))
