"""What a conversation is about right now; kept in Rasa slots between turns."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from hepatica.store.timepoints import in_months

OTHER_STUDY = "other-study"
"""Glossary value of "the other trial"."""


@dataclass(frozen=True)
class Context:
    """Slot values.

    ``facts_given`` are the facts of the last answer; ``facts_shown`` those of the whole
    conversation, so that "more" brings something new. ``offered`` is the sensitive fact that waits
    for a yes; ``figures_wanted`` is "yes" once the person said so.
    """

    topic: str | None = None
    study: str | None = None
    group: str | None = None
    measure: str | None = None
    timepoint: str | None = None
    stage: str | None = None
    term: str | None = None
    treatment: str | None = None
    side_effect: str | None = None
    offered: str | None = None
    figures_wanted: str | None = None
    facts_given: list[str] = field(default_factory=list)
    facts_shown: list[str] = field(default_factory=list)

    @classmethod
    def from_slots(cls, slots: Mapping[str, Any]) -> "Context":
        """Read the slots; anything of an unexpected type counts as unset."""
        values: dict[str, Any] = {}
        for item in fields(cls):
            value = slots.get(item.name)
            if item.name.startswith("facts_"):
                values[item.name] = (
                    [v for v in value if isinstance(v, str)] if isinstance(value, list) else []
                )
            else:
                values[item.name] = value if isinstance(value, str) else None
        return cls(**values)

    def to_slots(self) -> dict[str, Any]:
        """The slots to store."""
        return asdict(self)

    @property
    def months(self) -> int | None:
        """The time point in months."""
        return in_months(self.timepoint)

    def after_answer(self, facts: list[str], **changes: Any) -> "Context":
        """The context once ``facts`` were given."""
        shown = list(dict.fromkeys([*self.facts_shown, *facts]))[-60:]
        return replace(self, facts_given=facts, facts_shown=shown, offered=None, **changes)


@dataclass(frozen=True)
class Mentions:
    """Entities found in one message, by kind; several values of a kind are possible.

    ``texts`` gives the words that each value was named with.
    """

    values: dict[str, list[str]] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def from_entities(cls, entities: list[dict[str, Any]]) -> "Mentions":
        """Read Rasa's entities (``entity`` and ``value``)."""
        values: dict[str, list[str]] = {}
        texts: dict[str, list[str]] = {}
        for entity in entities:
            kind, value, text = (entity.get(key) for key in ("entity", "value", "text"))
            if isinstance(kind, str) and isinstance(value, str):
                kept = values.setdefault(kind, [])
                if value not in kept:
                    kept.append(value)
                texts.setdefault(value, []).append(text if isinstance(text, str) else value)
        return cls(values, texts)

    def get(self, kind: str) -> list[str]:
        """All values of a kind, in the order of the text."""
        return self.values.get(kind, [])

    def first(self, kind: str) -> str | None:
        """The first value of a kind, or None."""
        return next(iter(self.get(kind)), None)

    @property
    def words(self) -> frozenset[str]:
        """Terms, treatments and side effects named."""
        return frozenset(
            [
                *self.get("term"),
                *self.get("treatment"),
                *self.get("side_effect"),
                *self.get("measure"),
            ]
        )
