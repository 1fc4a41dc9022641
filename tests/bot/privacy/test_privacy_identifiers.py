"""What tells who somebody is, is found; how much of it, on three sets."""

from __future__ import annotations

import pytest

from bot.privacy import masker
from tests.bot.privacy.sets import SETS, Telling, telling

MASK = masker().mask
TUNED = telling("identifiers")


@pytest.mark.parametrize("one", TUNED, ids=lambda one: one.text[:40])
def test_what_the_rules_were_made_for_is_hidden(one: Telling) -> None:
    assert one.is_clean(MASK(one.text)), MASK(one.text)


@pytest.mark.parametrize(("name", "share"), [("identifiers-2", 0.94), ("identifiers-3", 0.94)])
def test_most_of_the_other_sets_is_hidden(name: str, share: float) -> None:
    ones = telling(name)
    left = [one.text for one in ones if not one.is_clean(MASK(one.text))]

    assert len(left) <= (1 - share) * len(ones), left


def test_there_are_enough_messages() -> None:
    assert sum(len(telling(name)) for name in SETS) >= 150


def test_what_is_masked_once_is_not_masked_again() -> None:
    for name in SETS:
        for one in telling(name):
            masked = MASK(one.text)
            assert MASK(masked) == masked


def test_the_words_around_stay() -> None:
    said = "Call me on +1 (415) 555-2671, my AFP is 400 and I had 50.4 Gy in 28 fractions"

    assert MASK(said) == "Call me on [phone], my AFP is 400 and I had 50.4 Gy in 28 fractions"


def test_values_behind_a_number_stay() -> None:
    for number in ("07700 900123", "415-555-2671", "+44 7700 900 456", "021 6123 4567"):
        for value in ("39.2", "50.4 Gy", "102.4 degrees"):
            assert MASK(f"phone {number} {value}") == f"phone [phone] {value}"


def test_a_chinese_text_gets_chinese_words() -> None:
    assert MASK("我叫王小明，电话13812345678，肝癌B期") == "我叫[姓名]，电话[电话]，肝癌B期"


@pytest.mark.parametrize(
    ("language", "masked"), [("zh", "[电话]"), ("en", "[phone]"), (None, "[phone]")]
)
def test_a_bare_number_gets_words_in_the_language_of_the_page(
    language: str | None, masked: str
) -> None:
    assert MASK("13812345678", language) == masked


def test_several_identifiers_are_all_hidden() -> None:
    said = "I'm John Smith, MRN 4471023, born 12/03/1961, john@example.com"

    assert MASK(said) == "I'm [name], MRN [number], born [date], [email]"
