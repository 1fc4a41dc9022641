"""The messages that the masking is measured on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.paths import ROOT

FOLDER = Path(__file__).parent
SETS = ("identifiers", "identifiers-2", "identifiers-3")
MEDICAL = (
    *("data/nlu/*.yml", "tests/nlu/*.yml", "scorecard/sets/tuning/*.yml"),
    *("bench/red_flags/*.yml", "tests/dialogues/*.yml", "tests/end_to_end/dialogues/*.yml"),
)


@dataclass(frozen=True)
class Telling:
    """A message with identifiers: their kind, and what must not be left of them."""

    kind: str
    text: str
    hide: tuple[str, ...]

    def is_clean(self, masked: str) -> bool:
        """Whether nothing is left."""
        return not any(part in masked for part in self.hide)


def telling(name: str) -> list[Telling]:
    """The messages of a set."""
    data = _documents(FOLDER / f"{name}.yml")[0]
    return [
        Telling(kind, one["text"], tuple(one["hide"]))
        for kind, ones in data.items()
        for one in ones
    ]


def medical() -> list[str]:
    """All that people say in the training data and the sets that may be tuned on."""
    paths = [path for pattern in MEDICAL for path in sorted(ROOT.glob(pattern))]
    texts = [text for path in paths for one in _documents(path) for text in _texts(one)]
    return list(dict.fromkeys(texts))


def _documents(path: Path) -> list[Any]:
    return list(YAML(typ="safe").load_all(path.read_text(encoding="utf-8")))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        # Training examples are one text, with a dash before each.
        lines = value.split("\n")
        yield from [line[2:] for line in lines] if value.startswith("- ") else [value]
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)
