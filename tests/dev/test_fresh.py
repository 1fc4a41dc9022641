"""Whether anything changed since last time."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from dev import fresh


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a file and a file below."""
    (tmp_path / "inputs" / "below").mkdir(parents=True)
    (tmp_path / "inputs" / "one.txt").write_text("one", encoding="utf-8")
    (tmp_path / "inputs" / "below" / "two.txt").write_text("two", encoding="utf-8")
    return tmp_path / "inputs"


def test_a_later_date_is_no_change(folder: Path) -> None:
    before = fresh.digest([folder])
    os.utime(folder / "one.txt", (1, 1))
    assert fresh.digest([folder]) == before


def test_the_order_in_which_paths_are_named_is_no_change(folder: Path) -> None:
    one, two = folder / "one.txt", folder / "below"
    assert fresh.digest([one, two]) == fresh.digest([two, one, one])


def test_the_same_files_in_another_checkout_are_no_change(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fresh, "ROOT", folder)
    before = fresh.digest([folder])
    moved = folder.rename(tmp_path / "moved")
    monkeypatch.setattr(fresh, "ROOT", moved)
    assert fresh.digest([moved]) == before


@pytest.mark.parametrize("name", [".hidden", ".idea/settings", "__pycache__/one.pyc"])
def test_files_that_are_not_the_projects_are_no_change(folder: Path, name: str) -> None:
    before = fresh.digest([folder])
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("editor's", encoding="utf-8")
    assert fresh.digest([folder]) == before


def test_a_folder_that_is_hidden_itself_counts_when_it_is_named(tmp_path: Path) -> None:
    hidden = tmp_path / ".inputs"
    hidden.mkdir()
    before = fresh.digest([hidden])
    (hidden / "one").touch()
    assert fresh.digest([hidden]) != before


def _edit(folder: Path) -> None:
    (folder / "below" / "two.txt").write_text("TWO", encoding="utf-8")


def _add(folder: Path) -> None:
    (folder / "empty").touch()


def _delete(folder: Path) -> None:
    (folder / "one.txt").unlink()


def _rename(folder: Path) -> None:
    (folder / "one.txt").rename(folder / "uno.txt")


def _swap(folder: Path) -> None:
    (folder / "one.txt").write_text("two", encoding="utf-8")
    (folder / "below" / "two.txt").write_text("one", encoding="utf-8")


@pytest.mark.parametrize("change", [_edit, _add, _delete, _rename, _swap])
def test_another_content_or_name_is_a_change(folder: Path, change: Callable[[Path], None]) -> None:
    before = fresh.digest([folder])
    change(folder)
    assert fresh.digest([folder]) != before


def test_a_named_file_that_goes_missing_is_a_change(folder: Path) -> None:
    file = folder / "one.txt"
    before = fresh.digest([file])
    file.unlink()
    assert fresh.digest([file]) != before


def test_a_stamp_is_read_as_it_was_written(tmp_path: Path) -> None:
    fresh.write_stamp(tmp_path / "stamp.json", {"data": "abc"})
    assert fresh.stamped(tmp_path / "stamp.json") == {"data": "abc"}


def test_a_stamp_replaces_the_last_one_and_leaves_no_draft(tmp_path: Path) -> None:
    stamp = tmp_path / "stamp.json"
    fresh.write_stamp(stamp, {"data": "abc"})
    fresh.write_stamp(stamp, {"code": "def"})
    assert fresh.stamped(stamp) == {"code": "def"}
    assert list(tmp_path.iterdir()) == [stamp]


def test_without_a_stamp_nothing_is_said(tmp_path: Path) -> None:
    assert fresh.stamped(tmp_path / "none.json") == {}


@pytest.mark.parametrize("content", [b"", b'{"data": ', b"[1]", b"null", b"\xff\xfe"])
def test_a_broken_stamp_says_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "stamp.json").write_bytes(content)
    assert fresh.stamped(tmp_path / "stamp.json") == {}
