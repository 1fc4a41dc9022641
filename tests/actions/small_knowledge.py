"""A small valid knowledge folder for tests to change, a fake encoder, and numbers in texts."""

import hashlib
import re
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from hepatica.loading import Knowledge, load_knowledge
from hepatica.models import Fact, Labels, Phrasebook
from hepatica.search.encoder import DIMENSIONS, Encoder
from hepatica.signing import signed_version
from hepatica.wording import Voice

ROOT = Path(__file__).resolve().parents[2]
REAL_KNOWLEDGE = ROOT / "knowledge"
REVIEW = {
    "status": "checked against sources",
    "who": "Hepatica curators",
    "role": "curator",
    "on": "2026-11-23",
}
SIGNED = {
    "status": "reviewed by a clinician",
    "who": "Dr Example",
    "role": "hepatologist",
    "on": "2026-11-25",
}

Entry = dict[str, Any]


def source(identifier: str = "trial-one", **changes: Any) -> Entry:
    """A source entry with every required field."""
    return {
        "id": identifier,
        "title": f"Title of {identifier}",
        "journal": "Journal of Tests",
        "year": 2020,
        "kind": "randomized controlled trial",
        "retrieved": "abstract only",
        **changes,
    }


def figure(value: str, **changes: Any) -> Entry:
    """A figure entry: a percentage of "overall survival" with all its meaning."""
    return {
        "measure": "overall survival",
        "value": value,
        "unit": "percent",
        "group": "new care",
        "timepoint": "24 months",
        "n": 82,
        "study": "trial-one",
        **changes,
    }


def fact(identifier: str = "liver-what", **changes: Any) -> Entry:
    """A fact entry with every required field."""
    words = identifier.replace("-", " ")
    return {
        "id": identifier,
        "statement": {"en": f"A statement about {words}."},
        "simpler": {"en": f"Plain words about {words}."},
        "citations": [{"source": "trial-one", "locator": "abstract"}],
        "certainty": "established",
        "questions": {"en": [f"what is {words}", f"tell me about {words}"]},
        "valid_until": "2027-11-23",
        "reviews": [deepcopy(REVIEW)],
        **changes,
    }


def flag(identifier: str = "vomiting-blood", **changes: Any) -> Entry:
    """A red flag with every required field."""
    return {
        "id": identifier,
        "kind": "emergency",
        "reason": "Bleeding.",
        "fact": None,
        "source": "general first aid",
        "all_of": ["vomit", "blood"],
        **changes,
    }


def term(identifier: str = "liver", **changes: Any) -> Entry:
    """A glossary term with every required field."""
    return {
        "id": identifier,
        "term": {"en": identifier},
        "entity": "term",
        "zh_seen_in_source": False,
        "definition": {"en": f"What {identifier} means."},
        **changes,
    }


def real_phrases() -> Entry:
    """The repository's phrases file as data."""
    text = (REAL_KNOWLEDGE / "phrases.yml").read_text(encoding="utf-8")
    data: Entry = yaml.safe_load(text)
    return data


def real_voice(language: str = "en") -> Voice:
    """The repository's wording, in one language."""
    return Voice(Phrasebook(phrases=real_phrases()["phrases"]), Labels(), language)


def signature(entry: Entry, language: str = "en", **changes: Any) -> Entry:
    """A signature of a fact entry as it is: what ``hepatica sign`` would add to its reviews."""
    version = signed_version(Fact(**{"topic": "basics", **entry}), language)
    return {**SIGNED, "language": language, "version": version, **changes}


class SmallKnowledge:
    """A knowledge folder under construction: change the entries, then ``write`` or ``load``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.sources = [source()]
        self.terms = [term()]
        self.values: list[Entry] = []
        self.topics: dict[str, list[Entry]] = {"basics": [fact()]}
        self.phrases = real_phrases()
        self.policy: Entry | None = None
        self.labels: Entry | None = None
        self.unknown: list[str] = []
        self.flags: list[Entry] = []

    @property
    def fact(self) -> Entry:
        """The first fact, for tests that change one."""
        return self.topics["basics"][0]

    def path(self, name: str) -> Path:
        """A file of the folder."""
        return self.root / name

    def line(self, name: str, text: str) -> int:
        """The line (from 1) on which ``text`` first stands in the file."""
        lines = self.path(name).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, 1) if text in line)

    def write(self) -> Path:
        """Write all files and give the folder."""
        self._dump("sources.yml", {"version": 1, "sources": self.sources})
        self._dump("glossary.yml", {"version": 1, "terms": self.terms, "values": self.values})
        self._dump("phrases.yml", self.phrases)
        for name, content in (("policy", self.policy), ("labels", self.labels)):
            if content is not None:
                self._dump(f"{name}.yml", {"version": 1, name: content})
        if self.unknown:
            self._dump("unknown.yml", {"version": 1, "questions": self.unknown})
        if self.flags:
            self._dump("red_flags.yml", {"version": 1, "flags": self.flags})
        for topic, facts in self.topics.items():
            self._dump(f"facts/{topic}.yml", {"version": 1, "topic": topic, "facts": facts})
        return self.root

    def load(self) -> Knowledge:
        """Write and load."""
        return load_knowledge(self.write())

    def _dump(self, name: str, data: Entry) -> None:
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        # Copied, so that a shared entry is written out twice and not as a YAML alias.
        text = yaml.safe_dump(_plain(data), sort_keys=False, allow_unicode=True)
        path.write_text(text, encoding="utf-8")


def _plain(item: Any) -> Any:
    if isinstance(item, dict):
        return {key: _plain(value) for key, value in item.items()}
    return [_plain(part) for part in item] if isinstance(item, list) else item


class WordEncoder(Encoder):
    """A fast stand-in for the sentence encoder: words hashed into unit vectors."""

    def __init__(self, threads: int = 1) -> None:
        """Nothing to load."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Unit vectors of shape (len(texts), DIMENSIONS); texts that share words are near."""
        rows = np.zeros((len(texts), DIMENSIONS), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()) or [" "]:
                digest = hashlib.sha256(word.encode()).digest()
                row[int.from_bytes(digest[:2], "big") % DIMENSIONS] += 1
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)


_NUMBER = re.compile(r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


def numbers(text: str | None) -> set[str]:
    """Every number written in digits, without thousands commas: "866,136" is "866136"."""
    return {number.replace(",", "") for number in _NUMBER.findall(text or "")}
