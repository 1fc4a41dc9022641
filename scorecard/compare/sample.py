"""The training data as one list, and a part of it that keeps the share of every intent."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

SEED = "hepatica"
LEAST = 15
"""Examples that every intent keeps if it has them: a handful would teach nothing."""


@dataclass(frozen=True)
class Example:
    """One training sentence."""

    text: str
    intent: str


def load_examples(folder: Path) -> list[Example]:
    """Every sentence of Rasa's training files, each once."""
    found: dict[Example, None] = {}
    for path in sorted(folder.glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            for line in block["examples"].splitlines():
                if text := line.strip().removeprefix("-").strip():
                    found[Example(text, block["intent"])] = None
    return list(found)


def stratified(examples: Sequence[Example], size: int, least: int = LEAST) -> list[Example]:
    """About ``size`` examples with the intents in the proportions of the whole.

    Which ones is drawn from a hash of each text, so that the same data give the same sample and an
    example more changes one place of it. An intent with few keeps ``least`` of them.
    """
    intents: dict[str, list[Example]] = {}
    for example in examples:
        intents.setdefault(example.intent, []).append(example)
    kept: list[Example] = []
    for _, members in sorted(intents.items()):
        share = round(size * len(members) / len(examples))
        kept += sorted(members, key=_lot)[: max(share, least)]
    return kept


def _lot(example: Example) -> str:
    return hashlib.sha256(f"{SEED}\0{example.text}".encode()).hexdigest()


def write_nlu(examples: Iterable[Example], target: Path) -> None:
    """Write Rasa's training file."""
    intents: dict[str, list[str]] = {}
    for example in examples:
        intents.setdefault(example.intent, []).append(example.text)
    nlu = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
        for intent, texts in intents.items()
    ]
    data = {"version": "3.1", "nlu": nlu}
    target.write_text(yaml.safe_dump(data, allow_unicode=True, width=10_000), encoding="utf-8")
