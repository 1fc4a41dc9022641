"""A command line that builds stores without loading the sentence encoder."""

import numpy as np
import pytest
from small_knowledge import SmallKnowledge, WordEncoder

from hepatica.search import encoder
from hepatica.search.encoder import DIMENSIONS
from hepatica.search.meaning import MeaningIndex


@pytest.fixture(scope="session")
def no_meaning() -> MeaningIndex:
    """A meaning index of nothing."""
    return MeaningIndex.fit(np.zeros((0, DIMENSIONS), np.float32), np.zeros(0, np.int64), 0)


@pytest.fixture(autouse=True)
def _nothing_is_searched(monkeypatch: pytest.MonkeyPatch, no_meaning: MeaningIndex) -> None:
    """No command searches; the encoder and the meaning index take most of the time."""
    monkeypatch.setattr(encoder, "Encoder", WordEncoder)
    monkeypatch.setattr(MeaningIndex, "fit", lambda *_: no_meaning)


@pytest.fixture
def small(small: SmallKnowledge) -> SmallKnowledge:
    """One fact with wording in both languages."""
    small.fact["statement"] = {"en": "The liver is a big organ.", "zh": "肝脏是一个大器官。"}
    small.fact["simpler"] = {"en": "It is big.", "zh": "它很大。"}
    return small
