"""What people thought of answers, counted by fact. Nobody's words are kept, so none are here."""

import json
import sqlite3
from collections import Counter, defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path


class FeedbackError(Exception):
    """The feedback cannot be read; says why."""


@dataclass
class Opinion:
    """How often a fact was found helpful and not, and why not."""

    helpful: int = 0
    unhelpful: int = 0
    reasons: Counter[str] = field(default_factory=Counter)


def opinions(path: Path, since: str | None = None) -> dict[str, Opinion]:
    """Opinions by fact, the ones that most people found unhelpful first.

    An answer of several facts counts for each of them.

    Args:
        path: the file that the web channel writes (``HEPATICA_FEEDBACK``).
        since: only from this day on, as YYYY-MM-DD.

    Raises:
        FeedbackError: there is no such file, or it is no feedback.
    """
    if not path.is_file():
        raise FeedbackError(f"there is no feedback at {path} yet; name another file with --file")
    found: dict[str, Opinion] = defaultdict(Opinion)
    for facts, verdict, reason in _rows(path, since or ""):
        for identifier in json.loads(facts):
            _count(found[identifier], verdict, reason)
    return dict(sorted(found.items(), key=lambda item: (-item[1].unhelpful, item[0])))


def _rows(path: Path, since: str) -> list[tuple[str, str, str | None]]:
    asked = "SELECT facts, verdict, reason FROM feedback WHERE day >= ? ORDER BY number"
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(asked, (since,)).fetchall()
    except sqlite3.Error as error:
        raise FeedbackError(f"{path} cannot be read as feedback ({error})") from error


def _count(opinion: Opinion, verdict: str, reason: str | None) -> None:
    if verdict == "up":
        opinion.helpful += 1
        return
    opinion.unhelpful += 1
    if reason:
        opinion.reasons[reason.replace("_", " ")] += 1
