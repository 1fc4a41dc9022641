"""The intent classifier as a Rasa component."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.encoder import SentenceEncoderFeaturizer
from bot.nlu.intents import RANKING, UNLIKELY, EncoderIntentClassifier

EXAMPLES = {
    "greet": ["hello", "hi there", "good morning", "hey", "good evening", "hello to you"],
    "ask_surgery": [
        "how is the liver operation done", "what happens in surgery", "how long is the operation",
        "is liver surgery safe", "what is a resection", "how do surgeons remove the tumour",
    ],
    "sadness": [
        "I am so sad", "I can't stop crying", "I feel so alone", "I am scared and sad",
        "everything is hopeless", "my heart is broken",
    ],
}  # fmt: skip
CONTEXT = ExecutionContext(GraphSchema({}), node_name="node")
RESOURCE = Resource("classifier")


def featurized(text: str, intent: str | None = None) -> Message:
    message = Message.build(text, intent)
    SentenceEncoderFeaturizer(CONTEXT.node_name, {"alias": None}).process([message])
    return message


@pytest.fixture(scope="module")
def storage(tmp_path_factory: pytest.TempPathFactory) -> LocalModelStorage:
    return LocalModelStorage(Path(tmp_path_factory.mktemp("storage")))


@pytest.fixture(scope="module")
def trained(storage: LocalModelStorage) -> EncoderIntentClassifier:
    classifier = EncoderIntentClassifier.create({}, storage, RESOURCE, CONTEXT)
    classifier.train(
        TrainingData([featurized(text, name) for name, texts in EXAMPLES.items() for text in texts])
    )
    return classifier


@pytest.fixture(scope="module")
def loaded(trained: EncoderIntentClassifier, storage: LocalModelStorage) -> EncoderIntentClassifier:
    return EncoderIntentClassifier.load({}, storage, RESOURCE, CONTEXT)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hello my friend", "greet"),
        ("what will the surgeon do in the operation", "ask_surgery"),
        ("I'm crying all day", "sadness"),
        ("手术怎么做", "ask_surgery"),
    ],
)
def test_a_loaded_classifier_names_the_intent(
    loaded: EncoderIntentClassifier, text: str, intent: str
) -> None:
    message = featurized(text)

    loaded.process([message])

    assert message.get(INTENT)["name"] == intent


def test_the_ranking_holds_every_likely_intent_the_likeliest_first(
    loaded: EncoderIntentClassifier,
) -> None:
    message = featurized("hello")

    loaded.process([message])

    ranking = message.get(RANKING)
    confidences = [item["confidence"] for item in ranking]
    assert {item["name"] for item in ranking} <= set(EXAMPLES)
    assert confidences == sorted(confidences, reverse=True)
    assert min(confidences) >= UNLIKELY
    assert 1 - sum(confidences) < UNLIKELY * len(EXAMPLES)
    assert message.get(INTENT) == ranking[0]


def test_a_loaded_classifier_agrees_with_the_trained_one(
    trained: EncoderIntentClassifier, loaded: EncoderIntentClassifier
) -> None:
    before, after = featurized("is it a long operation"), featurized("is it a long operation")

    trained.process([before])
    loaded.process([after])

    one, other = before.get(INTENT), after.get(INTENT)
    assert other["name"] == one["name"]
    assert other["confidence"] == pytest.approx(one["confidence"], abs=1e-4)


@pytest.mark.parametrize("data", [{}, {TEXT: ""}])
def test_a_message_without_text_has_no_intent(
    loaded: EncoderIntentClassifier, data: dict[str, str]
) -> None:
    message = Message(data)

    loaded.process([message])

    assert message.get(INTENT) == {"name": None, "confidence": 0.0}


def test_an_untrained_classifier_gives_no_intent(storage: LocalModelStorage) -> None:
    message = featurized("hello")

    EncoderIntentClassifier.create({}, storage, RESOURCE, CONTEXT).process([message])

    assert message.get(INTENT)["name"] is None


def test_without_the_encoder_before_it_says_what_to_do(loaded: EncoderIntentClassifier) -> None:
    with pytest.raises(ValueError, match=r"put bot\.nlu\.encoder before"):
        loaded.process([Message({TEXT: "hello"})])


def test_asks_rasa_for_the_encoder() -> None:
    assert EncoderIntentClassifier.required_components() == [SentenceEncoderFeaturizer]
