"""Full-text search takes any input as words, never as a query language."""

from collections.abc import Callable

import pytest
from small_knowledge import SmallKnowledge, fact

from hepatica.store import Snapshot

Read = Callable[[], Snapshot]


@pytest.mark.parametrize(
    "text",
    [
        '"', '""', "'", "AND", "OR NOT", "NEAR(a b)", "*", "liver*", "^liver", "body:liver", "-",
        "(", "liver AND", "{}", "\\", ";--", "_", "", " ", "\x00", "🙂", "肝癌是什么", "ﷺ", "İ",
        "liver " * 700, "x" * 4000,
    ],
)  # fmt: skip
def test_odd_input_never_fails(small_snapshot: Read, text: str) -> None:
    found = small_snapshot().lexical(text)
    assert all(0 <= score <= 1 for score in found.values())


@pytest.mark.parametrize("text", ["", "   ", "🙂", '"*"', "zebra"])
def test_input_without_known_words_finds_nothing(small_snapshot: Read, text: str) -> None:
    assert small_snapshot().lexical(text) == {}


def test_the_best_fact_scores_one_and_the_others_less(
    small: SmallKnowledge, small_snapshot: Read
) -> None:
    small.topics["basics"] += [fact("ascites-what"), fact("spleen-what"), fact("bile-what")]
    found = small_snapshot().lexical("what is ascites")
    assert found["ascites-what"] == 1.0
    assert all(score < 1 for name, score in found.items() if name != "ascites-what")


def test_word_forms_meet(small: SmallKnowledge, small_snapshot: Read) -> None:
    small.topics["basics"] += [fact("treated-tumors"), fact("spleen-what")]
    assert "treated-tumors" in small_snapshot().lexical("treating a tumor")


def test_the_names_of_a_facts_terms_are_found(small: SmallKnowledge, small_snapshot: Read) -> None:
    small.terms[0]["abbreviations"] = ["HEPAR"]
    small.topics["basics"] += [fact("second"), fact("third")]
    small.fact["facets"] = {"terms": ["liver"]}
    assert list(small_snapshot().lexical("hepar")) == ["liver-what"]
