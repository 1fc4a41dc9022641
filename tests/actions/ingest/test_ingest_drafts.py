"""A draft is written whole, is pleasant to edit, and never replaces anything unasked."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from ingest_documents import GLOSSARY

from hepatica.ingest import IngestError, Summary, ingest
from hepatica.ingest.draft_yaml import draft_yaml
from hepatica.ingest.drafting import Candidate
from hepatica.ingest.drafts import make_draft, write_draft
from hepatica.ingest.passages import tidy
from hepatica.loading.yaml_lines import CuratorLoader

TEXT = (
    "Results\n"
    "In the radiotherapy group, the 2-year survival rate was 27.4% (95% CI 20.1-36.9; n = 82).\n"
    "Cirrhosis means scarring of the liver. No number here.\n"
)


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "Smith & Wu 2020.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def _loaded(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), CuratorLoader)  # noqa: S506
    return data


def _candidate(passage: str, locator: str = "paragraph 1, sentence 1") -> Candidate:
    return Candidate(locator, passage, (), ("cirrhosis",), ())


def test_a_document_becomes_a_draft(document: Path, tmp_path: Path) -> None:
    out = tmp_path / "draft.yml"
    assert ingest(document, out, GLOSSARY, "outcomes") == Summary(out, 3, 2, 1)
    draft = _loaded(out)
    assert {key: draft[key] for key in draft if key != "facts"} == {
        "version": 1,
        "draft": True,
        "document": "Smith & Wu 2020.txt",
        "sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
        "topic": "outcomes",
    }
    first, second = draft["facts"]
    assert first["id"] == "smith-wu-2020-p2-s1"
    assert first["passage"] == TEXT.splitlines()[1]
    assert first["figures"] == [
        {
            "measure": "overall survival",
            "note": "95% CI 20.1-36.9",
            "value": "27.4",
            "unit": "percent",
            "group": "radiotherapy then surgery",
            "timepoint": "2 years",
            "n": 82,
            "study": "TODO",
        }
    ]
    assert first["citations"] == [{"source": "TODO", "locator": "paragraph 2, sentence 1"}]
    assert second["figures"] == []
    assert second["facets"]["terms"] == ["cirrhosis"]


def test_entries_have_the_fields_of_a_fact_in_its_order(document: Path, tmp_path: Path) -> None:
    ingest(document, tmp_path / "draft.yml", GLOSSARY, "outcomes")
    fact = _loaded(tmp_path / "draft.yml")["facts"][0]
    assert list(fact) == [
        "id",
        "passage",
        "statement",
        "simpler",
        "figures",
        "citations",
        "certainty",
        "facets",
        "questions",
        "valid_until",
        "reviews",
    ]
    assert fact["questions"] == {"en": ["TODO"], "zh": ["TODO"]}
    assert fact["reviews"] == [
        {"status": "checked against sources", "who": "TODO", "role": "TODO", "on": "TODO"}
    ]
    for wording in (fact["statement"], fact["simpler"]):
        assert all(wording[language].startswith("TODO") for language in ("en", "zh"))


def test_the_file_tells_the_curator_what_to_do(document: Path, tmp_path: Path) -> None:
    ingest(document, tmp_path / "draft.yml", GLOSSARY, "outcomes")
    text = (tmp_path / "draft.yml").read_text(encoding="utf-8")
    assert text.startswith("# A draft made from a document; no fact yet.")
    assert "hepatica check draft.yml" in text
    assert "knowledge/facts/outcomes.yml" in text
    assert "    on: TODO\n\n- id: smith-wu-2020-p3-s1\n" in text
    assert "  valid_until: TODO  # proposed: " in text


@pytest.mark.parametrize(
    ("today", "proposed"), [("2026-11-24", "2027-11-24"), ("2028-02-29", "2029-02-28")]
)
def test_a_date_in_a_year_is_proposed(document: Path, today: str, proposed: str) -> None:
    draft = make_draft([_candidate("x")], document, "basics").model_dump(mode="json")
    text = draft_yaml(draft, "draft.yml", date.fromisoformat(today))
    assert f"valid_until: TODO  # proposed: {proposed}\n" in text


def test_chinese_stays_readable_and_long_sentences_are_wrapped(
    document: Path, tmp_path: Path
) -> None:
    out = tmp_path / "draft.yml"
    write_draft([_candidate("肝硬化是指瘢痕。"), _candidate("word " * 60)], document, "basics", out)
    text = out.read_text(encoding="utf-8")
    assert "passage: 肝硬化是指瘢痕。" in text
    assert max(map(len, text.splitlines())) <= 120


def test_ids_are_unique_and_made_of_the_name(document: Path, tmp_path: Path) -> None:
    candidates = [
        _candidate("a", "page 3, paragraph 2, sentence 1"),
        _candidate("b", "table 2, row 3"),
    ]
    draft = make_draft([*candidates, candidates[1]], document, "basics")
    assert [fact.id for fact in draft.facts] == [
        "smith-wu-2020-page3-p2-s1",
        "smith-wu-2020-table2-row3",
        "smith-wu-2020-table2-row3-2",
    ]


def test_a_chinese_file_name_gives_valid_ids(tmp_path: Path) -> None:
    path = tmp_path / "肝癌指南.txt"
    path.write_text("x")
    draft = make_draft([_candidate("a")], path, "basics")
    assert draft.facts[0].id.startswith("document-")
    assert draft.document == "肝癌指南.txt"


def test_an_existing_file_is_kept_unless_told_otherwise(document: Path, tmp_path: Path) -> None:
    out = tmp_path / "draft.yml"
    out.write_text("a curator's work")
    with pytest.raises(IngestError, match="exists already"):
        ingest(document, out, GLOSSARY, "outcomes")
    assert out.read_text() == "a curator's work"
    ingest(document, out, GLOSSARY, "outcomes", overwrite=True)
    assert _loaded(out)["draft"] is True


def test_an_existing_file_is_refused_before_the_document_is_read(tmp_path: Path) -> None:
    (tmp_path / "draft.yml").write_text("x")
    with pytest.raises(IngestError, match="exists already"):
        ingest(tmp_path / "gone.pdf", tmp_path / "draft.yml", GLOSSARY, "outcomes")


def test_the_document_itself_is_never_overwritten(document: Path) -> None:
    with pytest.raises(IngestError, match="is the document itself"):
        ingest(document, document, GLOSSARY, "outcomes", overwrite=True)
    assert document.read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize(
    ("out", "said"),
    [("gone/draft.yml", "does not exist"), (".", "is a folder"), ("x" * 300, "cannot be used")],
)
def test_a_target_that_cannot_be_written_is_refused(
    document: Path, tmp_path: Path, out: str, said: str
) -> None:
    with pytest.raises(IngestError, match=said):
        ingest(document, tmp_path / out, GLOSSARY, "outcomes")


def test_a_failed_write_leaves_nothing_behind(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    out = tmp_path / "draft.yml"
    out.write_text("old")
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(IngestError, match="No space left"):
        ingest(document, out, GLOSSARY, "outcomes", overwrite=True)
    assert out.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Smith & Wu 2020.txt", "draft.yml"]


def test_a_topic_that_is_no_id_is_refused(document: Path, tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="'My Topic' is no topic"):
        ingest(document, tmp_path / "draft.yml", GLOSSARY, "My Topic")
    assert not (tmp_path / "draft.yml").exists()


def test_a_document_without_candidates_writes_no_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("One line.\nAnother line.\n")
    expected = (
        "nothing that looks like a fact with a figure or a definition was found in 2 passages"
    )
    with pytest.raises(IngestError, match=expected):
        ingest(path, tmp_path / "draft.yml", GLOSSARY, "outcomes")
    assert not (tmp_path / "draft.yml").exists()


def test_progress_is_told(document: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    ingest(
        document,
        tmp_path / "draft.yml",
        GLOSSARY,
        "outcomes",
        progress=lambda done, of: told.append((done, of)),
    )
    assert told == [(1, 3), (2, 3), (3, 3)]


@given(passage=st.text(min_size=1, max_size=200).map(tidy).filter(bool))
@settings(max_examples=200, deadline=None)
def test_any_passage_comes_back_from_the_file(
    tmp_path_factory: pytest.TempPathFactory, passage: str
) -> None:
    folder = tmp_path_factory.getbasetemp()
    (folder / "a.txt").write_text("x")
    write_draft([_candidate(passage)], folder / "a.txt", "basics", folder / "d.yml", overwrite=True)
    [fact] = _loaded(folder / "d.yml")["facts"]
    assert fact["passage"] == passage
    assert fact["valid_until"] == "TODO"
