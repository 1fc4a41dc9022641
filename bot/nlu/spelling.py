"""A message as it was meant: medical words spelt right, Traditional Chinese as Simplified."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.chinese import simplified
from bot.nlu.glossary import phrases_of
from bot.nlu.parts import MEANT, each
from bot.paths import KNOWLEDGE
from bot.safety.spelling import Speller
from bot.safety.words import Token

_WORD = re.compile(r"[a-zA-Z]+")


@lru_cache(maxsize=2)
def speller(glossary: Path) -> Speller:
    """Knows the words of the glossary's phrases, in all languages.

    Raises:
        KnowledgeFileError: the glossary cannot be read.
    """
    words = {word for phrase in phrases_of(glossary) for word in _WORD.findall(phrase.lower())}
    return Speller(words)


def as_meant(text: str, corrections: Speller) -> str:
    """The text with misspelt words of the glossary mended; everything else stays as typed."""
    return _WORD.sub(lambda match: _mended(match[0], corrections), simplified(text))


def _mended(word: str, corrections: Speller) -> str:
    if word.isupper():  # an abbreviation is not a misspelt word
        return word
    plain = word.lower()
    read = " ".join(t.text for t in corrections.corrected([Token(plain, 0, len(plain), 0)]))
    return word if read == plain else read


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class SpellingTolerance(GraphComponent):
    """Sets ``meant`` where typing errors were found; must come before what understands."""

    def __init__(self, corrections: Speller) -> None:
        self._corrections = corrections

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SpellingTolerance:
        """Read the words of the glossary.

        Raises:
            KnowledgeFileError: the glossary cannot be read.
        """
        return cls(speller(KNOWLEDGE / "glossary.yml"))

    def process(self, messages: list[Message]) -> list[Message]:
        """Look at each message and part."""
        for message in each(messages):
            text = message.get(TEXT) or ""
            mended = as_meant(text, self._corrections)
            if mended != text:
                message.set(MEANT, mended, add_to_output=True)
        return messages
