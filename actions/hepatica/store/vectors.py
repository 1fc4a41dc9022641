"""Vectors that an earlier store has already: building again encodes only what is new."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np

Encode = Callable[[list[str]], np.ndarray]


def remembering(encode: Encode, path: Path, form: int) -> Encode:
    """``encode``, but with the vectors of an earlier store where it has the very same text.

    Args:
        encode: maps n sentences to n unit vectors, shape (n, dimensions).
        path: the earlier store; one that is missing, broken or of another form is left aside.
        form: the format in which its vectors are the encoder's.
    """
    known = _vectors(path, form)

    def encoded(texts: list[str]) -> np.ndarray:
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known.update(zip(new, encode(new), strict=True))
        return np.stack([known[text] for text in texts]) if texts else encode([])

    return encoded


def _vectors(path: Path, form: int) -> dict[str, np.ndarray]:
    if not path.is_file():
        return {}
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as store:
            found = dict(store.execute("SELECT key, value FROM meta WHERE key = 'format'"))
            if found.get("format") != str(form):
                return {}
            rows = store.execute("SELECT text, vector FROM wording UNION ALL "
                                 "SELECT text, vector FROM unknown").fetchall()  # fmt: skip
    except sqlite3.Error:
        return {}
    return {text: np.frombuffer(vector, np.float16).astype(np.float32) for text, vector in rows}
