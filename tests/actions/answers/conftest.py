"""Fixture of the tests of charts."""

from functools import partial

import pytest
from drawing import Draw, drawn

from hepatica.store import Snapshot


@pytest.fixture
def draw(snapshot: Snapshot) -> Draw:
    """Draws the answer of one fact for each list of figures."""
    return partial(drawn, snapshot)
