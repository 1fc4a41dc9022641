"""How well each fact fits what a question names: stage, study, measure, time, terms.

One array operation for each thing named, over all facts at once, so that the cost hardly grows with
the store. The weights were set by leaving out example questions of the store one at a time
(``bench/finding.py`` does it again); the test questions were not used for it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from hepatica.models import Fact
from hepatica.search.query import Query
from hepatica.store.keys import FigureKey

STAGE, OTHER_STAGE = 0.25, -0.20
STUDY, OTHER_STUDY, TALKED_OF_STUDY = 0.15, -0.25, 0.06
MEASURE = 0.06
MONTHS, OTHER_MONTHS = 0.12, -0.06
EXACT = 0.15
_NONE = np.zeros(0, np.int64)


class FacetIndex:
    """Rows of the facts by what they are about; unserved facts are in none."""

    def __init__(
        self,
        order: Sequence[str],
        facts: Mapping[str, Fact],
        figures: Mapping[str, list[FigureKey]],
        rarity: Mapping[str, float],
    ) -> None:
        self._count = len(order)
        self._rarity = rarity
        found: dict[tuple[str, object], list[int]] = defaultdict(list)
        for row, identifier in enumerate(order):
            if fact := facts.get(identifier):
                for key in set(_keys(fact, figures.get(identifier, []))):
                    found[key].append(row)
        self._rows = {key: np.array(rows, dtype=np.int64) for key, rows in found.items()}

    def rows(self, facet: str, value: object = None) -> np.ndarray:
        """Rows of the facts with ``value`` as ``facet``; with any value when none is given."""
        return self._rows.get((facet, value), _NONE)

    def score(self, query: Query) -> np.ndarray:
        """How well each fact fits, from well below zero to about a half; shape (facts,)."""
        score = np.zeros(self._count)
        self._prefer(score, "stage", query.stages, STAGE, OTHER_STAGE)
        if query.study:
            self._prefer(score, "study", [query.study], STUDY, OTHER_STUDY)
        elif query.talked_of:
            score[self.rows("study", query.talked_of)] += TALKED_OF_STUDY
        if query.measures:
            score[self._any("measure", query.measures)] += MEASURE
        if query.months:
            self._prefer(score, "months", [query.months], MONTHS, OTHER_MONTHS)
        if query.study and query.months:
            exact = [(query.study, query.months, m) for m in query.measures or [None]]
            score[self._any("exact", exact)] += EXACT
        return score

    def named(self, query: Query) -> np.ndarray:
        """How telling the named terms are that a fact is about: the sum of their rarities."""
        named = np.zeros(self._count)
        for term in query.terms:
            named[self.rows("term", term)] += self._rarity.get(term, 0.0)
        return named

    def _prefer(
        self, score: np.ndarray, facet: str, values: Iterable[object], match: float, other: float
    ) -> None:
        """Add ``match`` to the facts with one of the values, ``other`` to those with others."""
        if wanted := list(values):
            score[self.rows(facet)] += other
            score[self._any(facet, wanted)] += match - other

    def _any(self, facet: str, values: Iterable[object]) -> np.ndarray:
        """Rows with one of the values, each once."""
        return np.unique(np.concatenate([self.rows(facet, value) for value in values]))


def _keys(fact: Fact, figures: list[FigureKey]) -> Iterable[tuple[str, object]]:
    """Everything that a fact can be found by; (facet, None) says that it has the facet at all."""
    yield "topic", fact.topic
    facets = fact.facets
    for facet, values in (
        ("term", facets.terms),
        ("stage", facets.stages),
        ("study", facets.studies),
        ("measure", [*facets.terms, *(key.measure for key in figures if key.measure)]),
        ("months", [key.months for key in figures if key.months]),
    ):
        yield from ((facet, value) for value in values)
        if values:
            yield facet, None
    for key in figures:
        if key.months:
            yield "exact", (key.study, key.months, key.measure)
            yield "exact", (key.study, key.months, None)
