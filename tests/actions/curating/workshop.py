"""A fact file as a curator writes it by hand, with comments and a layout of its own."""

import difflib
from datetime import date
from pathlib import Path

from small_knowledge import SmallKnowledge

from hepatica.curating.signatures import sign, signature
from hepatica.loading import load_knowledge
from hepatica.signing import Standing, standing

SIGNING_DAY = date(2026, 11, 25)
CHECK = "{status: checked against sources, who: Hepatica curators, role: curator, on: 2026-11-23}"
REVIEWS = f"  reviews:  # newest last\n  - {CHECK}  # by two of us\n"
FACTS = f"""\
# Facts on the topic "basics". How to edit: docs/curating.md
version: 1
topic: basics
facts:
- id: liver-what   # never changes
  statement:
    en: The liver is a big organ.
      It is red.
    zh: "肝脏是一个大器官。它是红色的。"
  simpler: {{en: It is big., zh: 它很大。}}
  citations:
  - {{source: trial-one, locator: abstract}}
  certainty: established
  questions:
    en: [what is the liver]
    zh: [肝脏是什么]
  valid_until: 2027-11-23
@REVIEWS@
# What comes next is about its place.

- id: liver-where
  statement: {{en: It is on the right side.}}
  simpler: {{en: It is on the right.}}
  citations: [{{source: trial-one, locator: abstract}}]
  certainty: established
  questions: {{en: [where is the liver]}}
  valid_until: 2027-11-23
  reviews:
  - {CHECK}
"""


class HandWritten:
    """The small knowledge with one fact file written by hand."""

    def __init__(self, small: SmallKnowledge) -> None:
        self.root = small.write().resolve()
        self.path = small.path("facts/basics.yml")
        self.write()

    def write(self, reviews: str = REVIEWS, ending: str = "\n", mark: str = "") -> None:
        """Write the file, with other reviews under the first fact or other line endings."""
        text = FACTS.replace("@REVIEWS@\n", reviews).replace("\n", ending)
        self.path.write_bytes((mark + text).encode())

    def edit(self, old: str, new: str) -> None:
        """Replace one place of the file, as a curator would."""
        text = self.path.read_bytes().decode()
        assert text.count(old) == 1
        self.path.write_bytes(text.replace(old, new).encode())

    def sign(
        self, who: str = "Dr Example", language: str = "en", fact: str = "liver-what"
    ) -> Standing:
        """Sign a fact as the command does."""
        knowledge = load_knowledge(self.root)
        wanted = knowledge.facts[fact]
        review = signature(wanted, who, "hepatologist", SIGNING_DAY, language)
        return sign(self.root, knowledge, wanted, review)

    def standing(self, language: str = "en", fact: str = "liver-what") -> Standing:
        """How a fact stands now."""
        knowledge = load_knowledge(self.root)
        return standing(knowledge.facts[fact], language, knowledge.policy.signatures)


def diff(before: bytes, after: bytes) -> tuple[list[str], list[str]]:
    """The lines taken away and those added, with their endings."""
    one, other = (text.decode().splitlines(keepends=True) for text in (before, after))
    lines = list(difflib.ndiff(one, other))
    return [x[2:] for x in lines if x[:1] == "-"], [x[2:] for x in lines if x[:1] == "+"]


def left_over(folder: Path) -> list[str]:
    """Drafts that were not cleaned away."""
    return [path.name for path in folder.rglob(".*")]
