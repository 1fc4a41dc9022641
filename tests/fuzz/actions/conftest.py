"""The real store, as the action server has it."""

import sys
from datetime import date
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "actions"))

from hepatica.dialogue import Answerer
from hepatica.paths import STORE
from hepatica.search.encoder import Encoder
from hepatica.store import FactStore, Snapshot

TODAY = date(2026, 11, 24)
"""As in tests/actions: after the reviews, before any fact is overdue."""


class Real:
    """The built store and an answerer on it; not a dataclass, whose contents Hypothesis prints."""

    def __init__(self, snapshot: Snapshot, answerer: Answerer) -> None:
        self.snapshot = snapshot
        self.answerer = answerer


@pytest.fixture(scope="session")
def real() -> Real:
    """The real store."""
    if not STORE.exists():
        pytest.skip("there is no fact store; run: make store")
    store = FactStore(STORE)
    return Real(store.snapshot(TODAY), Answerer(store, Encoder(), TODAY))
