"""The meaning index: which fact a question means, and whether it is known at all."""

import numpy as np
import pytest
from small_knowledge import WordEncoder

from hepatica.search.encoder import Encoder
from hepatica.search.meaning import MeaningIndex
from hepatica.store import Snapshot

QUESTIONS = [
    "what is cirrhosis",
    "explain cirrhosis of the liver",
    "is ascites fluid in the belly",
    "what does ascites mean",
]
OWNERS = np.array([0, 0, 1, 1])


def _index(count: int = 2) -> MeaningIndex:
    return MeaningIndex.fit(WordEncoder().encode(QUESTIONS), OWNERS, count)


@pytest.mark.parametrize(("question", "owner"), list(zip(QUESTIONS, OWNERS, strict=True)))
def test_an_example_question_finds_its_owner(question: str, owner: int) -> None:
    nearness = _index().nearness(WordEncoder().encode([question])[0])
    assert int(np.argmax(nearness)) == owner


def test_a_new_wording_finds_the_fact_it_shares_its_words_with() -> None:
    nearness = _index().nearness(WordEncoder().encode(["ascites fluid please"])[0])
    assert int(np.argmax(nearness)) == 1


def test_an_example_question_is_fully_known() -> None:
    vector = WordEncoder().encode([QUESTIONS[2]])[0]
    assert _index().similarity(vector, 1) == pytest.approx(1.0)
    assert _index().similarity(vector, 0) < 0.9


def test_a_fact_without_questions_never_ranks() -> None:
    index = _index(count=3)
    vector = WordEncoder().encode(["what is cirrhosis"])[0]
    assert int(np.argmax(index.nearness(vector))) == 0
    assert index.similarity(vector, 2) == -1.0


def test_an_index_learned_from_one_question_works() -> None:
    vectors = WordEncoder().encode(["what is cirrhosis"])
    index = MeaningIndex.fit(vectors, np.array([0]), 1)
    assert np.isfinite(index.nearness(vectors[0])).all()


def test_real_example_questions_find_their_fact(snapshot: Snapshot, encoder: Encoder) -> None:
    lost = []
    for position, identifier in enumerate(snapshot.order):
        question = snapshot.facts[identifier].questions.en[0]
        vector = encoder.encode([question])[0]
        similarity = [snapshot.meaning.similarity(vector, r) for r in range(len(snapshot.order))]
        if int(np.argmax(similarity)) != position:
            lost.append(identifier)
    assert lost == []
