"""Sentences become candidates when they carry a figure or define a term."""

import pytest
from ingest_documents import LEXICON

from hepatica.ingest.drafting import Candidate, draft_candidates
from hepatica.ingest.passages import Passage
from hepatica.ingest.sentences import LONGEST_PIECE, LONGEST_SENTENCE, sentences, tongue_of


def _drafted(*texts: str) -> list[Candidate]:
    passages = [Passage(f"paragraph {n}", text) for n, text in enumerate(texts, start=1)]
    return draft_candidates(passages, LEXICON)


def test_a_candidate_says_in_which_sentence_of_which_passage_it_stands() -> None:
    found = _drafted("No number here.", "First. Then 27.4% lived. Then none. Then 5% more.")
    assert [candidate.locator for candidate in found] == [
        "paragraph 2, sentence 2",
        "paragraph 2, sentence 4",
    ]
    assert found[0].passage == "Then 27.4% lived."


def test_a_table_row_is_one_candidate() -> None:
    row = Passage("table 2, row 3", "Alive. At 2 years: 27.4%. Well: 9.4%")
    [found] = draft_candidates([row], LEXICON)
    assert (found.locator, found.passage) == (row.locator, row.text)


@pytest.mark.parametrize(
    "sentence",
    [
        "Cirrhosis means scarring of the liver.",
        "Hepatocellular carcinoma (HCC) is a cancer that starts in the liver.",
        "The overall survival is the time that people live.",
        "Disease-free survival refers to life without the disease.",
        "肝硬化是指肝脏的瘢痕。",
        "肝细胞癌（HCC）是一种恶性肿瘤。",
    ],
)
def test_a_definition_of_a_term_is_a_candidate(sentence: str) -> None:
    [found] = _drafted(sentence)
    assert found.figures == ()
    assert found.terms


@pytest.mark.parametrize(
    "sentence",
    [
        "China is a large country.",
        "Cirrhosis is hard to bear.",
        "She knows that cirrhosis is a disease.",
        "肝硬化很常见。",
    ],
)
def test_a_sentence_that_only_names_a_term_is_none(sentence: str) -> None:
    assert _drafted(sentence) == []


@pytest.mark.parametrize("heading", ["References:", "REFERENCES", "6. Bibliography", "参考文献"])
def test_a_list_of_references_is_left_out(heading: str) -> None:
    reference = "1. Wei X. Survival rose by 18% in 164 patients. J Clin Oncol. 2019."
    assert _drafted("Alive: 5%.", heading, reference, "Wu F. 69.1% alive. JAMA Surg.")[1:] == []


def test_what_follows_the_references_is_read_again() -> None:
    found = _drafted("References", "1. Wei X. 18% lived.", "Appendix A", "Alive: 27.4%.")
    assert [candidate.locator for candidate in found] == ["paragraph 4, sentence 1"]


@pytest.mark.parametrize(
    "reference",
    [
        "[1]. Wei X. Radiotherapy in 164 patients. J Clin Oncol. 2019 Aug 20;37(24):2141-2151",
        "12. Bray F, et al. Global cancer: 866,136 cases. 2022.",
        "[3] 李某. 肝癌5%的研究[J]. 2020.",
    ],
)
def test_a_single_reference_is_left_out(reference: str) -> None:
    assert _drafted(reference) == []


def test_a_sentence_about_references_does_not_hide_the_rest() -> None:
    assert len(_drafted("References to God were made by 5%.", "Alive: 27.4%.")) == 2


def test_progress_is_told_after_each_passage() -> None:
    told: list[tuple[int, int]] = []
    passages = [Passage("paragraph 1", "5%."), Passage("paragraph 2", "References")]
    draft_candidates(passages, LEXICON, lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Survival was 27.4% (P < .001). Wei et al. saw it, cf. Fig. 2 of it. The end.",
            ["Survival was 27.4% (P < .001).", "Wei et al. saw it, cf. Fig. 2 of it.", "The end."],
        ),
        ("1. Alive: 5%. 2. Well: 9%.", ["1. Alive: 5%.", "2. Well: 9%."]),
        ("It was 5 vs. 9 months. e.g. this", ["It was 5 vs. 9 months. e.g. this"]),
        (
            "生存率为41.0%。他说：“很好！”然后走了。",
            ["生存率为41.0%。", "他说：“很好！”", "然后走了。"],
        ),
        ("肝癌常见。“引文”很短。", ["肝癌常见。", "“引文”很短。"]),
    ],
)
def test_sentences_end_where_readers_end_them(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_the_language_is_that_of_most_of_the_words() -> None:
    assert tongue_of("HCC (肝细胞癌) is a cancer of the liver.") == "en"
    assert tongue_of("肝细胞癌（HCC, hepatocellular carcinoma）是一种恶性肿瘤。") == "zh"


def test_a_very_long_passage_is_read_in_pieces() -> None:
    text = "Alive: 5%. " * (2 * LONGEST_PIECE // 11)
    found = sentences(text)
    assert set(found) == {"Alive: 5%."}
    assert len(found) == 2 * LONGEST_PIECE // 11


def test_what_is_too_long_for_a_sentence_is_cut() -> None:
    text = "5.5%, " * LONGEST_SENTENCE
    parts = sentences(text)
    assert max(map(len, parts)) <= LONGEST_SENTENCE
    assert "".join(parts).count("5.5%") == LONGEST_SENTENCE
