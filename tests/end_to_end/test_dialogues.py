"""Dialogues that a nurse can read and write, played against the real servers."""

import pytest

from tests.end_to_end.runner import ROOT, Dialogue, load, play

FILES = sorted((ROOT / "tests" / "end_to_end" / "dialogues").glob("*.yml"))
DIALOGUES = [
    pytest.param(dialogue, id=f"{path.stem}: {dialogue.name}")
    for path in FILES
    for dialogue in load(path)
]


@pytest.mark.parametrize("dialogue", DIALOGUES)
def test_dialogue_goes_as_written(dialogue: Dialogue, base_url: str) -> None:
    assert play(dialogue, base_url) == []
