"""The test sets: messages that nobody trained on, each with the replies that are right.

A set is a YAML list that a nurse can write:

    - ask: "what did the 2019 trial find after two years"
      kind: [answer]
      facts: [jco-os-24, jco-os-table]

``kind`` lists the kinds of reply that are right, ``facts`` the facts of which an answer must give
at least one. ``language`` is "en" when left out. ``sign`` names a warning sign, ``parts`` the
requests of a message that holds several, each with ``kind`` and ``facts`` of its own.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from hepatica.loading.yaml_lines import CuratorLoader

FOLDER = Path(__file__).parent / "sets"
HELD_OUT, TUNING = "held_out", "tuning"
LANGUAGES = "languages"
"""The set of short messages with their language only; it is asked of the detector, not the bot."""
KINDS = frozenset(
    [
        "answer",
        "clarify",
        "no_fact",
        "out_of_scope",
        "personal_advice",
        "emergency",
        "crisis",
        "smalltalk",
    ]
)
_KEYS = frozenset({"ask", "kind", "facts", "language", "sign", "parts", "about"})


class SetError(Exception):
    """A test set is not in the documented form; names file and entry."""


@dataclass(frozen=True)
class Request:
    """What a reply must be: one of the kinds and, where it is an answer, one of the facts."""

    kinds: frozenset[str]
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Item:
    """One message of a set."""

    ask: str
    wanted: Request
    set: str
    language: str = "en"
    sign: str | None = None
    parts: tuple[Request, ...] = field(default=())


def load_sets(which: str, root: Path = FOLDER) -> dict[str, list[Item]]:
    """All sets of a folder but the one on languages, by name.

    Raises:
        SetError: a file or entry cannot be used.
    """
    paths = sorted(p for p in (root / which).glob("*.yml") if p.stem != LANGUAGES)
    if not paths:
        raise SetError(f"{root / which} has no sets (*.yml)")
    return {path.stem: load_set(path) for path in paths}


def all_items(which: str, root: Path = FOLDER) -> list[Item]:
    """The messages of all sets of a folder, one set after the other."""
    return [item for items in load_sets(which, root).values() for item in items]


def load_set(path: Path) -> list[Item]:
    """The messages of one file.

    Raises:
        SetError: the file is no list, or an entry lacks what it needs.
    """
    try:
        entries = yaml.load(path.read_text(encoding="utf-8"), CuratorLoader)  # noqa: S506 - safe
    except yaml.YAMLError as error:
        raise SetError(f"{path.name}: {error}") from error
    if not isinstance(entries, list):
        raise SetError(f"{path.name}: expected a list of entries that start with '- ask:'")
    return [
        _item(entry, path.stem, f"{path.name}, entry {n}") for n, entry in enumerate(entries, 1)
    ]


def _item(entry: Any, name: str, where: str) -> Item:
    if not isinstance(entry, dict) or not str(entry.get("ask") or "").strip():
        raise SetError(f"{where}: needs 'ask:' with the message")
    if unknown := set(entry) - _KEYS:
        raise SetError(f"{where}: unknown {', '.join(sorted(unknown))}; known: {sorted(_KEYS)}")
    return Item(
        ask=str(entry["ask"]).strip(),
        wanted=_request(entry, where),
        set=name,
        language=str(entry.get("language", "en")),
        sign=entry.get("sign"),
        parts=tuple(_request(part, where) for part in entry.get("parts") or []),
    )


def _request(entry: dict[str, Any], where: str) -> Request:
    kinds = entry.get("kind")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if not kinds or not set(kinds) <= KINDS:
        raise SetError(f"{where}: 'kind' must be one or more of {', '.join(sorted(KINDS))}")
    return Request(frozenset(kinds), frozenset(entry.get("facts") or []))
