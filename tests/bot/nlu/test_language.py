"""Which language a message is written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.language import LanguageDetector, language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("你好", "zh"),
        ("肝", "zh"),
        ("PVTT 是什么", "zh"),
        ("B期是什么意思", "zh"),
        ("What does 放疗 mean", "zh"),
        ("¿qué es?", "es"),
        ("qué es el cáncer de hígado", "es"),
        ("que es la cirrosis", "es"),
        ("hola gracias", "es"),
        ("tengo cáncer", "es"),
        ("mañana", "es"),
        ("what is PVTT", "en"),
        ("hi", "en"),
        ("ok", "en"),
        ("TACE?", "en"),
        ("no", "en"),
        ("stage b", "en"),
        ("tell me about survival", "en"),
        ("is it safe for me", "en"),
        ("my son has no appetite and it scares me", "en"),
        ("the 2019 trial", "en"),
        ("", "en"),
        ("😀", "en"),
        ("?!", "en"),
    ],
)
def test_knows_the_language_of_a_short_message(text: str, language: str) -> None:
    assert language_of(text) == language


@pytest.mark.parametrize("text", ["tell me about my son", "my son told me", "me and my son"])
def test_english_about_a_son_is_english(text: str) -> None:
    assert language_of(text) == "en"


@given(st.text())
def test_always_names_a_known_language(text: str) -> None:
    assert language_of(text) in {"zh", "es", "en"}


def test_adds_one_language_entity_over_the_whole_text_and_keeps_others() -> None:
    earlier = {"entity": "term", "start": 0, "end": 4, "value": "pvtt"}
    message = Message({TEXT: "PVTT 是什么", ENTITIES: [earlier]})

    LanguageDetector().process([message])

    kept, added = message.get(ENTITIES)
    assert kept == earlier
    assert (added["entity"], added["value"]) == ("language", "zh")
    assert (added["start"], added["end"]) == (0, len("PVTT 是什么"))


def test_a_message_without_text_is_english() -> None:
    message = Message({})

    LanguageDetector().process([message])

    assert [entity["value"] for entity in message.get(ENTITIES)] == ["en"]
