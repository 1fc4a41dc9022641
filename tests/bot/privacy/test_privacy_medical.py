"""Questions and medical numbers stay as they were asked."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from bot.privacy import masker
from tests.bot.privacy.sets import FOLDER, medical

MASK = masker().mask
NAMED = (
    "Bernard", "Dr Gregory", "Dr House", "Dr Osei", "Dr Patel", "Prof Li or Prof Wang",
    "doctor Ruiz", "is Linda", "it's Tom", "neighbour Ron", "professor Li", "this is Ken",
)  # fmt: skip
"""Messages with these words really name somebody."""
MADE_UP = [
    text
    for texts in YAML(typ="safe").load((FOLDER / "medical.yml").read_text("utf-8")).values()
    for text in texts
]


def test_no_message_of_the_data_is_changed() -> None:
    texts = medical()
    changed = [text for text in texts if MASK(text) != text]

    assert len(texts) > 10_000
    assert [text for text in changed if not any(name in text for name in NAMED)] == []


def test_every_exception_really_is_one() -> None:
    changed = [text for text in medical() if MASK(text) != text]

    assert [name for name in NAMED if not any(name in text for text in changed)] == []


@pytest.mark.parametrize("text", MADE_UP)
def test_numbers_and_capital_letters_of_medicine_stay(text: str) -> None:
    assert MASK(text) == text
