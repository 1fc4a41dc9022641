"""The glossary: words to explain, and the values that a question can be about."""

from typing import Literal

from pydantic import Field

from hepatica.models.base import Identifier, Model, NonEmpty, Phrases, Text

Entity = Literal[
    "term",
    "stage",
    "study",
    "treatment",
    "measure",
    "timepoint",
    "group",
    "side_effect",
    "subject",
    "spoken",
]


class Term(Model):
    """A word from the field with its plain definition and all its other names."""

    id: Identifier
    term: Text
    entity: Entity
    abbreviations: list[NonEmpty] = Field(default_factory=list)
    synonyms: Phrases = Field(default_factory=Phrases)
    lay_variants: Phrases = Field(default_factory=Phrases)
    zh_seen_in_source: bool
    definition: Text
    related_facts: list[Identifier] = Field(default_factory=list)

    def phrases(self) -> list[str]:
        """Every way the term is written, in every language."""
        names = [self.term.en, *([self.term.zh] if self.term.zh else []), *self.abbreviations]
        return [*names, *self.synonyms.all(), *self.lay_variants.all()]


class FacetValue(Model):
    """Something a question can be about that needs no definition: a study, a group, a stage."""

    id: NonEmpty
    entity: Entity
    phrases: Phrases


class Glossary(Model):
    """All terms and values."""

    terms: list[Term]
    values: list[FacetValue] = Field(default_factory=list)
