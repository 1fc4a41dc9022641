"""The small knowledge with a fact file written by hand."""

import numpy as np
import pytest
from small_knowledge import SmallKnowledge
from workshop import HandWritten

from hepatica.search.encoder import DIMENSIONS
from hepatica.search.meaning import MeaningIndex


@pytest.fixture(scope="session")
def no_meaning() -> MeaningIndex:
    """A meaning index of nothing."""
    return MeaningIndex.fit(np.zeros((0, DIMENSIONS), np.float32), np.zeros(0, np.int64), 0)


@pytest.fixture(autouse=True)
def _nothing_is_searched(monkeypatch: pytest.MonkeyPatch, no_meaning: MeaningIndex) -> None:
    """Editions are read to be compared; learning the meaning index takes most of the time."""
    monkeypatch.setattr(MeaningIndex, "fit", lambda *_: no_meaning)


@pytest.fixture
def hand(small: SmallKnowledge) -> HandWritten:
    """A knowledge folder whose fact file has comments and a layout of its own."""
    return HandWritten(small)
