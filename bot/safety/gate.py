"""The safety gate: a curated warning sign overrides whatever the classifier thought."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.parts import PARTS, RANKING
from bot.nlu.scope import chosen
from bot.paths import KNOWLEDGE
from bot.safety.patterns import Finding, Kind, RedFlags, Words

CERTAIN = 1.0
DOUBT: dict[Kind, dict[Words, float]] = {
    "crisis": {"said": 0.3, "unsaid": 0.45, "excused": 0.9},
    "emergency": {"said": 0.4, "unsaid": 0.4, "excused": 0.95},
}
"""A kind counts from this probability on, even if another intent is likelier: a needless word costs
less than a missed one. More is asked where the message has no word of that danger, and much more
where all it has are denied, supposed or long past: the classifier does not tell "no fever" from
"fever"."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyGate(GraphComponent):
    """Sets the intent to emergency or crisis when a warning sign is found.

    Runs last, so that nothing overrides it. Also raises an unsure crisis above other intents:
    a needless kind word costs less than a missed one.
    """

    def __init__(self, red_flags: RedFlags) -> None:
        self._red_flags = red_flags

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SafetyGate:
        """Read the warning signs.

        Raises:
            KnowledgeFileError: the file cannot be used; the server must not start without it.
        """
        return cls(RedFlags(KNOWLEDGE / "red_flags.yml"))

    def process(self, messages: list[Message]) -> list[Message]:
        """Check each message."""
        for message in messages:
            found = self._red_flags.look(message.get(TEXT) or "")
            if found.flags:
                self._override(message, found.flags[0].kind)
                message.set("red_flags", [flag.id for flag in found.flags], add_to_output=True)
            elif doubted := next((kind for kind in DOUBT if _doubted(message, kind, found)), None):
                self._override(message, doubted)
            elif _intent(message) in DOUBT:
                _lower(message)
        return messages

    def _override(self, message: Message, kind: str) -> None:
        intent = {"name": kind, "confidence": CERTAIN}
        others = [item for item in message.get(RANKING) or [] if item["name"] != kind]
        message.set(INTENT, intent, add_to_output=True)
        message.set(RANKING, [intent, *others], add_to_output=True)
        message.data.pop(PARTS, None)  # no other question is answered beside urgent help


def _intent(message: Message) -> str | None:
    name: str | None = (message.get(INTENT) or {}).get("name")
    return name


def _lower(message: Message) -> None:
    """Take the likeliest other intent: the classifier is not sure enough of this danger."""
    others = [item for item in message.get(RANKING) or [] if item["name"] not in DOUBT]
    if others:
        message.set(INTENT, chosen(others, 0.0), add_to_output=True)


def _doubted(message: Message, kind: Kind, found: Finding) -> bool:
    """Whether the whole message, or one of the parts to be answered, may well be of the kind."""
    parts: list[dict[str, Any]] = message.get(PARTS) or []
    rankings = [message.get(RANKING) or [], *(part.get(RANKING) or [] for part in parts)]
    likely = [r["confidence"] for ranking in rankings for r in ranking if r["name"] == kind]
    return max(likely, default=0.0) >= DOUBT[kind][found.words[kind]]
