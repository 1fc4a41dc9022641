"""What the variants say, and whether a reply is one.

Also imported by the trivial action, in Rasa's environment: only the standard library here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

TRIVIAL = "This is the one reply of the trivial action."
FLOOR_TEXT = "This is the one reply of the floor."
CONTRACT: dict[str, Any] = {"schema": 1, "kind": "answer", "language": "en", "facts": []}

Messages = list[dict[str, Any]]
Check = Callable[[Messages], bool]


def says(text: str) -> Check:
    """A check that a reply begins with exactly this text."""
    return lambda messages: bool(messages) and messages[0].get("text") == text


def is_answered(messages: Messages) -> bool:
    """Whether Hepatica replied, and not only said that it cannot now."""
    kind = (messages[-1].get("custom") or {}).get("kind") if messages else None
    return kind not in (None, "unavailable")
