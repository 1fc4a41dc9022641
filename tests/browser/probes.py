"""The corpus of hostile texts, and where each is put."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

CORPUS = Path(__file__).with_name("hostile.yml")
MARK = "__pwned"
"""What a program of the corpus sets on the window, when it runs."""
ELSEWHERE = "tracker.example"
"""The host that the corpus calls."""
LONGEST = 4000
"""Characters of the longest message that the chat takes."""
LONGEST_NAME = 80
"""Characters of the longest name that the server gives the chat (``bot/web/theme.py``)."""
LONG = 30_000
"""Characters of a text that stands in forty fields at once; each field is cut before that."""
_FIELDS = {"id", "what", "text", "bites", "times", "data", "shown"}


@dataclass(frozen=True)
class Probe:
    """One hostile text; ``hostile.yml`` tells what the fields mean."""

    id: str
    what: str
    text: str
    bites: str | None = None
    data: str | None = None
    shown: bool = True


def probes() -> list[Probe]:
    """The corpus.

    Raises:
        ValueError: an entry has a field that nobody reads.
    """
    return [_probe(entry) for entry in yaml.safe_load(CORPUS.read_text(encoding="utf-8"))]


def _probe(entry: dict[str, Any]) -> Probe:
    if unknown := set(entry) - _FIELDS:
        raise ValueError(f"{CORPUS.name}: {entry.get('id')} has unknown fields {sorted(unknown)}")
    fields = {**entry, "text": entry["text"] * entry.get("times", 1)}
    fields.pop("times", None)
    return Probe(**fields)


def spoken(text: str) -> str:
    """The messages of a reply whose text is hostile, as JSON."""
    return json.dumps([{"text": text}, {"custom": contract("A source")}])


def told(probe: Probe) -> str:
    """The messages of a reply whose text is harmless and whose data is hostile, as JSON."""
    custom = json.dumps(contract(probe.text[:LONG]))
    if probe.data:
        # As text: Python, too, would lose keys that stand there twice.
        custom = f"{custom[:-1]}, {probe.data[1:]}"
    return f'[{{"text": "These are figures."}}, {{"custom": {custom}}}]'


def contract(text: str) -> dict[str, Any]:
    """An answer that has every field, and ``text`` in each that holds a text."""
    point = {"percent": 50.0, "text": text}
    return {
        "schema": 1,
        "kind": "answer",
        "language": text[:100],
        "topic": text,
        "facts": [text],
        "sources": [
            {"id": text, "label": text, "title": text, "journal": text, "year": 2019, "url": text},
            {"id": "2", "label": text, "title": text, "journal": "", "year": None, "url": None},
        ],
        "figures": [],
        "certainty": text,
        "reviewed": {"status": text, "on": "2026-11-23"},
        "suggestions": [text, f"{text} "],
        "store": text,
        "small_print": [text],
        "parts": [{"asked": text, "kind": "answer", "facts": []}] * 2,
        "call": [
            {"label": text, "number": text, "purpose": "emergency"},
            {"label": text, "number": None, "purpose": "crisis"},
        ],
        "table": {"columns": [text, text], "rows": [[text, text]]},
        "charts": [
            {
                "kind": "icons",
                "title": text,
                "panels": [{"label": text, "count": 3, "out_of": 10, "text": text}],
                "filled": text,
                "empty": text,
                "caption": text,
            },
            {
                "kind": "curve",
                "title": text,
                "series": [
                    {"label": text, "points": [{"months": 0, **point}, {"months": 6, **point}]}
                ],
                "caption": text,
            },
        ],
    }


def introduced(session: Mapping[str, Any], text: str) -> dict[str, Any]:
    """A session that begins with ``text`` wherever one is shown before the first word."""
    # What stands above the talk all the time is short, or there is no room to talk.
    short = text[:LONGEST_NAME]
    calls = [
        {"label": short, "number": short, "purpose": "emergency"},
        {"label": short, "number": None, "purpose": "crisis"},
    ]
    about = {
        "name": short,
        "notice": {"en": text, "zh": text},
        "starters": {"en": [text, f"{text} "], "zh": [text]},
        "calls": {"en": calls, "zh": calls},
    }
    return {**session, "about": {**session["about"], **about}}


def remembered(corpus: Iterable[Probe]) -> list[dict[str, Any]]:
    """Turns of a history in which everybody said hostile things."""
    return [
        {
            "id": str(uuid.uuid4()),
            "text": probe.text[:LONGEST],
            "messages": [{"text": probe.text}, {"custom": contract(probe.text[:LONG])}],
        }
        for probe in corpus
    ]


def explained(corpus: list[Probe]) -> list[dict[str, Any]]:
    """A glossary with a word, ``word-1`` and so on, for each probe."""
    return [
        {
            "id": probe.text or str(number),
            "words": [f"word-{number}", probe.text],
            "term": probe.text,
            "meaning": probe.text,
            "question": probe.text,
        }
        for number, probe in enumerate(corpus, start=1)
    ]
