"""Which language a message is written in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.language import LanguageDetector, detected, language_of

NAMED = {"ar", "de", "en", "es", "fr", "it", "ja", "ko", "pt", "ru", "th", "zh"}
"""Languages that a message can be taken for; only some of them can be answered in."""


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


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("will it hurt", "en"),
        ("is it curable", "en"),
        ("high afp meaning", "en"),
        ("me duele mucho", "es"),
        ("es muy grave", "es"),
        ("cuanto tiempo dura", "es"),
        ("会不会痛", "zh"),
        ("怎么治", "zh"),
        ("還能治嗎", "zh"),
    ],
)
def test_three_words_are_enough_to_be_sure(text: str, language: str) -> None:
    assert detected(text) == (language, True)


@pytest.mark.parametrize(
    "text", ["放疗 side effects 有哪些", "CNLC IIIa期 survival 怎么样", "SBRT要做几次 please"]
)
def test_chinese_with_english_words_in_it_is_chinese(text: str) -> None:
    assert detected(text) == ("zh", True)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("肝がんとは何ですか", "ja"),
        ("간암이 뭐예요", "ko"),
        ("что такое рак печени", "ru"),
        ("ما هو سرطان الكبد", "ar"),
        ("มะเร็งตับคืออะไร", "th"),
        ("was ist das", "de"),
        ("merci beaucoup", "fr"),
    ],
)
def test_names_languages_that_it_cannot_answer_in(text: str, language: str) -> None:
    assert detected(text) == (language, True)


@pytest.mark.parametrize("text", ["no", "TACE?", "PVTT", "BCLC C", "3", "", "😀"])
def test_what_is_written_alike_everywhere_is_not_sure(text: str) -> None:
    assert detected(text) == ("en", False)


@pytest.mark.parametrize(("text", "sure"), [("what is TACE", True), ("TACE?", False)])
def test_the_entity_says_whether_the_language_is_sure(text: str, sure: bool) -> None:
    message = Message({TEXT: text})

    LanguageDetector().process([message])

    assert [entity["sure"] for entity in message.get(ENTITIES)] == [sure]


@pytest.mark.parametrize("text", ["tell me about my son", "my son told me", "me and my son"])
def test_english_about_a_son_is_english(text: str) -> None:
    assert language_of(text) == "en"


@given(st.text())
def test_always_names_a_known_language(text: str) -> None:
    assert language_of(text) in NAMED


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
