"""What the tests of ``bot/`` share."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["RASA_TELEMETRY_ENABLED"] = "false"
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pytest
from hypothesis import settings
from sanic import Sanic

from bot.nlu.glossary import GlossaryMatcher
from bot.paths import KNOWLEDGE
from bot.safety.patterns import RedFlags

# So that a failing assertion of the suite that channels inherit shows its values.
pytest.register_assert_rewrite("tests.bot.channels.conformance")

# Sanic rewrites its own methods when an app starts, which else works only once a process.
Sanic.test_mode = True

# How long an example takes says nothing on a busy machine.
settings.register_profile("bot", deadline=None)
settings.register_profile("bot-thorough", deadline=None, max_examples=3000)
settings.load_profile(os.environ.get("HEPATICA_HYPOTHESIS", "bot"))


@pytest.fixture(scope="session")
def glossary() -> GlossaryMatcher:
    """The matcher over the real glossary."""
    return GlossaryMatcher(KNOWLEDGE / "glossary.yml")


@pytest.fixture(scope="session")
def red_flags() -> RedFlags:
    """The matcher over the real warning signs."""
    return RedFlags(KNOWLEDGE / "red_flags.yml")


@pytest.fixture(scope="session")
def kinds() -> set[str]:
    """The kinds of reply in the answer contract."""
    return {
        "answer",
        "clarify",
        "no_fact",
        "out_of_scope",
        "personal_advice",
        "emergency",
        "crisis",
        "smalltalk",
        "unavailable",
    }
