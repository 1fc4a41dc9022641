"""Hashed word and character n-grams: they catch names, abbreviations and typing errors."""

import math
import zlib
from collections import Counter
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
BUCKETS = 2**15


def ngram_counts(text: str) -> Counter[int]:
    """How often each bucket's n-grams stand in ``text``.

    Words and pairs of words, and 2 to 5 characters within each word padded with spaces.
    """
    words = text.lower().split()
    grams = [f"w {word}" for word in words]
    grams += [f"w {first} {second}" for first, second in pairwise(words)]
    for word in words:
        padded = f" {word} "
        for size in range(2, 6):
            grams += [padded[i : i + size] for i in range(len(padded) - size + 1)]
    return Counter(zlib.crc32(gram.encode("utf-8", "replace")) % BUCKETS for gram in grams)


def document_frequencies(texts: list[str]) -> Array:
    """Smoothed inverse document frequency of each bucket, shape ``(BUCKETS,)``."""
    seen = np.zeros(BUCKETS)
    for text in texts:
        seen[list(ngram_counts(text))] += 1
    return (np.log((1 + len(texts)) / (1 + seen)) + 1).astype(np.float32)


def weighted(text: str, idf: Array) -> tuple[Array, Array]:
    """Buckets and unit-length tf-idf weights of ``text``, with sub-linear counts."""
    counts = ngram_counts(text)
    buckets = np.fromiter(counts, dtype=np.int64, count=len(counts))
    weights = np.array([1 + math.log(n) for n in counts.values()], dtype=np.float32)
    if len(buckets):
        weights *= idf[buckets]
        weights /= np.linalg.norm(weights)
    return buckets, weights
