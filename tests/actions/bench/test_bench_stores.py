"""Fact stores of any size are made of the real facts."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
from small_knowledge import WordEncoder

from bench.speed.stores import alike, grown
from hepatica.loading import Knowledge
from hepatica.store import FactStore, build_store


@pytest.mark.parametrize("size", [20, 100, 450])
def test_the_knowledge_has_as_many_facts_as_asked_for(real_knowledge: Knowledge, size: int) -> None:
    facts = grown(real_knowledge, size).facts
    assert len(facts) == size
    assert [fact.id for fact in facts.values()] == list(facts)


def test_a_part_has_facts_of_every_topic(real_knowledge: Knowledge) -> None:
    topics = {fact.topic for fact in real_knowledge.facts.values()}
    assert {fact.topic for fact in grown(real_knowledge, 100).facts.values()} == topics


def test_no_question_stands_twice_more_than_before(real_knowledge: Knowledge) -> None:
    def doubles(knowledge: Knowledge) -> int:
        every = [q for fact in knowledge.facts.values() for q in fact.questions.all()]
        return len(every) - len(set(every))

    twice = grown(real_knowledge, 2 * len(real_knowledge.facts))
    assert doubles(twice) == 2 * doubles(real_knowledge)


def test_copies_are_alike_and_the_rest_is_as_it_was() -> None:
    calls = []

    def encode(texts: list[str]) -> np.ndarray:
        calls.append(texts)
        chance = {text: np.random.default_rng(len(text)).normal(size=512) for text in texts}
        rows = np.stack([chance[text] for text in texts])
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))

    rows = alike(encode)(["what", "what #0", "what #1", "another"])
    assert calls == [["what", "what", "what", "another"]]
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.allclose(rows[[0, 3]], encode(["what", "another"]), atol=1e-5)
    cosines = rows @ rows.T
    assert 0.8 < cosines[0, 1] < 0.97
    assert cosines[1, 2] < 0.97
    assert cosines[0, 3] < 0.5


def test_a_grown_store_can_be_served(real_knowledge: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / "facts.sqlite"
    build_store(grown(real_knowledge, 250), path, alike(WordEncoder().encode))
    assert len(FactStore(path).snapshot(date(2026, 11, 24)).facts) == 250
