"""The CSV export: a row for each figure, safe to open in a spreadsheet."""

import csv
from datetime import date
from pathlib import Path

import pytest
from small_knowledge import SmallKnowledge, figure, source

from hepatica.export import export
from hepatica.export.as_csv import COLUMNS, harmless
from hepatica.loading import Knowledge


def _rows(knowledge: Knowledge, folder: Path) -> list[dict[str, str]]:
    out = folder / "facts.csv"
    export(knowledge, "csv", out, version="1", today=date(2026, 11, 24))
    with out.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_each_figure_has_a_row(small: SmallKnowledge, tmp_path: Path) -> None:
    small.fact["figures"] = [figure("27.4"), figure("9.4", group="surgery alone")]
    rows = _rows(small.load(), tmp_path)
    assert [(row["value"], row["group"]) for row in rows] == [
        ("27.4", "new care"),
        ("9.4", "surgery alone"),
    ]


def test_a_fact_without_figures_has_one_row_with_empty_figure_columns(
    small: SmallKnowledge, tmp_path: Path
) -> None:
    (row,) = _rows(small.load(), tmp_path)
    figures = ["measure", "value", "unit", "group", "timepoint", "n", "note", "study"]
    assert row["fact"] == "liver-what"
    assert [row[column] for column in figures] == [""] * 8


def test_every_real_fact_and_figure_is_there(real_knowledge: Knowledge, tmp_path: Path) -> None:
    rows = _rows(real_knowledge, tmp_path)
    expected = [
        (fact.id, value)
        for fact in real_knowledge.facts.values()
        for value in ([figure.value for figure in fact.figures] or [""])
    ]
    assert [(row["fact"], row["value"]) for row in rows] == expected


def test_all_about_a_figure_stands_in_its_row(small: SmallKnowledge, tmp_path: Path) -> None:
    small.fact["figures"] = [figure("27.40", note="95% CI 20.1-35.0")]
    (row,) = _rows(small.load(), tmp_path)
    shown = ["measure", "value", "unit", "group", "timepoint", "n", "note", "study"]
    assert [row[column] for column in shown] == [
        "overall survival",
        "27.40",
        "percent",
        "new care",
        "24 months",
        "82",
        "95% CI 20.1-35.0",
        "trial-one",
    ]


def test_review_and_date_stand_in_the_row(small: SmallKnowledge, tmp_path: Path) -> None:
    (row,) = _rows(small.load(), tmp_path)
    assert (row["review_status"], row["reviewed_on"], row["valid_until"]) == (
        "checked against sources",
        "2026-11-23",
        "2027-11-23",
    )


def test_sources_and_locators_stand_in_the_same_order(
    small: SmallKnowledge, tmp_path: Path
) -> None:
    small.sources.append(source("seed", label="News 2022", year=2022))
    small.fact["citations"].append({"source": "seed", "locator": "P7", "role": "answers"})
    (row,) = _rows(small.load(), tmp_path)
    assert row["sources"] == "Journal of Tests, 2020; News 2022 [answers]"
    assert row["locators"] == "abstract; P7"


def test_a_retracted_source_is_marked(small: SmallKnowledge, tmp_path: Path) -> None:
    small.sources[0]["retracted"] = "2026-11-01"
    (row,) = _rows(small.load(), tmp_path)
    assert row["sources"] == "Journal of Tests, 2020 (retracted 2026-11-01)"


def test_the_file_starts_with_a_byte_order_mark(small: SmallKnowledge, tmp_path: Path) -> None:
    _rows(small.load(), tmp_path)
    assert (tmp_path / "facts.csv").read_bytes().startswith(b"\xef\xbb\xbffact,topic,")


def test_the_columns_are_those_that_are_promised(small: SmallKnowledge, tmp_path: Path) -> None:
    (row,) = _rows(small.load(), tmp_path)
    assert list(row) == COLUMNS


def test_commas_quotes_and_line_breaks_survive(small: SmallKnowledge, tmp_path: Path) -> None:
    small.fact["statement"]["en"] = 'One, "two"\nand three.'
    (row,) = _rows(small.load(), tmp_path)
    assert row["statement_en"] == 'One, "two"\nand three.'


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＠"])
def test_a_cell_that_would_run_as_a_formula_gets_an_apostrophe(start: str) -> None:
    assert harmless(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


def test_a_formula_after_spaces_gets_an_apostrophe() -> None:
    assert harmless("  =1+1") == "'  =1+1"


@pytest.mark.parametrize("number", ["27.4", "-5", "+0.35", "866136"])
def test_a_number_stays_a_number(number: str) -> None:
    assert harmless(number) == number


@pytest.mark.parametrize("text", ["", "5-6", "not reached", "<5", "a=b"])
def test_a_harmless_cell_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_a_hostile_statement_is_made_harmless_in_the_file(
    small: SmallKnowledge, tmp_path: Path
) -> None:
    small.fact["statement"]["en"] = "=cmd|'/c calc'!A0"
    small.fact["figures"] = [figure("27.4", note="@SUM(1)")]
    (row,) = _rows(small.load(), tmp_path)
    assert row["statement_en"] == "'=cmd|'/c calc'!A0"
    assert row["note"] == "'@SUM(1)"
