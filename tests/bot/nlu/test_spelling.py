"""A message as it was meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.chinese import simplified
from bot.nlu.parts import MEANT, PartsSplitter, each
from bot.nlu.spelling import SpellingTolerance, as_meant, speller
from bot.paths import KNOWLEDGE

SPELLER = speller(KNOWLEDGE / "glossary.yml")


def processed(text: str | None) -> Message:
    message = Message({TEXT: text})
    SpellingTolerance(SPELLER).process([message])
    return message


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("what is cirhosis", "what is cirrhosis"),
        ("radiotheropy side effects", "radiotherapy side effects"),
        ("hepatocelular carcinoma", "hepatocellular carcinoma"),
        ("imunotherapy?", "immunotherapy?"),
        ("is sorafanib a pill", "is sorafenib a pill"),
        ("metastisis", "metastasis"),
    ],
)
def test_a_misspelt_word_of_the_glossary_is_mended(typed: str, meant: str) -> None:
    assert as_meant(typed, SPELLER) == meant


@pytest.mark.parametrize(
    "text",
    [
        "TACE", "TACCE", "is PVTT in CNLC IIIa", "SORAFANIB",
        "What about my Comic book, please?", "we live near the river",
        "cuánto dura la quimioterapia", "asdfghjkl", "stage b", "2019 vs 2022: 27.4%",
        "Embolisation", "😀 ok", "",
    ],
)  # fmt: skip
def test_abbreviations_ordinary_and_unknown_words_stay_as_typed(text: str) -> None:
    assert as_meant(text, SPELLER) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("放療會痛嗎", "放疗会痛吗"),
        ("什麼是肝硬化", "什么是肝硬化"),
        ("TACE 後發燒", "TACE 后发烧"),
    ],
)
def test_traditional_chinese_is_read_as_simplified(typed: str, meant: str) -> None:
    assert (simplified(typed), as_meant(typed, SPELLER)) == (meant, meant)


@pytest.mark.parametrize("text", ["放疗会痛吗", "what is TACE", "¿qué es?", ""])
def test_simplified_chinese_and_other_scripts_stay(text: str) -> None:
    assert simplified(text) == text


@pytest.mark.parametrize("text", ["what is cirrhosis", "放疗会痛吗", "", None])
def test_nothing_is_noted_when_nothing_was_mended(text: str | None) -> None:
    assert MEANT not in processed(text).data


@pytest.mark.parametrize(
    ("typed", "meant"), [("cirhosis?", "cirrhosis?"), ("放療會痛嗎", "放疗会痛吗")]
)
def test_what_was_meant_is_noted_beside_what_was_typed(typed: str, meant: str) -> None:
    message = processed(typed)

    assert (message.get(TEXT), message.as_dict()[MEANT]) == (typed, meant)


def test_parts_are_mended_too() -> None:
    message = Message({TEXT: "What is cirhosis? What is TACE?"})
    PartsSplitter().process([message])

    SpellingTolerance(SPELLER).process([message])

    assert [part.get(MEANT) for part in each([message])] == [
        "What is cirrhosis? What is TACE?",
        "What is cirrhosis?",
        None,
    ]


@given(st.text())
def test_odd_input_never_fails(text: str) -> None:
    assert isinstance(as_meant(text, SPELLER), str)
