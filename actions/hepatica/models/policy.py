"""The rules of the house, which each hospital sets for its own fact store."""

from typing import Literal

from pydantic import Field

from hepatica.models.base import Identifier, Model, NonEmpty, Phrases

Language = Literal["en", "zh"]


class Reading(Model):
    """How hard a text may be to read (Flesch-Kincaid grade: years of school in the US).

    ``most`` is the limit of one text, ``median`` that of all texts of a kind. ``rare`` is the word
    frequency (Zipf scale: log10 of uses in a billion words) under which a word counts as a term and
    must stand in the glossary; ``plain_words`` are rare in print and yet understood by all.
    """

    most: float = Field(8.0, ge=1)
    median: float = Field(6.0, ge=1)
    rare: float = Field(3.0, ge=0, le=8)
    plain_words: list[NonEmpty] = Field(default_factory=list)


class Unknown(Model):
    """``knowledge/unknown.yml``: questions on the field that no fact answers."""

    questions: list[NonEmpty] = Field(default_factory=list)


class Policy(Model):
    """``knowledge/policy.yml``.

    ``languages`` are those in which every wording must be there. ``signatures`` is how many
    different people must sign a fact before it counts as reviewed by a clinician: 2 is the
    two-person rule. ``asks_for_figures`` are words of a question that wants figures: it is answered
    at once, while a vague one about a sensitive fact first gets a soft offer. ``asks_for_outlook``
    are words of a vague or frightened question about how long people live; without a word of the
    other list it gets the offer of the ``outlook`` fact of its language.
    """

    asks_for_outlook: Phrases = Field(default_factory=Phrases)
    outlook: dict[Language, Identifier] = Field(default_factory=dict)

    asks_for_figures: Phrases = Field(default_factory=Phrases)
    languages: tuple[Language, ...] = ("en",)
    signatures: int = Field(1, ge=1, le=5)
    reading: Reading = Field(default_factory=Reading)
