"""The staging systems side by side, so that "IIIa" in a letter can be looked up in each."""

from pydantic import Field

from hepatica.models.base import Identifier, Model, NonEmpty, Text


class StageRow(Model):
    """One stage of one system.

    ``code`` is what letters write ("IIIa"); ``in_words`` is its everyday name ("advanced") where
    the system has one. ``fact`` is the fact that says and backs ``meaning``.
    """

    code: NonEmpty
    meaning: Text
    in_words: Text | None = None
    fact: Identifier


class StagingSystem(Model):
    """One way of naming stages: what it looks at, and its stages from early to late.

    ``term`` is the system's glossary term; ``fact`` backs ``looks_at``.
    """

    id: Identifier
    term: Identifier
    name: Text
    looks_at: Text
    fact: Identifier
    stages: list[StageRow] = Field(min_length=1)

    def having(self, code: str) -> list[StageRow]:
        """The stages that a letter's ``code`` can mean here: "III" is IIIa and IIIb, too."""
        wanted = plain_code(code)
        found = [row for row in self.stages if plain_code(row.code) == wanted]
        parts = {f"{wanted}{letter}" for letter in "AB"} if wanted[-1:] in "IV" else set()
        return found or [row for row in self.stages if plain_code(row.code) in parts]


_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}


def plain_code(code: str) -> str:
    """A stage code in one spelling.

    >>> plain_code("3a"), plain_code("IIIa"), plain_code("b")
    ('IIIA', 'IIIA', 'B')
    """
    bare = code.strip().upper()
    return _ROMAN.get(bare[:1], bare[:1]) + bare[1:]
