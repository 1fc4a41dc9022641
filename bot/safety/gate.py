"""The safety gate: a curated warning sign overrides whatever the classifier thought."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.parts import RANKING
from bot.paths import KNOWLEDGE
from bot.safety.patterns import RedFlags

CERTAIN = 1.0
DOUBT = 0.25
"""Self-harm counts from this probability on, even if another intent is likelier."""


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
            flags = self._red_flags.find(message.get(TEXT) or "")
            ranking = message.get(RANKING) or []
            if flags:
                self._override(message, flags[0].kind, ranking)
                message.set("red_flags", [flag.id for flag in flags], add_to_output=True)
            elif any(r["name"] == "crisis" and r["confidence"] >= DOUBT for r in ranking):
                self._override(message, "crisis", ranking)
        return messages

    def _override(self, message: Message, kind: str, ranking: list[dict[str, Any]]) -> None:
        intent = {"name": kind, "confidence": CERTAIN}
        others = [item for item in ranking if item["name"] != kind]
        message.set(INTENT, intent, add_to_output=True)
        message.set(RANKING, [intent, *others], add_to_output=True)
