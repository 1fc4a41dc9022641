"""Reading the store file: a good snapshot, renewed when the file or the day changed."""

import json
import logging
import math
import sqlite3
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from hepatica.models import Fact, Labels, Phrasebook, Policy, Source, StagingSystem, Term, Text
from hepatica.search.encoder import DIMENSIONS
from hepatica.search.meaning import MeaningIndex
from hepatica.search.words import holders, plain_words
from hepatica.signing import standing
from hepatica.store.build import FORMAT
from hepatica.store.keys import FigureKey
from hepatica.store.rows import Rows
from hepatica.store.snapshot import Snapshot, most_holders

log = logging.getLogger(__name__)

GRACE = timedelta(days=90)
"""How long a fact past its date is still served, with a warning."""


class StoreError(Exception):
    """The store file is missing, broken or of another format; says what to do."""


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
        self._trouble = ""

    def snapshot(self, today: date | None = None) -> Snapshot:
        """The current snapshot; read again when the file or the day changed.

        A replaced file that cannot be read leaves the last good snapshot in use, without the facts
        that have run out since; the log says so once.

        Raises:
            StoreError: there is no readable store and none was read before.
        """
        today = today or date.today()
        try:
            stat = self._path.stat()
            stamp = (stat.st_ino, stat.st_mtime_ns, stat.st_size, today)
            if stamp != self._stamp or self._snapshot is None:
                self._snapshot = _read(self._path, today, self._require_reviewed)
                self._stamp, self._trouble = stamp, ""
        except (OSError, sqlite3.Error, LookupError, ValueError, StoreError) as error:
            if self._snapshot is None:
                raise StoreError(
                    f"the fact store {self._path} cannot be read ({error}); "
                    "build it with: make store"
                ) from error
            self._tell(str(error))
            self._snapshot = _in_force_only(self._snapshot, today)
        return self._snapshot

    def _tell(self, trouble: str) -> None:
        if trouble != self._trouble:
            log.error("%s cannot be read, the last good store stays: %s", self._path, trouble)
        self._trouble = trouble


def _in_force_only(snapshot: Snapshot, today: date) -> Snapshot:
    """The snapshot without the facts that are no longer served today."""
    kept = {i: f for i, f in snapshot.facts.items() if _in_force(f, snapshot.sources, today)}
    return snapshot if len(kept) == len(snapshot.facts) else replace(snapshot, facts=kept)


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
    policy = Policy(**json.loads(meta["policy"]))
    rows = connection.execute("SELECT id, data FROM fact ORDER BY position").fetchall()
    every = {identifier: Fact(**json.loads(data)) for identifier, data in rows}
    order = list(every)
    facts = {i: f for i, f in every.items() if _in_force(f, sources, today)}
    if require_reviewed:
        facts = _signed_only(facts, policy)
    figures: dict[str, list[FigureKey]] = {}
    for position, *key in connection.execute(
        "SELECT fact, study, measure, months FROM figure ORDER BY fact, position"
    ):
        figures.setdefault(order[position - 1], []).append(FigureKey(*key))
    fact_text = Rows(connection)
    return Snapshot(
        version=meta["version"],
        sources=sources,
        terms=terms,
        phrases=Phrasebook(phrases=names),
        labels=Labels(**json.loads(meta["labels"])),
        policy=policy,
        crosswalk={s["id"]: StagingSystem(**s) for s in json.loads(meta["crosswalk"])},
        facts=facts,
        order=order,
        figures=figures,
        rarity=_rarity(facts),
        unknown=_unknown(connection),
        meaning=_meaning(connection, [identifier in facts for identifier in order]),
        questions=_questions(facts),
        fact_text=fact_text,
        having=holders(fact_text.of, most_holders(len(order))),
    )


def _in_force(fact: Fact, sources: dict[str, Source], today: date) -> bool:
    if today.toordinal() - fact.valid_until.toordinal() > GRACE.days:
        return False
    return not any(sources[source].retracted for source in fact.leans_on)


def _signed_only(facts: dict[str, Fact], policy: Policy) -> dict[str, Fact]:
    """Only the facts whose English is signed, each only in the languages that are signed.

    An answer in a language that nobody signed then falls back to English, and says so.
    """
    kept = {}
    for fact in facts.values():
        if not standing(fact, "en", policy.signatures).signed:
            continue
        signed = standing(fact, "zh", policy.signatures).signed
        kept[fact.id] = fact if signed else _english_only(fact)
    return kept


def _english_only(fact: Fact) -> Fact:
    texts = {name: getattr(fact, name) for name in ("statement", "simpler", "caveat")}
    return fact.model_copy(
        update={n: text.model_copy(update={"zh": None}) for n, text in texts.items() if text}
    )


def _questions(facts: dict[str, Fact]) -> dict[str, set[str]]:
    asked: dict[str, set[str]] = {}
    for fact in facts.values():
        for question in fact.questions.all():
            asked.setdefault(plain_words(question), set()).add(fact.id)
    return asked


def _rarity(facts: dict[str, Fact]) -> dict[str, float]:
    about = Counter(term for fact in facts.values() for term in fact.facets.terms)
    return {term: math.log(len(facts) / count) for term, count in about.items()}


def _unknown(connection: sqlite3.Connection) -> np.ndarray:
    rows = connection.execute("SELECT vector FROM unknown ORDER BY position").fetchall()
    stored = np.frombuffer(b"".join(vector for (vector,) in rows), dtype=np.float16)
    return stored.reshape(len(rows), DIMENSIONS).astype(np.float32)


def _meaning(connection: sqlite3.Connection, served: list[bool]) -> MeaningIndex:
    rows = [
        row
        for row in connection.execute("SELECT fact, vector FROM wording ORDER BY fact, position")
        if served[row[0] - 1]
    ]
    stored = np.frombuffer(b"".join(vector for _, vector in rows), dtype=np.float16)
    matrix = stored.reshape(len(rows), DIMENSIONS).astype(np.float32)
    owners = np.array([fact - 1 for fact, _ in rows], dtype=np.int64)
    return MeaningIndex.fit(matrix, owners, len(served))
