"""Plays dialogues in a real browser: what a person does, and what they must then find.

A file of ``dialogues/`` holds one or more documents that a nurse can write:

    dialogue: what the reader should know about it
    language: zh        # of the browser; en when not said
    steps:
    - say: what does stage B mean?
      see: ["still inside the liver"]

Each step does one thing and then looks at the newest reply.

What a person does: ``say`` (type and send), ``tap`` (the button of this name, which asks
something), ``word`` (tap a word of the glossary, read ``means``, and ask about it), ``switch`` (to
the language en or zh), ``reload`` (the page).

What they find: ``see`` and ``not_see`` (texts; capital letters do not matter), ``heading``,
``calls`` (links to call: name and number), ``people`` (pictures of people: title, and for each
group how many of how many, and the same in words), ``curve`` (title, and the rows of its table),
``table`` (rows), ``card`` (where it comes from: texts, and links with their addresses),
``suggests`` (buttons), ``turns`` (how many messages of theirs stand in the conversation),
``notice`` (how often the whole conversation says it).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).with_name("dialogues")
DOES = ("say", "tap", "word", "switch", "reload")
FINDS = {
    *("see", "not_see", "heading", "calls", "people", "curve", "table", "card", "suggests"),
    *("turns", "notice", "means"),
}

Step = dict[str, Any]


@dataclass(frozen=True)
class Dialogue:
    """A named conversation in a browser of one language."""

    name: str
    language: str
    steps: list[Step]


def load(path: Path) -> Iterator[Dialogue]:
    """The dialogues of a file.

    Raises:
        ValueError: a dialogue is not in the documented form; names file and dialogue.
    """
    for document in yaml.safe_load_all(path.read_text(encoding="utf-8")):
        name, steps = document.get("dialogue"), document.get("steps")
        if not name or not steps:
            raise ValueError(f"{path.name}: every document needs 'dialogue:' and 'steps:'")
        for step in steps:
            done = [key for key in step if key in DOES]
            if len(done) != 1 or set(step) - {*DOES} - FINDS:
                raise ValueError(f"{path.name}, {name}: cannot be played: {step}")
        yield Dialogue(name, document.get("language", "en"), steps)


def dialogues() -> list[tuple[str, Dialogue]]:
    """Every dialogue, with the name of its file."""
    return [(path.stem, one) for path in sorted(FOLDER.glob("*.yml")) for one in load(path)]
