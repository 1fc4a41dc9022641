"""Reading the store at run time: an immutable snapshot, renewed when the file is replaced."""

import json
import math
import re
import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import numpy as np

from hepatica.models import Fact, Phrasebook, Source, Term, Text
from hepatica.search.encoder import DIMENSIONS
from hepatica.search.meaning import MeaningIndex
from hepatica.search.words import Holders, holders, missing_share, plain_words
from hepatica.store.build import FORMAT

GRACE = timedelta(days=90)
"""How long a fact past its date is still served, with a warning."""

_WORD = re.compile(r"\w+")


class StoreError(Exception):
    """The store file is missing, broken or of another format; says what to do."""


@dataclass(frozen=True)
class FigureKey:
    """What a figure of a fact is about: study, glossary measure and months."""

    study: str
    measure: str | None
    months: int | None


@dataclass(frozen=True)
class Snapshot:
    """One version of the store, held in memory.

    ``order`` lists every fact in the file, served or not; ``meaning`` has one row for each of them.
    ``rarity`` is the log of how many facts there are for each that is about a term; ``questions``
    gives the facts of every example question, in plain words.
    """

    version: str
    sources: dict[str, Source]
    terms: dict[str, Term]
    phrases: Phrasebook
    facts: dict[str, Fact]
    order: list[str]
    figures: dict[str, list[FigureKey]]
    rarity: dict[str, float]
    meaning: MeaningIndex
    questions: dict[str, set[str]]
    connection: sqlite3.Connection
    having: Holders

    def lexical(self, text: str, limit: int = 40) -> dict[str, float]:
        """Facts that share words with ``text``, by id, best 1.0 (full-text search, BM25)."""
        words = list(dict.fromkeys(_WORD.findall(text.lower())))[:40]
        if not words:
            return {}
        query = " OR ".join(f'"{word}"' for word in words)
        rows = self.connection.execute(
            "SELECT rowid, -bm25(fact_text) FROM fact_text WHERE fact_text MATCH ? "
            "ORDER BY 2 DESC LIMIT ?",
            (query, limit),
        ).fetchall()
        if not rows or rows[0][1] <= 0:
            return {}
        best = rows[0][1]
        return {
            self.order[position - 1]: max(score, 0.0) / best
            for position, score in rows
            if self.order[position - 1] in self.facts
        }

    def missing_share(self, question: str, fact: str) -> float:
        """Share of an English question's telling words that a fact lacks, from 0 to 1."""
        return missing_share(question, self._rows[fact], len(self.order), self.having)

    @cached_property
    def _rows(self) -> dict[str, int]:
        """The row of each fact in the full-text table, which counts from one."""
        return {identifier: row for row, identifier in enumerate(self.order, start=1)}

    def overdue(self, fact: Fact, today: date) -> bool:
        """Whether the fact is past its date (it is then shown with a warning)."""
        return fact.valid_until < today


class FactStore:
    """Gives the newest snapshot of a store file.

    Facts past ``valid_until`` plus ``GRACE``, and facts that lean on a retracted source, are not
    in the snapshot. With ``require_reviewed`` only facts signed by a clinician are.
    """

    def __init__(self, path: Path, *, require_reviewed: bool = False) -> None:
        self._path = path
        self._require_reviewed = require_reviewed
        self._stamp: tuple[int, int, int, date] | None = None
        self._snapshot: Snapshot | None = None

    def snapshot(self, today: date | None = None) -> Snapshot:
        """The current snapshot; read again when the file or the day changed.

        A replaced file that cannot be read leaves the last good snapshot in use.

        Raises:
            StoreError: there is no readable store and none was read before.
        """
        today = today or date.today()
        try:
            stat = self._path.stat()
            stamp = (stat.st_ino, stat.st_mtime_ns, stat.st_size, today)
            if stamp != self._stamp or self._snapshot is None:
                self._snapshot = _read(self._path, today, self._require_reviewed)
                self._stamp = stamp
        except (OSError, sqlite3.Error, LookupError, ValueError, StoreError) as error:
            if self._snapshot is None:
                raise StoreError(
                    f"the fact store {self._path} cannot be read ({error}); "
                    "build it with: make store"
                ) from error
        return self._snapshot


def _read(path: Path, today: date, require_reviewed: bool) -> Snapshot:
    connection = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False
    )
    meta = dict(connection.execute("SELECT key, value FROM meta"))
    if meta.get("format") != str(FORMAT):
        raise StoreError(f"format {meta.get('format')} instead of {FORMAT}")
    sources = {i: Source(**json.loads(d)) for i, d in connection.execute("SELECT * FROM source")}
    terms = {i: Term(**json.loads(d)) for i, d in connection.execute("SELECT * FROM term")}
    names = {n: Text(**json.loads(d)) for n, d in connection.execute("SELECT * FROM phrase")}
    rows = connection.execute("SELECT id, data FROM fact ORDER BY position").fetchall()
    every = {identifier: Fact(**json.loads(data)) for identifier, data in rows}
    order = list(every)
    facts = {i: f for i, f in every.items() if _served(f, sources, today, require_reviewed)}
    figures: dict[str, list[FigureKey]] = {}
    for position, *key in connection.execute(
        "SELECT fact, study, measure, months FROM figure ORDER BY fact, position"
    ):
        figures.setdefault(order[position - 1], []).append(FigureKey(*key))
    meaning = _meaning(connection, [identifier in facts for identifier in order])
    return Snapshot(
        meta["version"],
        sources,
        terms,
        Phrasebook(phrases=names),
        facts,
        order,
        figures,
        _rarity(facts),
        meaning,
        _questions(facts),
        connection,
        holders(connection),
    )


def _served(fact: Fact, sources: dict[str, Source], today: date, require_reviewed: bool) -> bool:
    if fact.valid_until + GRACE < today:
        return False
    if any(sources[source].retracted for source in fact.supporting):
        return False
    signed = any(review.status == "reviewed by a clinician" for review in fact.reviews)
    return signed or not require_reviewed


def _questions(facts: dict[str, Fact]) -> dict[str, set[str]]:
    asked: dict[str, set[str]] = {}
    for fact in facts.values():
        for question in fact.questions.all():
            asked.setdefault(plain_words(question), set()).add(fact.id)
    return asked


def _rarity(facts: dict[str, Fact]) -> dict[str, float]:
    about = Counter(term for fact in facts.values() for term in fact.facets.terms)
    return {term: math.log(len(facts) / count) for term, count in about.items()}


def _meaning(connection: sqlite3.Connection, served: list[bool]) -> MeaningIndex:
    rows = [
        row
        for row in connection.execute("SELECT fact, vector FROM wording ORDER BY position")
        if served[row[0] - 1]
    ]
    vectors = [np.frombuffer(vector, dtype=np.float16) for _, vector in rows]
    matrix = (
        np.stack(vectors).astype(np.float32) if vectors else np.zeros((0, DIMENSIONS), np.float32)
    )
    owners = np.array([fact - 1 for fact, _ in rows], dtype=np.int64)
    return MeaningIndex.fit(matrix, owners, len(served))
