"""Which language a message is written in."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

_SPANISH_WORDS = """
    el la los las un una de del que qué y es está están para por con sin cuál cuáles cómo cuánto
    cuántos cuánta cuándo dónde mi su tengo tiene después antes hígado cáncer radioterapia cirugía
    hola gracias al se más puedo puede hay años
"""
_SPANISH = frozenset(_SPANISH_WORDS.split())
_SPANISH_ONLY = set("ñ¿¡")
ENOUGH = 2
"""Spanish words from which a message is Spanish, if they are a third of it."""


def language_of(text: str) -> str:
    """ISO 639-1 code: ``zh`` for Chinese script, ``es`` for Spanish, else ``en``.

    A message that mixes English terms into Chinese ("PVTT 是什么") is Chinese.

    >>> [language_of(text) for text in ("B期是什么意思", "what is PVTT", "¿qué es la cirrosis?")]
    ['zh', 'en', 'es']
    """
    if any("\u3400" <= character <= "\u9fff" for character in text):
        return "zh"
    if set(text) & _SPANISH_ONLY:
        return "es"
    words = text.lower().replace("?", " ").replace(",", " ").split()
    hits = sum(word in _SPANISH for word in words)
    return "es" if hits >= ENOUGH and hits * 3 >= len(words) else "en"


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
        """Nothing to prepare."""
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the ``language`` entity over the whole text."""
        for message in messages:
            text = message.get(TEXT) or ""
            entity = {
                "entity": "language",
                "start": 0,
                "end": len(text),
                "value": language_of(text),
                "extractor": "LanguageDetector",
            }
            message.set(ENTITIES, [*message.get(ENTITIES, []), entity], add_to_output=True)
        return messages
