"""Writes docs/transcript.md: real questions with the answers of the real servers.

``make transcript``, or ``python -m tests.end_to_end.transcript`` in the environment of actions/.
"""

import os
import sys
from collections.abc import Iterator

from dev.say import Trouble
from dev.servers import running
from tests.end_to_end.runner import ROOT, Answered, Conversation, Dialogue, differences, load

QUESTIONS = ROOT / "docs" / "transcript.yml"
TARGET = ROOT / "docs" / "transcript.md"
HEAD = """# Transcript

Written by `make transcript` from the questions in [transcript.yml](transcript.yml), not by hand.
Every reply is what the running servers said, with fact store version `{version}`.
"""


def main() -> int:
    """Write the transcript; 1 when a reply is not as expected or the servers do not start."""
    try:
        if url := os.environ.get("HEPATICA_TEST_URL"):
            return _write(url)
        with running() as url:
            return _write(url)
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1


def _write(url: str) -> int:
    parts: list[str] = []
    problems: list[str] = []
    version = ""
    for dialogue in load(QUESTIONS):
        parts.append(f"\n## {dialogue.name}\n")
        for question, answered, wrong in _played(dialogue, url):
            parts.append(_turn(question, answered))
            problems += [f"{question}: {problem}" for problem in wrong]
            version = answered.contract["store"]
    TARGET.write_text(HEAD.format(version=version) + "".join(parts), encoding="utf-8")
    sys.stdout.write(f"Wrote {TARGET.relative_to(ROOT)}.\n")
    for problem in problems:
        sys.stderr.write(f"not as expected: {problem}\n")
    return 1 if problems else 0


def _played(dialogue: Dialogue, url: str) -> Iterator[tuple[str, Answered, list[str]]]:
    conversation = Conversation(url)
    for step in dialogue.steps:
        answered = conversation.say(step.user)
        yield step.user, answered, differences(answered, step.expect)


def _turn(question: str, answered: Answered) -> str:
    texts = "\n>\n".join(_quoted(text) for text in answered.texts)
    contract = answered.contract
    rows = [f"kind: `{contract['kind']}`"]
    if contract["facts"]:
        rows.append("facts: " + ", ".join(f"`{fact}`" for fact in contract["facts"]))
    if contract["suggestions"]:
        rows.append("suggestions: " + " · ".join(contract["suggestions"]))
    return f"\n**{question}**\n\n{texts}\n\n" + "  \n".join(rows) + "\n"


def _quoted(text: str) -> str:
    lines = text.splitlines()
    ends = ["" if after.startswith("- ") else "  " for after in [*lines[1:], "- "]]
    return "\n".join(f"> {line}{end}" for line, end in zip(lines, ends, strict=True))


if __name__ == "__main__":
    sys.exit(main())
