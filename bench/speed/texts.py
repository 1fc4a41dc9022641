"""What is said: held-out English questions, the same to all variants."""

import re

from bench.speed.models import WORDS
from scorecard.sets import HELD_OUT, all_items

_KINDS = frozenset({"answer", "clarify", "no_fact"})
"""Questions; what raises an alarm is answered by other means."""


def texts() -> list[str]:
    """The questions that the floor knows a word of, in a fixed order."""
    known = re.compile(rf"\b({'|'.join(WORDS)})\b", re.IGNORECASE)
    found = [
        item.ask
        for item in all_items(HELD_OUT)
        if item.language == "en" and item.wanted.kinds <= _KINDS and known.search(item.ask)
    ]
    return list(dict.fromkeys(found))
