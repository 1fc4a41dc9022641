"""The talk in the README is what the servers say."""

import re

from tests.end_to_end.runner import ROOT, Conversation


def test_the_readme_shows_a_real_answer(base_url: str) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```\nyou: (.+?)\n\n(.+?)```", readme, re.DOTALL)
    assert block
    conversation = Conversation(base_url)
    conversation.say("hello")
    said = conversation.say(block[1]).visible
    assert " ".join(block[2].split()) == " ".join(said.split())
