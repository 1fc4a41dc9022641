"""Files that are no document are refused before they are read, with one clear sentence."""

import os
import time
from pathlib import Path

import pytest

from hepatica.ingest.passages import IngestError
from hepatica.ingest.readers import ENDINGS, read_document


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match=r"gone\.pdf does not exist; check the name"):
        read_document(tmp_path / "gone.pdf")


@pytest.mark.parametrize("name", ["folder", "folder.pdf"])
def test_a_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(IngestError, match="is a folder; name one file in it"):
        read_document(tmp_path / name)


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_empty_file_is_refused(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.touch()
    with pytest.raises(IngestError, match="is empty"):
        read_document(path)


@pytest.mark.parametrize("ending", [".txt", ".md", ".html"])
def test_a_file_of_spaces_is_refused(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"a{ending}"
    path.write_text(" \n\n\t\n")
    with pytest.raises(IngestError, match="holds no text"):
        read_document(path)


@pytest.mark.parametrize("name", ["a.xlsx", "a", "a.txt.zip"])
def test_an_unknown_ending_is_refused_with_those_known(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("x")
    with pytest.raises(IngestError, match=r"ending that cannot be read; .* \.pdf \.docx"):
        read_document(tmp_path / name)


def test_an_old_word_file_is_told_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.doc").write_text("x")
    with pytest.raises(IngestError, match=r"open it in Word and save it as \.docx"):
        read_document(tmp_path / "a.doc")


def test_endings_may_be_in_capitals(tmp_path: Path) -> None:
    (tmp_path / "A.TXT").write_text("Some text.")
    assert len(read_document(tmp_path / "A.TXT")) == 1


def test_a_huge_file_is_refused_at_once_by_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7")
    os.truncate(path, 100_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read"))
    start = time.perf_counter()
    with pytest.raises(IngestError, match="has 100 MB and 25 MB is the most"):
        read_document(path)
    assert time.perf_counter() - start < 0.5


def test_what_is_no_ordinary_file_is_refused_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    with pytest.raises(IngestError, match="no ordinary file"):
        read_document(tmp_path / "a.txt")


def test_a_file_that_may_not_be_opened_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    (tmp_path / "a.txt").write_text("x")
    monkeypatch.setattr(Path, "read_bytes", closed)
    with pytest.raises(IngestError, match=r"cannot be opened \(Permission denied"):
        read_document(tmp_path / "a.txt")


@pytest.mark.parametrize("name", ["a\0b.txt", "a" * 300 + ".txt"])
def test_an_impossible_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(IngestError, match=r"cannot be opened|does not exist"):
        read_document(tmp_path / name)


def test_text_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hepatica.ingest.readers.MAX_CHARACTERS", 10)
    (tmp_path / "a.txt").write_text("one\ntwo\nthree\nfour\n")
    with pytest.raises(IngestError, match="more text than a document has"):
        read_document(tmp_path / "a.txt")


def test_a_library_that_is_not_installed_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pypdf", None)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(IngestError, match="uv sync"):
        read_document(tmp_path / "a.pdf")
