"""How often the right fact is found for an example question that the index has not seen.

``make bench-finding``. The store's example questions are dealt into eight parts; each part is asked
of an index fitted on the others. The topic counts as known with 80%, entities are found by plain
search for the glossary's phrases. Prints the share whose fact comes first, and among the first
three; at last what each of the two encoders finds alone (docs/decisions/0009).
"""

import re
import sqlite3
import sys
from dataclasses import replace

import numpy as np

from hepatica.loading import Knowledge, load_knowledge
from hepatica.paths import KNOWLEDGE, STORE
from hepatica.search.encoder import USE_DIMENSIONS
from hepatica.search.meaning import MeaningIndex
from hepatica.search.query import Query
from hepatica.search.rank import TERM, TERM_MOST, TOPIC
from hepatica.store import FactStore, Snapshot
from hepatica.store.timepoints import in_months

PARTS = 8
TOPIC_KNOWN = 0.8
_SPAN = re.compile(r"\b(\d+)[ -](month|year)s?")


def main() -> int:
    """Print the table."""
    knowledge = load_knowledge(KNOWLEDGE)
    snapshot = FactStore(STORE).snapshot()
    connection = sqlite3.connect(f"file:{STORE}?mode=ro", uri=True)
    rows = connection.execute(
        "SELECT fact - 1, text FROM wording ORDER BY fact, position"
    ).fetchall()
    owners = np.array([owner for owner, _ in rows])
    texts = [text for _, text in rows]
    statements = {fact.statement.en for fact in snapshot.facts.values()}
    asked = np.array([text not in statements for text in texts])
    vectors = snapshot.meaning.vectors
    nearest, centres = _held_out(vectors, owners, asked, len(snapshot.order))
    extra = _extras(knowledge, snapshot, owners, texts)
    print(f"{int(asked.sum())} example questions, {len(snapshot.order)} facts")
    print(f"{'':42}first  in three")
    for name, score in (
        ("nearest example question (cosine)", nearest),
        ("whitened centre of the fact", centres),
        ("nearest example, with topic and facets", nearest + extra),
        ("whitened centre, with topic and facets", centres + extra),
    ):
        first, three = _shares(score, owners, asked)
        print(f"{name:42}{first:5.1%}  {three:5.1%}")
    for name, alone in (
        ("whitened centre, first encoder alone", vectors[:, :USE_DIMENSIONS]),
        ("whitened centre, second encoder alone", vectors[:, USE_DIMENSIONS:]),
    ):
        units = alone / np.linalg.norm(alone, axis=1, keepdims=True)
        _, found = _held_out(units, owners, asked, len(snapshot.order))
        first, three = _shares(found, owners, asked)
        print(f"{name:42}{first:5.1%}  {three:5.1%}")
    return 0


def _held_out(
    vectors: np.ndarray, owners: np.ndarray, asked: np.ndarray, facts: int
) -> tuple[np.ndarray, np.ndarray]:
    parts = np.random.default_rng(0).integers(0, PARTS, len(owners))
    nearest = np.zeros((facts, len(owners)))
    centres = np.zeros_like(nearest)
    for part in range(PARTS):
        held = (parts == part) & asked
        index = MeaningIndex.fit(vectors[~held], owners[~held], facts)
        for column in np.flatnonzero(held):
            nearest[:, column] = _nearest_example(index, vectors[column])
            centres[:, column] = index.nearness(vectors[column])
    return nearest, centres


def _nearest_example(index: MeaningIndex, vector: np.ndarray) -> np.ndarray:
    """Plain cosine with each fact's nearest example question, shape (facts,)."""
    best = np.full(len(index.facts), -1.0, dtype=np.float32)
    np.maximum.at(best, index.owners, index.vectors @ vector)
    return best


def _extras(
    knowledge: Knowledge, snapshot: Snapshot, owners: np.ndarray, texts: list[str]
) -> np.ndarray:
    phrases = _phrases(knowledge)
    facts = [snapshot.facts[identifier] for identifier in snapshot.order]
    extra = np.zeros((len(facts), len(texts)))
    for column, text in enumerate(texts):
        query = _query(text, phrases)
        named = np.minimum(TERM_MOST, TERM * snapshot.facets.named(query))
        extra[:, column] = snapshot.facets.score(query) + named
        topic = snapshot.facets.rows("topic", facts[owners[column]].topic)
        extra[topic, column] += TOPIC * TOPIC_KNOWN
    return extra


def _phrases(knowledge: Knowledge) -> list[tuple[str, str, str]]:
    terms = [(p.lower(), t.entity, t.id) for t in knowledge.glossary.terms for p in t.phrases()]
    values = [
        (p.lower(), v.entity, v.id) for v in knowledge.glossary.values for p in v.phrases.all()
    ]
    return sorted(terms + values, key=lambda item: -len(item[0]))


def _query(text: str, phrases: list[tuple[str, str, str]]) -> Query:
    rest = " " + re.sub(r"[^\w-]+", " ", text.lower()) + " "
    found: dict[str, set[str]] = {}
    for phrase, entity, identifier in phrases:
        sought = f" {phrase} " if phrase.isascii() else phrase
        if sought in rest:
            found.setdefault(entity, set()).add(identifier)
            rest = rest.replace(sought, " | ")
    words = [found.get(k, set()) for k in ("term", "treatment", "side_effect", "measure")]
    span = _SPAN.search(text)
    query = Query(
        text=text,
        terms=frozenset().union(*words),
        stages=frozenset(found.get("stage", ())),
        measures=frozenset(found.get("measure", ())),
        study=next(iter(sorted(found.get("study", ()))), None),
    )
    return replace(query, months=in_months(f"{span[1]} {span[2]}s")) if span else query


def _shares(score: np.ndarray, owners: np.ndarray, asked: np.ndarray) -> tuple[float, float]:
    order = np.argsort(-score[:, asked], axis=0)
    right = order == owners[asked]
    return float(right[0].mean()), float(right[:3].any(axis=0).mean())


if __name__ == "__main__":
    sys.exit(main())
