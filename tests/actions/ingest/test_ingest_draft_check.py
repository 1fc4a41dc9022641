"""A draft is refused, with line and field, until a curator has completed it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from ingest_documents import GLOSSARY
from small_knowledge import SmallKnowledge

from hepatica.ingest import check_draft, ingest
from hepatica.ingest.checks import copies
from hepatica.loading.errors import Problem

Change = Callable[[dict[str, Any]], object]

ENGLISH = "In the radiotherapy group the 2-year survival rate was 27.4% among all of the patients."
CHINESE = "先放疗组的2年总生存率为27.4%，明显高于单纯手术组的患者。"
REVIEW = {"status": "checked against sources", "who": "A", "role": "curator", "on": "2026-11-23"}


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    """A draft as it was written."""
    (tmp_path / "a.txt").write_text(f"{ENGLISH}\n{CHINESE}\n", encoding="utf-8")
    ingest(tmp_path / "a.txt", tmp_path / "draft.yml", GLOSSARY, "outcomes")
    return tmp_path / "draft.yml"


@pytest.fixture
def completed(draft: Path) -> Callable[[Change | None], Path]:
    """Completes the draft, then makes a change to its first entry."""

    def complete(change: Change | None = None) -> Path:
        data = yaml.safe_load(draft.read_text(encoding="utf-8"))
        for entry in data["facts"]:
            entry["statement"] = {
                "en": "About 27 of 100 lived two years.",
                "zh": "约27人活过两年。",
            }
            entry["simpler"] = {"en": "About 27 of 100 were alive."}
            entry["figures"][0] |= {"study": "trial-one", "measure": "survival"}
            entry["citations"][0]["source"] = "trial-one"
            entry["certainty"] = "trial result"
            entry["questions"] = {"en": [f"how many lived {entry['id']}"]}
            entry["valid_until"] = "2027-11-23"
            entry["reviews"] = [dict(REVIEW)]
        if change:
            change(data["facts"][0])
        text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True)
        draft.write_text(text, encoding="utf-8")
        return draft

    return complete


def _line(path: Path, text: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def _only(problems: list[Problem]) -> Problem:
    [problem] = problems
    return problem


def test_a_new_draft_is_refused_with_every_todo(draft: Path) -> None:
    problems = check_draft(draft)
    first = [problem for problem in problems if problem.entry == "a-p1-s1"]
    assert [problem.field for problem in first] == [
        "statement.en",
        "statement.zh",
        "simpler.en",
        "simpler.zh",
        "figures.0.study",
        "citations.0.source",
        "certainty",
        "questions.en.0",
        "questions.zh.0",
        "valid_until",
        "reviews.0.who",
        "reviews.0.role",
        "reviews.0.on",
    ]
    assert all(problem.message.startswith("still to be written: ") for problem in problems)
    assert {problem.file for problem in problems} == {"draft.yml"}


def test_a_todo_is_told_with_its_line(draft: Path) -> None:
    problems = {problem.field: problem.line for problem in reversed(check_draft(draft))}
    assert problems["certainty"] == _line(draft, "certainty: TODO")
    assert problems["valid_until"] == _line(draft, "valid_until: TODO")
    assert problems["reviews.0.on"] == _line(draft, "    on: TODO")


def test_a_completed_draft_passes(completed: Callable[[], Path]) -> None:
    assert check_draft(completed()) == []


def test_completed_entries_are_facts_once_their_passage_is_gone(
    completed: Callable[[], Path], small: SmallKnowledge
) -> None:
    entries = yaml.safe_load(completed().read_text(encoding="utf-8"))["facts"]
    for entry in entries:
        del entry["passage"]
        entry["facets"] = {}
    small.topics["outcomes"] = entries
    assert {entry["id"] for entry in entries} < set(small.load().facts)


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        (
            lambda e: e.update(caveat={"en": "TODO limit"}),
            "caveat.en",
            "still to be written: limit",
        ),
        (lambda e: e["facets"].update(stages=["TODO"]), "facets.stages.0", "still to be written"),
        (lambda e: e.update(certainty="sure"), "certainty", "Input should be"),
        (lambda e: e.update(valid_until="2027-02-30"), "valid_until", "date"),
        (lambda e: e["figures"][0].update(unit="mile"), "figures.0.unit", "Input should be"),
        (lambda e: e["figures"][0].update(n="many"), "figures.0.n", "integer"),
        (lambda e: e.pop("questions"), "questions", "is missing; add it"),
        (lambda e: e.pop("simpler"), "simpler", "is missing; add it"),
        (lambda e: e.update(caveats="x"), "caveats", "is not a known field"),
        (lambda e: e.pop("passage"), "passage", "put it back"),
        (lambda e: e.update(passage=""), "passage", "put it back"),
        (lambda e: e["citations"][0].update(role="answers"), "", "no citation supports it"),
        (lambda e: e.update(id="a-p2-s1"), "id", "this id stands already in line"),
        (lambda e: e.update(id="Not An Id"), "id", "match pattern"),
    ],
)
def test_what_is_wrong_is_told_with_its_field(
    completed: Callable[[Change], Path], change: Change, field: str, said: str
) -> None:
    problem = _only(check_draft(completed(change)))
    assert (problem.field, said in problem.message) == (field, True), problem
    assert problem.line > 1


@pytest.mark.parametrize("field", ["statement", "simpler"])
def test_a_wording_that_copies_the_passage_is_refused(
    completed: Callable[[Change], Path], field: str
) -> None:
    copied = f"We read that {ENGLISH.lower()}"
    problem = _only(check_draft(completed(lambda entry: entry[field].update(en=copied))))
    assert problem.field == f"{field}.en"
    assert problem.message == "copies the document; say it in your own words"


def test_a_chinese_copy_is_refused(completed: Callable[[], Path]) -> None:
    path = completed()
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["facts"][1]["statement"]["zh"] = CHINESE
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    assert _only(check_draft(path)).field == "statement.zh"


@pytest.mark.parametrize(
    ("text", "passage", "copied"),
    [
        ("one two three four five six seven", "one two three four five six seven", False),
        (
            "x one two three four five six seven eight",
            "One, two three four five six seven EIGHT.",
            True,
        ),
        ("one two three four FIVE six seven eight", "one two three four 5 six seven eight", False),
        ("一二三四五六七八九十甲乙丙", "一二三四五六七八九十甲乙丙", False),
        ("一二三四五六七八九十甲乙丙丁", "一二三四五六七，八九十甲乙丙丁。", True),
        ("", "", False),
    ],
)
def test_eight_words_or_fourteen_characters_in_a_row_are_a_copy(
    text: str, passage: str, copied: bool
) -> None:
    assert copies(text, passage) is copied


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("facts: [\n", "not valid YAML"),
        ("a: 1\na: 2\n", "stands twice"),
        ("", "is empty"),
        ("- one\n- two\n", "expected a draft"),
        ("version: 1\ndraft: true\nfacts: none\n", "expected a list of entries"),
        ("version: 1\ndraft: true\nfacts:\n- text\n", "starts with '- id:'"),
        ("version: 1\nfacts: []\n", "'draft: true' is missing"),
        ("version: 2\ndraft: true\nfacts: []\n", "expected 'version: 1'"),
        ("version: 1\ndraft: true\nfact: x\nfacts: []\n", "is not a known field"),
    ],
)
def test_a_broken_draft_is_told_and_not_raised(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "draft.yml"
    path.write_text(content, encoding="utf-8")
    problem = _only(check_draft(path))
    assert said in problem.message
    assert problem.line >= 1


def test_a_missing_draft_is_told_and_not_raised(tmp_path: Path) -> None:
    assert "cannot be read" in _only(check_draft(tmp_path / "gone.yml")).message
