"""Commands that write for others: export, readability sheets, the hazard log."""

import json
from pathlib import Path
from shutil import copytree

import pytest
import yaml
from command_line import done, refusal, rows, run
from small_knowledge import REAL_KNOWLEDGE, SmallKnowledge, fact

from hepatica.paths import HAZARDS
from hepatica.store import content_version

DAY = ("--on", "2026-11-24")
TOPICS = sorted(path.stem for path in (REAL_KNOWLEDGE / "facts").glob("*.yml"))


@pytest.fixture
def two(small: SmallKnowledge) -> SmallKnowledge:
    """Two facts."""
    small.topics["basics"].append(fact("second"))
    return small


@pytest.mark.parametrize("file_format", ["json", "csv", "html", "fhir"])
def test_export_writes_all_facts_in_each_format(
    two: SmallKnowledge, tmp_path: Path, file_format: str
) -> None:
    target = tmp_path / "out" / f"facts.{file_format}"
    told = done(
        "export", "--format", file_format, "--out", target, "--knowledge", two.write(), *DAY
    )
    assert told == f"Wrote {target} (2 facts)."
    assert "The liver is a big organ." in target.read_text(encoding="utf-8")


def test_export_is_json_with_the_stores_version(two: SmallKnowledge, tmp_path: Path) -> None:
    target = tmp_path / "facts.json"
    done("export", "--out", target, "--knowledge", two.write(), *DAY)
    data = json.loads(target.read_text(encoding="utf-8"))
    assert content_version(two.load()) in json.dumps(data)


@pytest.mark.parametrize(
    ("file_format", "name"),
    [("json", "hepatica.json"), ("csv", "hepatica.csv"), ("fhir", "hepatica.fhir.json")],
)
def test_export_names_the_file_after_the_format(
    two: SmallKnowledge,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    file_format: str,
    name: str,
) -> None:
    root = two.write()
    monkeypatch.chdir(tmp_path)
    done("export", "--format", file_format, "--knowledge", root, *DAY)
    assert (tmp_path / name).is_file()


def test_export_looks_as_of_a_day(two: SmallKnowledge, tmp_path: Path) -> None:
    def exported(on: str) -> str:
        target = tmp_path / "facts.html"
        options = ("--format", "html", "--out", target, "--on", on)
        done("export", *options, "--knowledge", two.write())
        return target.read_text(encoding="utf-8")

    assert exported("2026-11-24") == exported("2026-11-24")
    assert exported("2026-11-24") != exported("2027-12-24")


def test_an_unknown_format_is_refused_and_nothing_is_written(
    two: SmallKnowledge, tmp_path: Path
) -> None:
    target = tmp_path / "facts.xyz"
    told = refusal("export", "--format", "xyz", "--out", target, "--knowledge", two.write())
    assert told == "unknown format 'xyz'; use one of: json, csv, html, fhir"
    assert not target.exists()


def test_the_topics_sheets_are_scored() -> None:
    result = run("sheets")
    assert result.exit_code == 0, result.output
    assert [row[0] for row in rows(result.output)] == TOPICS


def test_the_sheets_pages_are_written_where_they_are_wanted(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    told = done("sheets", "--write", "--pages", pages)
    assert sorted(path.stem for path in pages.iterdir()) == ["README", *TOPICS]
    assert f"Wrote {pages / 'README.md'}." in told


def test_scoring_alone_writes_nothing(tmp_path: Path) -> None:
    done("sheets", "--pages", tmp_path / "pages")
    assert not (tmp_path / "pages").exists()


def test_sheets_that_are_missing_are_told(small: SmallKnowledge) -> None:
    assert "no sheets found" in refusal("sheets", "--knowledge", small.write())


def test_a_sheet_without_a_topic_is_told(small: SmallKnowledge, tmp_path: Path) -> None:
    copytree(REAL_KNOWLEDGE / "sheets", small.write() / "sheets")
    pages = tmp_path / "pages"
    told = refusal("sheets", "--write", "--pages", pages, "--knowledge", small.root)
    assert "problem" in told
    assert not pages.exists()


def test_the_hazard_log_is_proved_and_its_page_written(tmp_path: Path) -> None:
    page = tmp_path / "hazard-log.md"
    told = done("hazards", "--page", page)
    assert told.endswith(f"hazards; wrote {page}.")
    assert page.read_text(encoding="utf-8").startswith("# Hazard log")


def test_a_proof_that_is_missing_is_told_and_no_page_written(tmp_path: Path) -> None:
    log = yaml.safe_load(HAZARDS.read_text(encoding="utf-8"))
    control = next(c for h in log["hazards"] for c in h["controls"] if c.get("tests"))
    control["tests"] = ["tests/nowhere/test_none.py::test_none"]
    path, page = tmp_path / "hazards.yml", tmp_path / "page.md"
    path.write_text(yaml.safe_dump(log, default_style="'"), encoding="utf-8")
    told = refusal("hazards", "--log", path, "--page", page)
    assert "tests/nowhere/test_none.py" in told
    assert told.endswith("1 proof is missing.")
    assert not page.exists()


@pytest.mark.parametrize("content", [None, "", "hazards: 3\n", "a: [b"])
def test_a_hazard_log_that_cannot_be_read_is_told(tmp_path: Path, content: str | None) -> None:
    path, page = tmp_path / "hazards.yml", tmp_path / "page.md"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert "hazards.yml:" in refusal("hazards", "--log", path, "--page", page)
    assert not page.exists()
