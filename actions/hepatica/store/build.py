"""Writing the store: the same knowledge gives the same bytes, and readers never see half a file."""

import hashlib
import json
import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import numpy as np

from hepatica.loading import Knowledge
from hepatica.models import Fact, Model
from hepatica.store.measures import Measures
from hepatica.store.timepoints import in_months
from hepatica.store.vectors import Encode
from hepatica.whole_file import whole_file

FORMAT = 4
"""Of the file, and of the vectors in it: raised as well when an encoder is changed."""


def content_version(knowledge: Knowledge) -> str:
    """Version such as "2026.11.23+3f9c1a": the day of the newest review and a content hash."""
    parts = [
        *(s.model_dump_json() for s in knowledge.sources.values()),
        *(f.model_dump_json() for f in knowledge.facts.values()),
        knowledge.glossary.model_dump_json(),
        json.dumps(knowledge.phrases.model_dump(mode="json"), sort_keys=True),
        *_settings(knowledge).values(),
        *knowledge.unknown.questions,
        str(FORMAT),
    ]
    digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()
    newest = max(r.on for fact in knowledge.facts.values() for r in fact.reviews)
    return f"{newest:%Y.%m.%d}+{digest[:6]}"


def build_store(knowledge: Knowledge, path: Path, encode: Encode) -> str:
    """Write the store and swap it in.

    Args:
        knowledge: checked knowledge.
        path: the store file; replaced atomically, so a running server reads old or new, never
            a mixture.
        encode: maps n sentences to n unit vectors, shape (n, dimensions).

    Returns:
        The version written.
    """
    version = content_version(knowledge)
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole_file(path) as draft, closing(sqlite3.connect(draft)) as connection:
        _write(connection, knowledge, version, encode)
    return version


def _write(
    connection: sqlite3.Connection, knowledge: Knowledge, version: str, encode: Encode
) -> None:
    connection.executescript("PRAGMA page_size = 4096; PRAGMA journal_mode = MEMORY;")
    connection.executescript(files("hepatica.store").joinpath("schema.sql").read_text())
    meta = {"version": version, "format": str(FORMAT), **_settings(knowledge)}
    connection.executemany("INSERT INTO meta VALUES (?, ?)", sorted(meta.items()))
    for table, items in (
        ("source", knowledge.sources.items()),
        ("term", ((term.id, term) for term in knowledge.glossary.terms)),
        ("phrase", knowledge.phrases.phrases.items()),
    ):
        rows = [(key, _json(item)) for key, item in items]
        connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", rows)  # noqa: S608 - our names
    measures = Measures(knowledge.glossary)
    words = {term.id: " ".join(term.phrases()) for term in knowledge.glossary.terms}
    wordings: list[tuple[int, str]] = []
    for position, fact in enumerate(knowledge.facts.values(), start=1):
        _write_fact(connection, position, fact, measures, words)
        texts = [*fact.questions.all(), fact.statement.en]
        wordings += [(position, text) for text in dict.fromkeys(texts)]
    _write_wordings(connection, wordings, encode)
    _write_unknown(connection, knowledge.unknown.questions, encode)
    connection.execute("INSERT INTO fact_text (fact_text) VALUES ('optimize')")
    connection.commit()
    connection.execute("VACUUM")


def _settings(knowledge: Knowledge) -> dict[str, str]:
    """What is one value each: labels, the stage table, the rules of the house."""
    systems = [s.model_dump(mode="json") for s in knowledge.crosswalk.values()]
    return {
        "labels": _json(knowledge.labels),
        "policy": _json(knowledge.policy),
        "crosswalk": json.dumps(systems, ensure_ascii=False, sort_keys=True),
    }


def _write_fact(
    connection: sqlite3.Connection,
    position: int,
    fact: Fact,
    measures: Measures,
    words: dict[str, str],
) -> None:
    connection.execute(
        "INSERT INTO fact VALUES (?, ?, ?, ?)", (position, fact.id, fact.topic, _json(fact))
    )
    figures = [
        (position, index, figure.study, measures.find(figure.measure), in_months(figure.timepoint))
        for index, figure in enumerate(fact.figures)
    ]
    connection.executemany("INSERT INTO figure VALUES (?, ?, ?, ?, ?)", figures)
    named = " ".join(words.get(term, "") for term in fact.facets.terms)
    body = " ".join([fact.statement.en, *fact.questions.en, named])
    connection.execute("INSERT INTO fact_text (rowid, body) VALUES (?, ?)", (position, body))


def _write_wordings(
    connection: sqlite3.Connection, wordings: list[tuple[int, str]], encode: Encode
) -> None:
    vectors = encode([text for _, text in wordings]).astype(np.float16)
    rows = (
        (number, fact, text, vector.tobytes())
        for number, ((fact, text), vector) in enumerate(zip(wordings, vectors, strict=True), 1)
    )
    connection.executemany("INSERT INTO wording VALUES (?, ?, ?, ?)", rows)


def _write_unknown(connection: sqlite3.Connection, questions: list[str], encode: Encode) -> None:
    if not questions:
        return
    vectors = encode(questions).astype(np.float16)
    rows = [
        (n, text, v.tobytes())
        for n, (text, v) in enumerate(zip(questions, vectors, strict=True), 1)
    ]
    connection.executemany("INSERT INTO unknown VALUES (?, ?, ?)", rows)


def _json(item: Model) -> str:
    return json.dumps(
        item.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False, sort_keys=True
    )
