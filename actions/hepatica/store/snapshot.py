"""One version of the store, held in memory and never changed."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from hepatica.models import Fact, Labels, Phrasebook, Policy, Source, StagingSystem, Term
from hepatica.search.facets import FacetIndex
from hepatica.search.meaning import MeaningIndex
from hepatica.search.words import COMMON, Holders, missing_share
from hepatica.signing import Standing, standing
from hepatica.store.keys import FigureKey
from hepatica.store.rows import Rows
from hepatica.wording import Voice

_WORD = re.compile(r"\w+")
MOST_HOLDERS = 500
"""A word that more facts have is left out of the full-text search: it would cost much, and the few
facts that share it for a reason come by their meaning."""


@dataclass(frozen=True)
class Snapshot:
    """What one version of the store says, served facts only.

    ``order`` lists every fact in the file, served or not; ``meaning`` has one row for each of them.
    ``rarity`` is the log of how many facts there are for each that is about a term; ``questions``
    gives the facts of every example question, in plain words. ``unknown`` has the unit vectors of
    questions that no fact answers, shape (questions, dimensions). ``fact_text`` is the file's
    table of words.
    """

    version: str
    sources: dict[str, Source]
    terms: dict[str, Term]
    phrases: Phrasebook
    labels: Labels
    policy: Policy
    crosswalk: dict[str, StagingSystem]
    facts: dict[str, Fact]
    order: list[str]
    figures: dict[str, list[FigureKey]]
    rarity: dict[str, float]
    unknown: np.ndarray
    meaning: MeaningIndex
    questions: dict[str, set[str]]
    fact_text: Rows
    having: Holders

    def voice(self, language: str) -> Voice:
        """The wording in ``language``, in English when some of it is missing."""
        return Voice(self.phrases, self.labels, language if self.phrases.speaks(language) else "en")

    def standing(self, fact: Fact, language: str) -> Standing:
        """How the fact's wording in ``language`` was last looked at."""
        return standing(fact, language, self.policy.signatures)

    def lexical(self, text: str, limit: int = 40) -> dict[str, float]:
        """Facts that share words with ``text``, by id, best 1.0 (full-text search, BM25)."""
        rows = self.lexical_rows(text, limit).items()
        return {self.order[row]: share for row, share in rows if self.order[row] in self.facts}

    def lexical_rows(self, text: str, limit: int = 40) -> dict[int, float]:
        """As ``lexical``, by row, and with facts that are not served."""
        words = list(dict.fromkeys(_WORD.findall(text.lower())))[:limit]
        if len(self.order) > MOST_HOLDERS:
            words = [word for word in words if len(self.having(word)) <= MOST_HOLDERS]
        if not words:
            return {}
        query = " OR ".join(f'"{word}"' for word in words)
        rows = self.fact_text.of(
            "SELECT rowid, -bm25(fact_text) FROM fact_text WHERE fact_text MATCH ? "
            "ORDER BY 2 DESC LIMIT ?",
            (query, limit),
        )
        if not rows or rows[0][1] <= 0:
            return {}
        best = rows[0][1]
        return {position - 1: max(score, 0.0) / best for position, score in rows}

    def missing_share(self, question: str, fact: str) -> float:
        """Share of an English question's telling words that a fact lacks, from 0 to 1."""
        # The full-text table counts its rows from one.
        return missing_share(question, self.rows[fact] + 1, len(self.order), self.having)

    @cached_property
    def unknown_whitened(self) -> np.ndarray:
        """The unknown questions along the directions that tell facts apart; unit rows."""
        return self.meaning.whitened(self.unknown)

    @cached_property
    def stage_systems(self) -> list[StagingSystem]:
        """The staging systems and stages of the crosswalk whose facts are served."""
        systems = [system for system in self.crosswalk.values() if system.fact in self.facts]
        return [
            system.model_copy(
                update={"stages": [row for row in system.stages if row.fact in self.facts]}
            )
            for system in systems
        ]

    @cached_property
    def rows(self) -> dict[str, int]:
        """The row of each fact."""
        return {identifier: row for row, identifier in enumerate(self.order)}

    @cached_property
    def facets(self) -> FacetIndex:
        """The served facts by what they are about."""
        return FacetIndex(self.order, self.facts, self.figures, self.rarity)

    def overdue(self, fact: Fact, today: date) -> bool:
        """Whether the fact is past its date (it is then shown with a warning)."""
        return fact.valid_until < today


def most_holders(facts: int) -> int:
    """How many facts of a word must be known: up to there it still tells something."""
    return max(int(COMMON * facts), MOST_HOLDERS)
