"""The curators' file: one that cannot be used is named, and stops the server."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.knowledge_files import KnowledgeFileError
from bot.paths import KNOWLEDGE
from bot.privacy import Masker
from bot.privacy.words import words_from

FILES = ("identifiers.yml", "help_lines.yml", "red_flags.yml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files that the words come from."""
    for name in FILES:
        shutil.copy(KNOWLEDGE / name, tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()

    with pytest.raises(KnowledgeFileError, match=name):
        words_from(folder)


@pytest.mark.parametrize("part", ["cues", "instead", "surnames", "phone", "streets", "not_names"])
def test_a_missing_part_is_named(folder: Path, part: str) -> None:
    path = folder / "identifiers.yml"
    path.write_text(path.read_text("utf-8").replace(f"{part}:", f"{part}x:"), "utf-8")

    with pytest.raises(KnowledgeFileError, match=part):
        words_from(folder)


def test_a_cue_that_a_curator_adds_counts(folder: Path) -> None:
    path = folder / "identifiers.yml"
    assert Masker(folder).mask("clinic code 48213") == "clinic code 48213"
    path.write_text(path.read_text("utf-8").replace("en: [mrn,", "en: [clinic code, mrn,"), "utf-8")

    assert Masker(folder).mask("clinic code 48213") == "clinic code [number]"


def test_every_help_line_is_nobodys_number() -> None:
    mask = Masker().mask
    numbers = [n for n in words_from().public_numbers if n]

    assert len(numbers) > 20
    assert [
        n for n in numbers if mask(f"phone {n} or call me on {n}") != f"phone {n} or call me on {n}"
    ] == []
