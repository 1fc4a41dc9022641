"""Building again encodes only what is new, and gives the same store as building afresh."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from small_knowledge import SmallKnowledge, WordEncoder

from hepatica.store import build_store
from hepatica.store.build import FORMAT
from hepatica.store.vectors import remembering


class Counting(WordEncoder):
    """Remembers what it was asked to encode."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def encode(self, texts: list[str]) -> np.ndarray:  # type: ignore[override]
        self.asked += texts
        return super().encode(texts)


def test_only_new_texts_are_encoded(
    small: SmallKnowledge, small_store: Callable[[], Path], tmp_path: Path
) -> None:
    old, encoder = small_store(), Counting()
    small.fact["questions"]["en"].append("a question nobody asked before")
    build_store(small.load(), tmp_path / "new.sqlite", remembering(encoder.encode, old, FORMAT))
    assert encoder.asked == ["a question nobody asked before"]


def test_a_store_built_with_old_vectors_is_the_store_built_afresh(
    small: SmallKnowledge, small_store: Callable[[], Path], tmp_path: Path
) -> None:
    old = small_store()
    small.fact["questions"]["en"].append("a question nobody asked before")
    again, afresh = tmp_path / "again.sqlite", tmp_path / "afresh.sqlite"
    encode = WordEncoder().encode
    build_store(small.load(), again, remembering(encode, old, FORMAT))
    build_store(small.load(), afresh, encode)
    assert again.read_bytes() == afresh.read_bytes()


@pytest.mark.parametrize("broken", [b"", b"no store at all", None])
def test_a_store_that_cannot_be_read_is_left_aside(tmp_path: Path, broken: bytes | None) -> None:
    path, encoder = tmp_path / "old.sqlite", Counting()
    if broken is not None:
        path.write_bytes(broken)
    remembering(encoder.encode, path, FORMAT)(["one", "two", "one"])
    assert encoder.asked == ["one", "two"]


def test_vectors_of_another_format_are_left_aside(small_store: Callable[[], Path]) -> None:
    encoder = Counting()
    question = "what is the liver"
    remembering(encoder.encode, small_store(), FORMAT + 1)([question])
    assert encoder.asked == [question]
