"""What the tests of ``bot/`` share."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pytest

from bot.knowledge_files import read
from bot.nlu.glossary import GlossaryMatcher
from bot.paths import KNOWLEDGE, ROOT
from bot.safety.patterns import RedFlags


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def glossary() -> GlossaryMatcher:
    """The matcher over the real glossary."""
    return GlossaryMatcher(KNOWLEDGE / "glossary.yml")


@pytest.fixture(scope="session")
def red_flags() -> RedFlags:
    """The matcher over the real warning signs."""
    return RedFlags(KNOWLEDGE / "red_flags.yml")


@pytest.fixture(scope="session")
def domain() -> dict[str, Any]:
    """domain.yml as data."""
    return read(ROOT / "domain.yml")


@pytest.fixture(scope="session")
def kinds() -> set[str]:
    """The kinds of reply in the answer contract."""
    return {
        "answer", "clarify", "no_fact", "out_of_scope", "personal_advice", "emergency", "crisis",
        "smalltalk", "unavailable",
    }  # fmt: skip
