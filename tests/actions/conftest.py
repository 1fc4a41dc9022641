"""Fixtures: a small knowledge folder to change, and the real store with the real encoder."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from small_knowledge import REAL_KNOWLEDGE, SmallKnowledge, WordEncoder
from talking import Talk

from hepatica.dialogue import Answerer
from hepatica.loading import Knowledge, load_knowledge
from hepatica.paths import STORE
from hepatica.search.encoder import Encoder
from hepatica.store import FactStore, Snapshot, build_store
from hepatica.store.build import FORMAT
from hepatica.store.vectors import remembering

TODAY = date(2026, 11, 24)
"""The day on which the tests take place: after the reviews, before any fact is overdue."""


@pytest.fixture
def small(tmp_path: Path) -> SmallKnowledge:
    """A small valid knowledge folder, not yet written."""
    return SmallKnowledge(tmp_path / "knowledge")


@pytest.fixture
def small_store(small: SmallKnowledge, tmp_path: Path) -> Callable[[], Path]:
    """Builds a store from the small knowledge and gives its path; may be called again."""

    def build() -> Path:
        path = tmp_path / "facts.sqlite"
        build_store(small.load(), path, WordEncoder().encode)
        return path

    return build


@pytest.fixture
def small_snapshot(small_store: Callable[[], Path]) -> Callable[[], Snapshot]:
    """Builds a store from the small knowledge and reads it."""
    return lambda: FactStore(small_store()).snapshot(TODAY)


@pytest.fixture(scope="session")
def today() -> date:
    """The day on which the tests take place."""
    return TODAY


@pytest.fixture(scope="session")
def real_knowledge() -> Knowledge:
    """The repository's knowledge."""
    return load_knowledge(REAL_KNOWLEDGE)


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The real sentence encoder."""
    return Encoder()


@pytest.fixture(scope="session")
def real_store(
    real_knowledge: Knowledge, encoder: Encoder, tmp_path_factory: pytest.TempPathFactory
) -> FactStore:
    """The store built from the repository's knowledge; vectors of a built store are used again."""
    path = tmp_path_factory.mktemp("store") / "facts.sqlite"
    build_store(real_knowledge, path, remembering(encoder.encode, STORE, FORMAT))
    return FactStore(path)


@pytest.fixture(scope="session")
def snapshot(real_store: FactStore) -> Snapshot:
    """The real store as it is served today."""
    return real_store.snapshot(TODAY)


@pytest.fixture(scope="session")
def answerer(real_store: FactStore, encoder: Encoder) -> Answerer:
    """An answerer on the real store."""
    return Answerer(real_store, encoder, TODAY)


@pytest.fixture
def talk(answerer: Answerer) -> Talk:
    """A new conversation on the real store."""
    return Talk(answerer)
