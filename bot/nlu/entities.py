"""Entity extractor: the glossary is the one source of what can be found."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.glossary import GlossaryMatcher
from bot.nlu.parts import each, meant
from bot.nlu.timepoints import find_timepoints
from bot.paths import KNOWLEDGE


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class GlossaryExtractor(GraphComponent, EntityExtractorMixin):
    """Finds term, stage, study, treatment, measure, group, side effect and time point.

    The glossary is read when the component loads, so an edited synonym works after a restart
    without training.
    """

    def __init__(self, matcher: GlossaryMatcher) -> None:
        self._matcher = matcher

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> GlossaryExtractor:
        """Read the glossary.

        Raises:
            KnowledgeFileError: the glossary cannot be read.
        """
        return cls(GlossaryMatcher(KNOWLEDGE / "glossary.yml"))

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message."""
        for message in each(messages):
            found = self.entities(meant(message))
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages

    def entities(self, text: str) -> list[dict[str, Any]]:
        """Entities in Rasa's form; the value of a time point is in months ("24 months")."""
        found = [_entity(m.entity, m.start, m.end, m.value, text) for m in self._matcher.find(text)]
        for start, end, months in find_timepoints(text):
            found.append(_entity("timepoint", start, end, f"{months} months", text))
        return found


def _entity(kind: str, start: int, end: int, value: str, text: str) -> dict[str, Any]:
    return {
        "entity": kind,
        "start": start,
        "end": end,
        "value": value,
        "text": text[start:end],
        "extractor": "GlossaryExtractor",
    }
