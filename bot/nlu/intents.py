"""Intent classifier: sentence vector and n-grams, small neural networks."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoder import SentenceEncoderFeaturizer
from bot.nlu.ngrams import Array
from bot.nlu.parts import RANKING, each, meant
from bot.nlu.perceptron import VotingModel, train

UNLIKELY = 0.001
"""Less likely intents are not told: they made up two thirds of what is kept of every message and
sent along with every later one."""
_FILE = "intents.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class EncoderIntentClassifier(GraphComponent, IntentClassifier):
    """Classifies by the vector of ``SentenceEncoderFeaturizer`` and hashed n-grams of the text."""

    def __init__(
        self, storage: ModelStorage, resource: Resource, model: VotingModel | None = None
    ) -> None:
        self._storage = storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> EncoderIntentClassifier:
        """A classifier to be trained."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> EncoderIntentClassifier:
        """The trained classifier."""
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, VotingModel.load(folder / _FILE))

    @classmethod
    def required_components(cls) -> list[type]:
        """The encoder must come before."""
        return [SentenceEncoderFeaturizer]

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on all examples that have an intent."""
        examples = [e for e in training_data.intent_examples if e.get(INTENT) and e.get(TEXT)]
        vectors = np.stack([_vector(e) for e in examples])
        self._model = train(
            [e.get(TEXT) for e in examples], vectors, [e.get(INTENT) for e in examples]
        )
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder / _FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set intent and ranking of each message."""
        for message in each(messages):
            ranking = self._ranking(message)
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(RANKING, ranking, add_to_output=True)
        return messages

    def _ranking(self, message: Message) -> list[dict[str, Any]]:
        if self._model is None or not message.get(TEXT):
            return [{"name": None, "confidence": 0.0}]
        probabilities = self._model.probabilities(meant(message), _vector(message))
        order = np.argsort(-probabilities)
        ranking = [
            {"name": self._model.labels[i], "confidence": round(float(probabilities[i]), 6)}
            for i in order
        ]
        return [item for item in ranking if item["confidence"] >= UNLIKELY] or ranking[:1]


def _vector(message: Message) -> Array:
    _, sentence = message.get_dense_features(TEXT)
    if sentence is None:
        raise ValueError("no sentence vector; put bot.nlu.encoder before this component")
    vector: Array = np.asarray(sentence.features)[0]
    return vector
