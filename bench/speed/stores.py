"""Fact stores of any size, grown from the real facts."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from bench.growth import NOISE
from dev import fresh
from dev.say import say
from hepatica.loading import Knowledge, load_knowledge
from hepatica.paths import KNOWLEDGE, STORE
from hepatica.search.encoder import Encoder
from hepatica.store import build_store
from hepatica.store.build import FORMAT
from hepatica.store.vectors import Encode, remembering

_MARK = " #"


def store_of(size: int, folder: Path) -> Path:
    """A store of so many facts; made unless there is one of the same knowledge already."""
    path = folder / f"facts-{size}.sqlite"
    stamp, made_of = path.with_suffix(".json"), fresh.digest([KNOWLEDGE, Path(__file__)])
    if fresh.stamped(stamp).get("knowledge") == made_of and path.is_file():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    say(f"  Building the store of {size} facts.")
    build_store(grown(load_knowledge(KNOWLEDGE), size), path, alike(_real()))
    fresh.write_stamp(stamp, {"knowledge": made_of})
    return path


def grown(knowledge: Knowledge, size: int) -> Knowledge:
    """The knowledge with so many facts: some of the real ones, or all and copies of them.

    A copy has another id, and a number after each question.
    """
    real = list(knowledge.facts.values())
    if size <= len(real):
        # Evenly, so that every topic keeps some.
        kept = [real[place * len(real) // size] for place in range(size)]
        return replace(knowledge, facts={fact.id: fact for fact in kept})
    facts = dict(knowledge.facts)
    for number in range(size - len(real)):
        fact = real[number % len(real)]
        questions = fact.questions.model_copy(
            update={
                language: [f"{question}{_MARK}{number}" for question in listed]
                for language, listed in fact.questions
                if isinstance(listed, list)
            }
        )
        name = f"{fact.id}-{number}"
        facts[name] = fact.model_copy(update={"id": name, "questions": questions})
    return replace(knowledge, facts=facts)


def alike(encode: Encode) -> Encode:
    """An encoder under which copies of a question are about 0.9 alike, as in ``bench.growth``."""

    def encoded(texts: list[str]) -> np.ndarray:
        bases = [text.partition(_MARK)[0] for text in texts]
        rows = encode(bases)
        copies = np.array([base != text for base, text in zip(bases, texts, strict=True)])
        noise = np.random.default_rng(0).standard_normal(rows.shape, np.float32) * np.float32(NOISE)
        rows = rows + noise * copies[:, None]
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    return encoded


def _real() -> Encode:
    """The real vectors: out of the store that is served, new ones from the encoder."""

    def encode(texts: list[str]) -> np.ndarray:
        return Encoder().encode(texts)

    return remembering(encode, STORE, FORMAT)
