"""Programs are asked about texts, and leave none of them behind."""

import sys
from pathlib import Path

import pytest

from dev.say import Trouble
from scorecard.program import ask

LENGTHS = """
import json, pathlib, sys
asked, found = map(pathlib.Path, sys.argv[1:])
found.write_text(json.dumps([len(text) for text in json.loads(asked.read_text())]))
"""


def test_a_program_says_something_of_each_text(tmp_path: Path) -> None:
    assert ask("Counting", [sys.executable, "-c", LENGTHS], ["肝", "two"], tmp_path) == [1, 3]


def test_the_texts_do_not_lie_about_afterwards(tmp_path: Path) -> None:
    ask("Counting", [sys.executable, "-c", LENGTHS], ["a secret"], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["counting.log"]


def test_a_program_that_fails_is_told_and_leaves_no_texts(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match="Counting failed"):
        ask("Counting", [sys.executable, "-c", "raise SystemExit('no')"], ["a secret"], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["counting.log"]
