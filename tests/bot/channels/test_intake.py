"""What a channel does to a text before Rasa sees it."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.intake import clean, has_words

ANY_TEXT = st.text(alphabet=st.characters())
"""Including lone surrogates."""


@given(ANY_TEXT)
@example("\ud800")
@example("\x00")
@example("")
def test_any_text_can_be_cleaned_and_sent_on(text: str) -> None:
    clean(text).encode("utf-8")


@given(ANY_TEXT)
def test_no_control_character_is_left(text: str) -> None:
    left = {c for c in clean(text) if unicodedata.category(c)[0] == "C"}

    assert left <= {"\n", "\t", "\u200d"}


@given(st.text(alphabet="/\n\t\x00\ufeff restart"))
@example("/restart")
@example("//restart")
@example("\x00/restart")
@example("\ufeff/restart")
def test_no_slash_leads_after_at_most_one_run_of_slashes(text: str) -> None:
    bare = text.translate({ord(c): None for c in " \n\t"})

    assert not clean(bare).startswith("/")


@pytest.mark.parametrize("text", ["/ /restart", "/\n/restart", "// /restart", "/\u3000/restart"])
def test_slashes_parted_by_spaces_do_not_lead(text: str) -> None:
    assert not clean(text).startswith("/")


@pytest.mark.parametrize("text", ["vomiting\x0bblood", "vomiting\rblood", "vomiting\x00blood"])
def test_a_control_character_between_words_parts_them(text: str) -> None:
    assert clean(text).split() == ["vomiting", "blood"]


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("what is TACE", "what is TACE"),
        ("  what is TACE \n", "what is TACE"),
        ("two\nlines", "two\nlines"),
        ("windows\r\nlines", "windows\nlines"),
        ("/restart", "restart"),
        ("/crisis{}", "crisis{}"),
        ("and/or", "and/or"),
        ("什么是放疗", "什么是放疗"),
        ("👩\u200d⚕️", "👩\u200d⚕️"),
        ("<b>hi</b>", "<b>hi</b>"),
        ("'; DROP TABLE facts; --", "'; DROP TABLE facts; --"),
        ("\x00\x00", ""),
        ("\u202eabc", "abc"),
        ("", ""),
    ],
)
def test_keeps_what_a_person_meant(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@given(st.text(alphabet="abc什么 .,?é1", min_size=1))
def test_ordinary_text_only_loses_outer_spaces(text: str) -> None:
    assert clean(text) == text.strip()


@pytest.mark.parametrize("text", ["a", "什么", "1", "?a", "ñ", "🙂 ok"])
def test_a_letter_or_digit_is_a_word(text: str) -> None:
    assert has_words(text)


@pytest.mark.parametrize("text", ["", " ", "...", "?!", "😀😀", "👩\u200d⚕️", "\n", "—", "。。"])
def test_emoji_and_punctuation_are_no_words(text: str) -> None:
    assert not has_words(text)
