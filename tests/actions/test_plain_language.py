"""Sentences that are too long for a tired reader."""

import pytest
from small_knowledge import SmallKnowledge

from hepatica.plain_language import LONGEST, hard_to_follow, long_sentences


def _sentence(words: int) -> str:
    return " ".join(["word"] * words) + "."


LONG = _sentence(LONGEST + 1)


def test_a_sentence_may_have_the_most_words() -> None:
    assert long_sentences(_sentence(LONGEST)) == []


def test_a_sentence_with_one_word_more_is_too_long() -> None:
    assert long_sentences(LONG) == [LONG]


def test_each_sentence_counts_for_itself() -> None:
    short = _sentence(LONGEST)
    assert long_sentences(f"{short} {LONG} {short}") == [LONG]


@pytest.mark.parametrize("number", ["82", "43.9", "1,000", "two"])
def test_a_number_is_a_word(number: str) -> None:
    assert len(long_sentences(f"{number} {_sentence(LONGEST)}")) == 1


def test_a_decimal_point_does_not_end_a_sentence() -> None:
    text = f"{_sentence(20)[:-1]} 43.9 {_sentence(20)}"
    assert long_sentences(text) == [text]


@pytest.mark.parametrize("mark", [",", " -", " (", " %"])
def test_a_mark_is_no_word(mark: str) -> None:
    assert long_sentences(f"word{mark} {_sentence(LONGEST - 1)}") == []


def test_nothing_is_not_too_long() -> None:
    assert long_sentences("") == []


def test_knowledge_in_short_sentences_has_none(small: SmallKnowledge) -> None:
    assert list(hard_to_follow(small.load())) == []


@pytest.mark.parametrize("wording", ["statement", "simpler"])
def test_a_long_sentence_is_told_with_its_place(small: SmallKnowledge, wording: str) -> None:
    small.fact[wording]["en"] = f"Short. {LONG}"
    found = list(hard_to_follow(small.load()))
    assert found == [("liver-what", LONG)]
