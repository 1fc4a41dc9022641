"""The stored news article is read with its figures in their paragraphs."""

from pathlib import Path

import pytest
from ingest_documents import ARTICLE

from hepatica.ingest import check_draft, ingest
from hepatica.ingest.drafting import Candidate, draft_candidates
from hepatica.ingest.lexicon import Lexicon
from hepatica.ingest.readers import read_document
from hepatica.loading import Knowledge

pytestmark = pytest.mark.skipif(not ARTICLE.exists(), reason="the article is not stored here")


@pytest.fixture(scope="module")
def candidates(real_knowledge: Knowledge) -> list[Candidate]:
    return draft_candidates(read_document(ARTICLE), Lexicon(real_knowledge.glossary))


def test_its_paragraphs_are_its_lines() -> None:
    lines = ARTICLE.read_text(encoding="utf-8").splitlines()
    passages = read_document(ARTICLE)
    assert [passage.locator for passage in passages] == [f"paragraph {n}" for n in range(1, 18)]
    assert passages[6].text.startswith("before surgery can significantly improve")
    assert passages[16].text.startswith("[2]. Phase 2 Evaluation")
    assert len(lines) == 17


def test_every_figure_is_found_where_it_stands(candidates: list[Candidate]) -> None:
    found = {c.locator: [f"{g.value} {g.unit}" for g in c.figures] for c in candidates}
    assert found == {
        "paragraph 2, sentence 1": ["2 years"],
        "paragraph 6, sentence 1": ["164 people", "82 people"],
        "paragraph 7, sentence 1": ["9.4 percent", "27.4 percent", "3.3 percent", "13.3 percent"],
        "paragraph 10, sentence 3": ["38 people", "55.6 years", "35 people"],
        "paragraph 11, sentence 1": ["42.1 percent", "57.9 percent"],
        "paragraph 11, sentence 3": ["13.2 percent", "21 percent", "90 percent"],
        "paragraph 12, sentence 1": [
            "45.8 months",
            "69.1 percent",
            "45.8 months",
            "41.0 percent",
        ],
        "paragraph 12, sentence 2": ["40 percent"],
        "paragraph 13, sentence 1": ["7.9 percent"],
        "paragraph 13, sentence 2": ["34.2 percent", "31.6 percent"],
    }


def test_two_and_five_years_are_time_points(candidates: list[Candidate]) -> None:
    times = {(g.value, g.timepoint) for c in candidates for g in c.figures if g.timepoint}
    assert times == {
        ("9.4", "2 years"),
        ("27.4", "2 years"),
        ("3.3", "2 years"),
        ("13.3", "2 years"),
        ("69.1", "5 years"),
        ("41.0", "5 years"),
    }


def test_the_references_are_left_out(candidates: list[Candidate]) -> None:
    assert not any("Clin Oncol" in c.passage or "JAMA" in c.passage for c in candidates)


def test_its_draft_waits_for_a_curator(tmp_path: Path, real_knowledge: Knowledge) -> None:
    out = tmp_path / "draft.yml"
    summary = ingest(ARTICLE, out, real_knowledge.glossary, "outcomes")
    assert (summary.passages, summary.candidates, summary.figures) == (17, 10, 23)
    assert check_draft(out)
