"""Whether the figures cited to a document stand in the passage that is cited."""

from pathlib import Path

import pytest
from small_knowledge import Entry, SmallKnowledge, figure, source

from hepatica.curating.documents import Finding, passages_at, verify
from hepatica.ingest.passages import Passage

ARTICLE = """\
In the first study, 164 people took part at 9 hospitals.

The survival rate of 2 years rose from 9.4% to 27.4%.

In the second study, 42.1% had smaller tumors. The 5-year survival rate was 69.1%.

The median was not reached. Between 5 and 16 of 1,250 people had pain.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the article."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "article.txt").write_text(ARTICLE, encoding="utf-8")
    return folder


@pytest.fixture
def small(small: SmallKnowledge) -> SmallKnowledge:
    """A fact that may cite the article."""
    small.sources.append(source("article", file="article.txt"))
    return small


def _cite(
    small: SmallKnowledge, locator: str, *figures: Entry, role: str = "answers", corrects: str = ""
) -> None:
    cited = {"source": "article", "locator": locator, "role": role}
    small.fact["citations"].append(cited)
    small.fact["figures"] = list(figures)
    small.fact["corrects_seed"] = corrects.split()


def _findings(small: SmallKnowledge, folder: Path) -> list[Finding]:
    findings, troubles = verify(small.load(), folder)
    assert troubles == []
    return findings


def _verdict(small: SmallKnowledge, folder: Path) -> str:
    (finding,) = _findings(small, folder)
    return finding.verdict


def test_a_figure_that_stands_in_the_passage_is_found(small: SmallKnowledge, folder: Path) -> None:
    _cite(small, "paragraph P2", figure("27.4"))
    (finding,) = _findings(small, folder)
    assert finding == Finding(
        "liver-what", "overall survival 27.4 percent", "article", "paragraph P2", "found"
    )
    assert finding.good


@pytest.mark.parametrize(
    ("value", "locator"),
    [
        ("164", "paragraph 1"),
        ("9", "paragraph 1"),
        ("69.10", "paragraph 3"),
        ("5-16", "paragraph 4"),
        ("<16", "paragraph 4"),
        ("1250", "paragraph 4"),
        ("not reached", "paragraph 4"),
        ("Not Reached", "paragraph 4"),
    ],
)
def test_ways_in_which_a_value_stands_in_a_passage(
    small: SmallKnowledge, folder: Path, value: str, locator: str
) -> None:
    _cite(small, locator, figure(value))
    assert _verdict(small, folder) == "found"


@pytest.mark.parametrize(
    ("value", "locator"),
    [
        ("16", "paragraph 1"),
        ("64", "paragraph 1"),
        ("7.4", "paragraph 2"),
        ("27.3", "paragraph 2"),
        ("27", "paragraph 2"),
        ("42.0", "paragraph 3"),
        ("5-17", "paragraph 4"),
        ("reached twice", "paragraph 4"),
    ],
)
def test_a_value_that_is_only_near_or_part_of_another_is_missing(
    small: SmallKnowledge, folder: Path, value: str, locator: str
) -> None:
    _cite(small, locator, figure(value, timepoint=None))
    assert _verdict(small, folder) == "missing"


def test_a_figure_of_another_paragraph_is_missing(small: SmallKnowledge, folder: Path) -> None:
    _cite(small, "paragraph P1", figure("27.4"))
    (finding,) = _findings(small, folder)
    assert finding.verdict == "missing"
    assert not finding.good


def test_a_figure_may_stand_anywhere_when_no_place_is_named(
    small: SmallKnowledge, folder: Path
) -> None:
    _cite(small, "page", figure("27.4"))
    assert _verdict(small, folder) == "found"


def test_another_number_is_a_correction_when_the_fact_declares_one(
    small: SmallKnowledge, folder: Path
) -> None:
    _cite(small, "paragraph P2", figure("28.5"), corrects="P2")
    (finding,) = _findings(small, folder)
    assert finding.verdict == "correction"
    assert finding.good


def test_what_stands_there_is_found_also_where_a_correction_is_declared(
    small: SmallKnowledge, folder: Path
) -> None:
    figures = (figure("28.5"), figure("9.4", group="old care"))
    _cite(small, "paragraph P2", *figures, corrects="P2")
    assert [f.verdict for f in _findings(small, folder)] == ["correction", "found"]


def test_a_correction_of_another_paragraph_does_not_count(
    small: SmallKnowledge, folder: Path
) -> None:
    _cite(small, "paragraph P2", figure("28.5"), corrects="P3")
    assert _verdict(small, folder) == "missing"


def test_a_correction_of_a_paragraph_is_none_of_a_table_with_its_number(
    small: SmallKnowledge, folder: Path
) -> None:
    table = "<table><tr><td>Alive</td><td>{}</td></tr></table>"
    page = f"<p>One.</p>{table.format('9.4%')}{table.format('27.4%')}"
    (folder / "article.html").write_text(page, encoding="utf-8")
    small.sources[1]["file"] = "article.html"
    _cite(small, "table 2", figure("28.5", timepoint=None), corrects="P2")
    assert _verdict(small, folder) == "missing"


def test_a_document_that_supports_the_fact_cannot_be_corrected_by_it(
    small: SmallKnowledge, folder: Path
) -> None:
    _cite(small, "paragraph P2", figure("28.5"), role="supports", corrects="P2")
    assert _verdict(small, folder) == "missing"


def test_a_fact_without_figures_that_answers_a_paragraph_is_a_correction(
    small: SmallKnowledge, folder: Path
) -> None:
    _cite(small, "paragraph P2", corrects="P2")
    (finding,) = _findings(small, folder)
    assert (finding.verdict, finding.figure) == ("correction", "")
    assert finding.note == "the fact has no figures and answers the paragraph"


def test_a_fact_without_figures_that_corrects_nothing_has_nothing_to_verify(
    small: SmallKnowledge, folder: Path
) -> None:
    _cite(small, "paragraph P2")
    assert _findings(small, folder) == []


def test_a_figure_at_another_time_goes_beyond_the_passage_that_is_answered(
    small: SmallKnowledge, folder: Path
) -> None:
    _cite(small, "paragraph P3", figure("75.4", timepoint="3 years"))
    (finding,) = _findings(small, folder)
    assert (finding.verdict, finding.note) == ("beyond", "the passage says nothing of 3 years")
    assert finding.good


@pytest.mark.parametrize(
    ("locator", "timepoint", "role"),
    [
        ("paragraph P3", "60 months", "answers"),
        ("paragraph P3", None, "answers"),
        ("paragraph P3", "3 years", "supports"),
        ("paragraph P1", "3 years", "answers"),
    ],
    ids=["same time", "no time", "supports", "no time in the passage"],
)
def test_otherwise_a_figure_that_is_not_there_is_missing(
    small: SmallKnowledge, folder: Path, locator: str, timepoint: str | None, role: str
) -> None:
    _cite(small, locator, figure("75.4", timepoint=timepoint), role=role)
    assert _verdict(small, folder) == "missing"


def test_a_place_that_the_document_does_not_have_is_told(
    small: SmallKnowledge, folder: Path
) -> None:
    _cite(small, "paragraph P9", figure("27.4"))
    (finding,) = _findings(small, folder)
    assert (finding.verdict, finding.note) == ("no passage", "the document ends with paragraph 4")
    assert not finding.good


def test_every_citation_of_a_document_is_looked_at(small: SmallKnowledge, folder: Path) -> None:
    _cite(small, "paragraph P1", figure("27.4"))
    _cite(small, "paragraph P2", figure("27.4"))
    assert [f.verdict for f in _findings(small, folder)] == ["missing", "found"]


def test_sources_without_a_file_are_not_looked_at(small: SmallKnowledge, folder: Path) -> None:
    small.fact["figures"] = [figure("77.7")]
    assert _findings(small, folder) == []


def test_a_file_that_is_not_in_the_folder_is_told_once(small: SmallKnowledge, folder: Path) -> None:
    (folder / "article.txt").unlink()
    _cite(small, "paragraph P1", figure("164"), figure("9", group="hospitals"))
    findings, (trouble,) = verify(small.load(), folder)
    assert findings == []
    assert trouble.startswith("article: ")
    assert "article.txt does not exist" in trouble


def test_other_documents_are_verified_when_one_is_missing(
    small: SmallKnowledge, folder: Path
) -> None:
    small.sources.append(source("lost", file="lost.txt"))
    _cite(small, "paragraph P2", figure("27.4"))
    findings, troubles = verify(small.load(), folder)
    assert [f.verdict for f in findings] == ["found"]
    assert len(troubles) == 1


PASSAGES = [
    Passage(locator, locator)
    for locator in (
        "paragraph 1",
        "paragraph 11",
        "table 2, row 1",
        "table 2, row 2",
        "page 3, paragraph 1",
        "page 3, paragraph 2",
    )
]


@pytest.mark.parametrize(
    ("locator", "found"),
    [
        ("paragraph P1", ["paragraph 1"]),
        ("Paragraph 11, sentence 2", ["paragraph 11"]),
        ("paragraph P1 and paragraph P11", ["paragraph 1", "paragraph 11"]),
        ("table 2", ["table 2, row 1", "table 2, row 2"]),
        ("table 2, row 2", ["table 2, row 2"]),
        ("page 3", ["page 3, paragraph 1", "page 3, paragraph 2"]),
        ("page 3, paragraph 2", ["page 3, paragraph 2"]),
        ("page 3, paragraph 2; paragraph 1", ["paragraph 1", "page 3, paragraph 2"]),
    ],
)
def test_a_locator_names_passages(locator: str, found: list[str]) -> None:
    assert [p.locator for p in passages_at(locator, PASSAGES) or []] == found


@pytest.mark.parametrize("locator", ["abstract", "page, opening part", "whole article"])
def test_a_locator_without_a_place_names_the_whole_document(locator: str) -> None:
    assert passages_at(locator, PASSAGES) == PASSAGES


@pytest.mark.parametrize("locator", ["paragraph P2", "page 1", "table 2, row 3"])
def test_a_place_that_is_not_there_names_nothing(locator: str) -> None:
    assert passages_at(locator, PASSAGES) is None
