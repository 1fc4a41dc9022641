"""The pages: fresh, whole, readable, and written at once or not at all."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from small_knowledge import ROOT

from hepatica.loading import Knowledge, KnowledgeError
from hepatica.sheets import Sheet, write_pages
from hepatica.sheets.models import Judgement, instruments
from hepatica.sheets.pages import pages
from hepatica.store import Snapshot

Sheets = dict[str, Sheet]
Texts = dict[str, str]
PAGES = ROOT / "docs" / "readability"
_FACT = re.compile(r"`([a-z0-9][a-z0-9-]*)`")
_HEADING = re.compile(r"^(#+) ", re.MULTILINE)


@pytest.fixture(scope="module")
def texts(real_sheets: Sheets, real_knowledge: Knowledge, served: Snapshot) -> Texts:
    return pages(real_sheets, real_knowledge, served)


def test_the_pages_in_the_repository_are_fresh(texts: Texts) -> None:
    stale = [
        name
        for name, text in texts.items()
        if not (PAGES / name).exists() or (PAGES / name).read_text("utf-8") != text
    ]
    assert stale == [], "write them again: hepatica sheets --write"


def test_there_are_no_pages_of_topics_that_are_gone(texts: Texts) -> None:
    assert {path.name for path in PAGES.iterdir()} == set(texts)


def test_every_topic_has_a_sheet(real_sheets: Sheets, real_knowledge: Knowledge) -> None:
    assert set(real_sheets) == {fact.topic for fact in real_knowledge.facts.values()}


def test_every_fact_that_a_reason_names_exists(
    real_sheets: Sheets, real_knowledge: Knowledge
) -> None:
    unknown = [
        (sheet.topic, name)
        for sheet in real_sheets.values()
        for text in (*sheet.messages, *(j.reason for j in judgements(sheet)))
        for name in _FACT.findall(text)
        if name not in real_knowledge.facts
    ]
    assert unknown == []


def test_a_reason_names_only_facts_of_its_own_topic(
    real_sheets: Sheets, real_knowledge: Knowledge
) -> None:
    foreign = [
        (sheet.topic, name)
        for sheet in real_sheets.values()
        for judgement in judgements(sheet)
        for name in _FACT.findall(judgement.reason)
        if name in real_knowledge.facts and real_knowledge.facts[name].topic != sheet.topic
    ]
    assert foreign == []


def judgements(sheet: Sheet) -> list[Judgement]:
    return [j for name in instruments() for j in sheet.judgements(name).values()]


def test_a_topic_page_has_every_item(texts: Texts) -> None:
    page = texts["basics.md"]
    rows = re.findall(r"^\| (\d+) \|", page, re.MULTILINE)
    assert [int(row) for row in rows] == [
        item.number for instrument in instruments().values() for item in instrument.items
    ]


def test_headings_do_not_jump(texts: Texts) -> None:
    for name, text in texts.items():
        levels = [len(marks) for marks in _HEADING.findall(text)]
        assert levels[0] == 1, name
        assert all(lower - upper <= 1 for upper, lower in pairwise(levels)), name


def test_every_row_of_a_table_has_as_many_cells_as_its_head(texts: Texts) -> None:
    for name, text in texts.items():
        for table in re.findall(r"(?:^\|.*\|\n?)+", text, re.MULTILINE):
            cells = {len(re.findall(r"(?<!\\)\|", row)) for row in table.strip().split("\n")}
            assert len(cells) == 1, name


def test_nothing_is_left_to_fill_in(texts: Texts) -> None:
    assert [name for name, text in texts.items() if "<!--" in text] == []


def test_links_lead_to_files(texts: Texts) -> None:
    for text in texts.values():
        links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
        assert [link for link in links if not (PAGES / link).exists()] == []


def test_the_summary_has_the_scores_of_the_topic_pages(texts: Texts) -> None:
    row = next(r for r in texts["README.md"].split("\n") if r.startswith("| [outcomes]"))
    for score in re.findall(r"\d+ of \d+ \(\d+%\)", row):
        assert score in texts["outcomes.md"]


def test_the_limits_say_who_judged(texts: Texts) -> None:
    assert "No patient and no independent rater" in texts["README.md"]


def test_the_same_input_gives_the_same_pages(
    texts: Texts, real_sheets: Sheets, real_knowledge: Knowledge, served: Snapshot
) -> None:
    assert pages(dict(reversed(real_sheets.items())), real_knowledge, served) == texts


def test_the_pages_are_written(
    texts: Texts, real_sheets: Sheets, real_knowledge: Knowledge, served: Snapshot, tmp_path: Path
) -> None:
    out = tmp_path / "docs" / "readability"
    written = write_pages(real_sheets, real_knowledge, served, out)
    assert {path.name: path.read_text("utf-8") for path in written} == texts
    assert sorted(out.iterdir()) == sorted(written)


def test_a_topic_without_a_sheet_leaves_the_old_pages_alone(
    real_sheets: Sheets, real_knowledge: Knowledge, served: Snapshot, tmp_path: Path
) -> None:
    (tmp_path / "README.md").write_text("old", encoding="utf-8")
    fewer = {topic: sheet for topic, sheet in real_sheets.items() if topic != "stages"}
    with pytest.raises(KnowledgeError, match="stages: this topic has facts and no sheet"):
        write_pages(fewer, real_knowledge, served, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
    assert (tmp_path / "README.md").read_text("utf-8") == "old"


def test_a_page_that_cannot_be_written_leaves_no_half_file(
    real_sheets: Sheets,
    real_knowledge: Knowledge,
    served: Snapshot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="No space"):
        write_pages(real_sheets, real_knowledge, served, tmp_path)
    assert list(tmp_path.iterdir()) == []
