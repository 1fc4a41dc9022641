"""Whatever somebody writes is understood as something: an intent, and warning signs are matched."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.intake import LONGEST, clean
from bot.nlu.glossary import GlossaryMatcher
from bot.nlu.parts import PARTS
from bot.paths import KNOWLEDGE, ROOT
from bot.safety.patterns import RedFlags
from tests.fuzz.budget import fed, fuzzed
from tests.fuzz.mutations import QUESTIONS
from tests.fuzz.mutations import texts as any_texts

MODEL = ROOT / "models" / "hepatica.tar.gz"
DANGER = "I am vomiting blood"
asked = any_texts | st.lists(st.sampled_from(QUESTIONS), min_size=1, max_size=6).map("? ".join)
texts = asked.map(lambda text: clean(text)[:LONGEST]).filter(bool)
"""What channels hand to Rasa: cleaned, and neither empty nor longer than they take."""


@pytest.fixture(scope="module")
def flags() -> RedFlags:
    return RedFlags(KNOWLEDGE / "red_flags.yml")


@pytest.fixture(scope="module")
def glossary() -> GlossaryMatcher:
    return GlossaryMatcher(KNOWLEDGE / "glossary.yml")


@pytest.fixture(scope="module")
def agent() -> Any:
    from rasa.core.agent import Agent

    if not MODEL.exists():
        pytest.skip("there is no trained model; run: make train")
    return Agent.load(str(MODEL))


@fuzzed(0.05)
@given(texts)
def test_warning_signs_are_matched_in_any_words(flags: RedFlags, text: str) -> None:
    with fed("safety: warning signs"):
        for flag in flags.look(text).flags:
            assert flag.kind in ("emergency", "crisis")


@fuzzed(0.02)
@given(st.lists(texts, max_size=2), st.lists(texts, max_size=2))
def test_a_warning_sign_in_a_sentence_of_its_own_is_found_among_any_words(
    flags: RedFlags, before: list[str], after: list[str]
) -> None:
    """Other words around it must not hide it; those that deny or excuse it are left out here."""
    text = "\n\n".join(["".join(filter(str.isspace, "".join(before))), DANGER, ""])
    with fed("safety: hidden warning signs"):
        assert flags.look(f"{text}{''.join(c for c in ''.join(after) if not c.isalnum())}").flags


@fuzzed(0.04)
@given(texts)
def test_terms_are_found_in_any_words(glossary: GlossaryMatcher, text: str) -> None:
    with fed("understanding: terms"):
        for mention in glossary.find(text):
            assert 0 <= mention.start < mention.end <= len(text)


@fuzzed(0.02)
@given(texts)
def test_any_words_are_parsed(agent: Any, text: str) -> None:
    with fed("understanding: the whole pipeline"):
        parsed = asyncio.run(agent.parse_message(text))
        assert isinstance(parsed["intent"]["name"], str)
        assert 0.0 <= parsed["intent"]["confidence"] <= 1.0001
        assert all(entity["entity"] for entity in parsed["entities"])
        for part in parsed.get(PARTS) or []:
            assert isinstance(part["text"], str)
