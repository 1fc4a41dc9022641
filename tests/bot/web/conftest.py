"""What the tests of the web channel share."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.web.settings import Settings
from tests.bot.web.serving import settings


@pytest.fixture
def given(tmp_path: Path) -> Settings:
    """Settings with a known key, and files only in the test's own folder."""
    return settings(tmp_path)
