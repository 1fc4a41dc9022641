"""hepatica diff: what patients would see change from one edition to another."""

import shutil
from pathlib import Path

import pytest
from command_line import done, refusal
from small_knowledge import SmallKnowledge, fact

DAY = ("--on", "2026-11-24")


@pytest.fixture
def old(small: SmallKnowledge, tmp_path: Path) -> Path:
    """The edition before."""
    folder = tmp_path / "old" / "knowledge"
    shutil.copytree(small.write(), folder)
    return folder


def test_two_equal_folders_have_no_changes(small: SmallKnowledge, old: Path) -> None:
    assert done("diff", old, small.root, *DAY).endswith(": 0 changes that patients see.")


def test_a_change_is_told_with_its_lines_and_counted(small: SmallKnowledge, old: Path) -> None:
    small.fact["statement"]["en"] = "The liver is a large [organ]."
    told = done("diff", old, small.write(), *DAY)
    assert (
        "changed: liver-what (en) -The liver is a big organ. +The liver is a large [organ]." in told
    )
    assert told.endswith(": 1 change that patients see.")


def test_a_store_file_is_compared_with_a_folder(small: SmallKnowledge, tmp_path: Path) -> None:
    store = tmp_path / "facts.sqlite"
    done("build", "--knowledge", small.write(), "--store", store)
    small.fact["simpler"]["en"] = "It is large."
    told = done("diff", store, small.write(), *DAY)
    assert "+(simpler) It is large." in told


@pytest.mark.parametrize(("on", "told"), [("2028-02-21", "1 change"), ("2028-02-22", "0 changes")])
def test_expired_facts_are_left_out_as_of_the_day(
    small: SmallKnowledge, old: Path, on: str, told: str
) -> None:
    small.topics["basics"].append(fact("lasting", valid_until="2030-01-01"))
    small.write()
    shutil.copytree(small.root, old, dirs_exist_ok=True)
    small.fact["simpler"]["en"] = "It is large."
    assert told in done("diff", old, small.write(), "--on", on)


@pytest.mark.parametrize("first", [True, False])
def test_a_broken_folder_is_told_on_either_side(
    small: SmallKnowledge, old: Path, first: bool
) -> None:
    del small.fact["statement"]
    small.write()
    told = refusal("diff", *((small.root, old) if first else (old, small.root)), *DAY)
    assert "1 problem in the knowledge files" in told
    assert "liver-what statement: is missing; add it" in told


def test_a_folder_without_a_fact_is_told(small: SmallKnowledge, old: Path) -> None:
    small.topics = {"basics": []}
    assert "has not a single fact" in refusal("diff", old, small.write(), *DAY)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("nowhere", "does not exist; give a store file or a knowledge folder"),
        ("notes.txt", "cannot be read"),
        ("empty", "no fact files found"),
    ],
)
def test_what_is_no_edition_is_told(old: Path, tmp_path: Path, name: str, told: str) -> None:
    (tmp_path / "notes.txt").write_text("no store", encoding="utf-8")
    (tmp_path / "empty").mkdir()
    assert told in refusal("diff", old, tmp_path / name, *DAY)
    assert told in refusal("diff", tmp_path / name, old, *DAY)
