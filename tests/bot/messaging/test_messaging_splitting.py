"""Long texts are split without parting what belongs together."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messaging.splitting import Block, split_block

SOURCE = "Source: Lancet 2020."
TAIL = f"How sure: widely agreed.\n{SOURCE}"
WORDS = st.sampled_from(
    [
        "alive",
        "27.4%",
        "27 out of 100",
        "肝癌",
        "3.5",
        "surgery,",
        "more.",
        "Is it?",
        "，",
        "。",
        "👍🏽",
    ]
)
TEXTS = st.lists(st.lists(WORDS, min_size=1, max_size=12).map(" ".join), max_size=8).map("\n".join)


def split(text: str, limit: int, small_print: str = "", source: str = "") -> list[str]:
    return split_block(Block(text, small_print, source), lambda text: len(text) <= limit)


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@given(TEXTS, st.integers(60, 300))
def test_every_part_fits_and_nothing_is_lost_or_twice(text: str, limit: int) -> None:
    parts = split(text, limit)

    assert all(len(part) <= limit for part in parts)
    assert squeezed("".join(parts)) == squeezed(text)


@given(TEXTS, st.integers(60, 300))
def test_figures_are_never_without_their_source(text: str, limit: int) -> None:
    parts = split(text, limit, TAIL, SOURCE)

    assert all(len(part) <= limit for part in parts)
    assert all(SOURCE in part for part in parts if re.search(r"\d", part))
    said = "".join(part.replace(SOURCE, "") for part in parts)
    assert squeezed(said) == squeezed(text + TAIL.replace(SOURCE, ""))
    assert parts[-1].endswith(TAIL)


@given(st.integers(20, 90))
def test_no_number_is_cut(limit: int) -> None:
    text = "Of them 27.4% lived, 1,234 died and 12/38 were not found 2019-2021 " * 5
    numbers = re.findall(r"\S*\d\S*", text)

    assert re.findall(r"\S*\d\S*", " ".join(split(text, limit))) == numbers


def test_a_text_that_fits_stays_whole() -> None:
    assert split("27%", 100, TAIL, SOURCE) == [f"27%\n{TAIL}"]


def test_lines_stay_whole_where_they_fit() -> None:
    assert split("one two\nthree four\nfive six", 18) == ["one two\nthree four", "five six"]


def test_paragraphs_keep_their_distance() -> None:
    assert split("one\n\ntwo\nthree four five", 10) == ["one\n\ntwo", "three four"[:10], "five"]


def test_a_long_line_is_split_at_sentences() -> None:
    text = "It was 3.5 years. Is that long? Ask them!"

    assert split(text, 31) == ["It was 3.5 years. Is that long?", "Ask them!"]


def test_chinese_sentences_are_split_without_spaces() -> None:
    assert split("肝癌很复杂。问问医生！好吗？", 8) == ["肝癌很复杂。", "问问医生！好吗？"]


@pytest.mark.parametrize("number", ["e.g. 5 of them", "vs. 12 of them", "approx. 3 of them"])
def test_an_abbreviation_before_a_number_ends_no_sentence(number: str) -> None:
    (first, *_) = split(f"{number} and many others were there.", 25)

    assert first.startswith(number)


def test_the_small_print_keeps_company_with_the_last_figures() -> None:
    parts = split("A long beginning without any.\nAlive: 27 of 100.", 65, TAIL, SOURCE)

    assert parts == ["A long beginning without any.", f"Alive: 27 of 100.\n{TAIL}"]


def test_a_source_that_takes_half_a_message_is_said_once() -> None:
    parts = split("Alive: 27 of 100.\nDied: 73 of 100.", 30, TAIL, SOURCE)

    assert "\n".join(parts).count(SOURCE) == 1


@pytest.mark.parametrize("text", ["👩\u200d👩\u200d👧" * 20, "e\u0301" * 50])
def test_what_is_one_character_to_the_eye_is_not_cut(text: str) -> None:
    for part in split(text, 21):
        assert not part.startswith(("\u200d", "\u0301"))
        assert not part.endswith("\u200d")
