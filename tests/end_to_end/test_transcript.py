"""docs/transcript.md shows what the servers say today."""

import pytest

from tests.end_to_end.runner import ROOT, Dialogue, load, play

DIALOGUES = [pytest.param(d, id=d.name) for d in load(ROOT / "docs" / "transcript.yml")]
WRITTEN = (ROOT / "docs" / "transcript.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("dialogue", DIALOGUES)
def test_the_transcript_goes_as_its_questions_expect(dialogue: Dialogue, base_url: str) -> None:
    assert play(dialogue, base_url) == []


@pytest.mark.parametrize("dialogue", DIALOGUES)
def test_every_question_stands_in_the_written_transcript(dialogue: Dialogue) -> None:
    missing = [step.user for step in dialogue.steps if f"**{step.user}**" not in WRITTEN]
    assert missing == [], "write it again with: make transcript"
