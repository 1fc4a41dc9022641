"""Which language a message is written in."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.word_languages import likeliest_by_words

_SCRIPTS: tuple[tuple[str, str, str], ...] = (
    ("\u3040", "\u30ff", "ja"),  # kana: Japanese mixes it with the characters of Chinese
    ("\uac00", "\ud7af", "ko"),
    ("\u1100", "\u11ff", "ko"),
    ("\u3400", "\u9fff", "zh"),
    ("\uf900", "\ufaff", "zh"),
    ("\u0400", "\u04ff", "ru"),
    ("\u0600", "\u06ff", "ar"),
    ("\u0e00", "\u0e7f", "th"),
)
"""First and last character of each script, and the language that is taken for it, first match."""


def language_of(text: str) -> str:
    """ISO 639-1 code of the language, English when nothing tells.

    A message that mixes English terms into Chinese ("PVTT 是什么") is Chinese.

    >>> [language_of(text) for text in ("B期是什么意思", "what is PVTT", "que es la cirrosis")]
    ['zh', 'en', 'es']
    """
    return detected(text)[0]


def detected(text: str) -> tuple[str, bool]:
    """The language, and whether the message by itself makes it sure.

    "no" and "TACE?" are written alike in many languages; what was spoken before then tells
    more.

    >>> detected("no")
    ('en', False)
    """
    for first, last, language in _SCRIPTS:
        if any(first <= character <= last for character in text):
            return language, True
    return likeliest_by_words(text)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageDetector(GraphComponent):
    """Adds the message's language as an entity, so that actions and replies can use it."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LanguageDetector:
        """Read the word lists, so that no patient waits for it."""
        likeliest_by_words("warm up")
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the ``language`` entity over the whole text; ``sure`` says how plain it is."""
        for message in messages:
            text = message.get(TEXT) or ""
            language, sure = detected(text)
            entity = {
                "entity": "language",
                "start": 0,
                "end": len(text),
                "value": language,
                "sure": sure,
                "extractor": "LanguageDetector",
            }
            message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages
