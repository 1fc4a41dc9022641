"""Fixtures: a small hazard log to change."""

from pathlib import Path

import pytest
from small_hazards import SmallLog


@pytest.fixture
def small_log(tmp_path: Path) -> SmallLog:
    """A small valid hazard log, not yet written."""
    return SmallLog(tmp_path)
