"""How checking and finding grow with the store: from the real facts to 10,000 generated ones.

``make bench-growth``. Generated facts are copies of the real ones with other ids, each with a
sentence more, so that no text is the same twice; the vectors of their questions are those of the
real ones with some noise. Prints, for each size, the seconds that ``hepatica check`` needs (reading
and all rules), and the milliseconds that the store needs for one question (rank, full-text search
and missing words; the sentence encoder's own time stands apart).
"""

import sys
import tempfile
import time
from copy import deepcopy
from datetime import date
from pathlib import Path
from shutil import copytree
from typing import Any

import numpy as np
import yaml

from hepatica.checking import check_knowledge
from hepatica.dialogue.context import Context, Mentions
from hepatica.dialogue.desk import Desk
from hepatica.loading import load_knowledge
from hepatica.loading.yaml_lines import CuratorLoader
from hepatica.paths import KNOWLEDGE
from hepatica.search.encoder import DIMENSIONS, Encoder
from hepatica.store import FactStore, Snapshot, build_store

SIZES = (1_000, 2_500, 5_000, 10_000)
ASKED = 300
NOISE = 0.02
"""Spread of each of the 512 numbers of a vector; makes copies of a question about 0.9 alike."""
TODAY = date(2026, 11, 24)


def main() -> int:
    """Print the table."""
    encoder = Encoder()
    real = load_knowledge(KNOWLEDGE)
    questions = [q for fact in real.facts.values() for q in fact.questions.en]
    asked = [str(q) for q in np.random.default_rng(0).choice(questions, ASKED, replace=False)]
    start = time.perf_counter()
    vectors = {question: encoder.encode([question])[0] for question in asked}
    print(f"encoding one question: {1000 * (time.perf_counter() - start) / ASKED:.1f} ms (mean)")
    print(f"{'facts':>8}{'check s':>10}{'us a fact':>11}{'load s':>9}{'p50 ms':>9}{'p95 ms':>9}")
    for size in (len(real.facts), *SIZES):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder) / "knowledge"
            _generate(root, size)
            _row(size, root, Path(folder) / "facts.sqlite", vectors)
    return 0


def _row(size: int, root: Path, store: Path, vectors: dict[str, np.ndarray]) -> None:
    start = time.perf_counter()
    knowledge = load_knowledge(root)
    check_knowledge(knowledge, TODAY)
    checked = time.perf_counter() - start
    build_store(knowledge, store, _noisy)
    start = time.perf_counter()
    snapshot = FactStore(store).snapshot(TODAY)
    loaded = time.perf_counter() - start
    times = sorted(_ask(text, vector, snapshot) for text, vector in vectors.items())
    p50, p95 = times[len(times) // 2], times[int(0.95 * len(times))]
    each = 1e6 * checked / size
    print(f"{size:8}{checked:10.2f}{each:11.0f}{loaded:9.1f}{p50:9.1f}{p95:9.1f}", flush=True)


def _ask(text: str, vector: np.ndarray, snapshot: Snapshot) -> float:
    """Milliseconds for one question, with the topic that its intent would give."""
    desk = Desk(
        text=text,
        topics={"outcomes": 0.6, "side-effects": 0.2},
        mentions=Mentions({"term": ["overall-survival"], "study": ["wei-2019-jco"]}),
        context=Context(),
        language="en",
        snapshot=snapshot,
        encoder=_Known(vector),
    )
    start = time.perf_counter()
    desk.find_by_words(desk.query())
    return 1000 * (time.perf_counter() - start)


class _Known(Encoder):
    """An encoder that has the one vector ready."""

    def __init__(self, vector: np.ndarray) -> None:
        self._vector = vector[None]

    def encode(self, texts: object) -> np.ndarray:  # noqa: ARG002 - its vector is known
        """The vector, whatever the text."""
        return self._vector


def _noisy(texts: list[str]) -> np.ndarray:
    """Vectors that are alike for the copies of one question."""
    rows = np.empty((len(texts), DIMENSIONS), np.float32)
    for row, text in zip(rows, texts, strict=True):
        base = np.random.default_rng(_seed(text.split(" #")[0])).normal(size=DIMENSIONS)
        noise = np.random.default_rng(_seed(text)).normal(size=DIMENSIONS)
        row[:] = base / np.linalg.norm(base) + NOISE * noise
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _seed(text: str) -> int:
    return int.from_bytes(text.encode()[-40:], "big")


def _generate(root: Path, size: int) -> None:
    """Write a knowledge folder of ``size`` facts: the real ones, then copies of them."""
    copytree(KNOWLEDGE, root, ignore=lambda *_: ["drafts", "sheets"])
    chance = np.random.default_rng(size)
    topics = {path: _facts(path) for path in sorted((root / "facts").glob("*.yml"))}
    every = [(path, fact) for path, facts in topics.items() for fact in facts]
    plain = [f["simpler"] for _, f in every if not any(c.isdigit() for c in str(f["simpler"]))]
    for number in range(size - len(every)):
        path, fact = every[number % len(every)]
        topics[path].append(_copy(fact, number, *chance.choice(plain, 2)))
    for path, facts in topics.items():
        data = {"version": 1, "topic": path.stem, "facts": facts}
        text = yaml.dump(data, Dumper=yaml.CSafeDumper, sort_keys=False, allow_unicode=True)
        path.write_text(text, encoding="utf-8")


def _facts(path: Path) -> list[dict[str, Any]]:
    data = yaml.load(path.read_text(encoding="utf-8"), CuratorLoader)  # noqa: S506 - a safe loader
    facts: list[dict[str, Any]] = data["facts"]
    return facts


def _copy(fact: dict[str, Any], number: int, *more: dict[str, str]) -> dict[str, Any]:
    copy = deepcopy(fact)
    copy["id"] = f"{fact['id']}-{number}"
    for name, extra in zip(("statement", "simpler"), more, strict=True):
        for language, text in copy[name].items():
            copy[name][language] = f"{text} {extra[language]}"
    for language, listed in copy["questions"].items():
        copy["questions"][language] = [f"{q} #{number}" for q in listed]
    return copy


if __name__ == "__main__":
    sys.exit(main())
