"""Whether the classifier is sure enough: first of the kind of message, then of its topic."""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.parts import RANKING, each, meant

_TOPICS, _NO_TOPICS = "ask_", frozenset({"ask_source", "ask_are_you_human"})
UNCLEAR = "nlu_fallback"
ADVICE = "personal_advice"
ELSEWHERE = "out_of_scope"
SURELY_ELSEWHERE = 0.7
"""How likely another subject must be to be called so unseen; else the fact store is asked."""
OURS = frozenset({"study", "stage", "measure"})
"""Entities of which nobody speaks without meaning liver cancer: its trials, stages, measures."""
POSSIBLE = 0.25
"""How likely advice must be when the words themselves ask what one person should do."""
_SHOULD = re.compile(
    r"(?<!when )(?<!what )\b(?:should|shud|ought|shall|must)\s+"
    r"(?:i|we|he|she|my|our|dad|mum|mom|mother|father)\b"
    r"|\b(?:can|could|may)\s+(?:he|she|dad|mum|mom|my (?:dad|mum|mom|wife|husband|father|mother))\b"
    r"|\bwill (?:mine|my)\b|该不该|要不要|我该|我应该|¿?\b(?:debo|deber[ií]a|debe)\b",
    re.IGNORECASE,
)
_OWN_TIME = re.compile(
    r"\bhow (?:long|much (?:longer|time)|many (?:years|months)) "
    r"(?:do|does|have|has|will|would|might) "
    r"(?:i|we|he|she|dad|mum|mom|my \w+|our \w+) (?:still )?"
    r"(?:have|got|get|live|last|left|survive)\b(?! to (?!live))"
    r"|[我他她爸妈]还(?:能|可以)?(?:活|有)多(?:久|长)|\bcu[aá]nto (?:tiempo )?(?:me|le) queda\b",
    re.IGNORECASE,
)
"""Asks for one person's own time: never answered with a figure, whatever the classifier thinks."""
QUESTION = "question"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ScopeCheck(GraphComponent):
    """Takes the likeliest kind of message, and calls it unclear when no kind is likely enough.

    A question in nine topics is still surely a question, so the topics' probabilities are added
    up before they are held against those of small talk, advice or another subject.
    """

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> ScopeCheck:
        """Read the threshold from the configuration."""
        return cls(float(config["threshold"]))

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """``threshold``: how likely a kind must be."""
        return {"threshold": 0.4}

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the intent of each message and part."""
        for message in each(messages):
            ranking = message.get(RANKING) or []
            if ranking and ranking[0]["name"]:
                intent = chosen(ranking, self._threshold)
                if _asks_what_one_should_do(meant(message), ranking):
                    intent = {"name": ADVICE, "confidence": intent["confidence"]}
                elif intent["name"] == ELSEWHERE:
                    intent = _doubted(intent, ranking, message)
                message.set(INTENT, intent, add_to_output=True)
        return messages


def _asks_what_one_should_do(text: str, ranking: list[dict[str, Any]]) -> bool:
    """Whether "should she ..." is asked and the classifier does not rule advice out.

    How long one person has to live is asked for in words that leave no doubt.
    """
    if _OWN_TIME.search(text):
        return True
    likely = next((item["confidence"] for item in ranking if item["name"] == ADVICE), 0.0)
    return bool(_SHOULD.search(text)) and likely >= POSSIBLE


def _doubted(
    intent: dict[str, Any], ranking: list[dict[str, Any]], message: Message
) -> dict[str, Any]:
    """Another subject: unless the message names what is ours, or the classifier is unsure."""
    named = {entity["entity"] for entity in message.get(ENTITIES) or []}
    topic = next((item for item in ranking if is_topic(item["name"])), None)
    if named & OURS and topic:
        return {"name": topic["name"], "confidence": intent["confidence"]}
    if intent["confidence"] < SURELY_ELSEWHERE:
        return {"name": UNCLEAR, "confidence": intent["confidence"]}
    return intent


def is_topic(intent: str) -> bool:
    """Whether the intent is a question on one of the topics of the fact store."""
    return intent.startswith(_TOPICS) and intent not in _NO_TOPICS


def kinds(ranking: list[dict[str, Any]]) -> dict[str, float]:
    """Probability of each kind: the topics together, every other intent by itself."""
    found: dict[str, float] = {}
    for item in ranking:
        name = QUESTION if is_topic(item["name"]) else item["name"]
        found[name] = found.get(name, 0.0) + item["confidence"]
    return found


def chosen(ranking: list[dict[str, Any]], threshold: float) -> dict[str, Any]:
    """The intent, with the probability of its kind as its confidence.

    >>> chosen([{"name": "greet", "confidence": 0.4}, {"name": "ask_stages", "confidence": 0.35},
    ...         {"name": "ask_surgery", "confidence": 0.25}], 0.5)
    {'name': 'ask_stages', 'confidence': 0.6}
    """
    likely = kinds(ranking)
    kind = max(likely, key=lambda name: likely[name])
    confidence = round(likely[kind], 6)
    if confidence < threshold:
        return {"name": UNCLEAR, "confidence": confidence}
    if kind != QUESTION:
        return {"name": kind, "confidence": confidence}
    topic = next(item["name"] for item in ranking if is_topic(item["name"]))
    return {"name": topic, "confidence": confidence}
