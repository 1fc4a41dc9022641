"""Two editions of the knowledge side by side: what patients would see change."""

import difflib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

import numpy as np

from hepatica.answers import compose
from hepatica.answers.compose import Style
from hepatica.dialogue.sayings import sample_sizes, sources
from hepatica.loading import Knowledge, load_knowledge
from hepatica.models import Labels, Text
from hepatica.search.encoder import DIMENSIONS
from hepatica.store import FactStore, Snapshot, StoreError, build_store

LANGUAGES = ("en", "zh")
Shown = Callable[[Snapshot, str], list[str]]
"""What an edition shows of one thing in a language; nothing when it does not have it."""


@dataclass(frozen=True)
class Change:
    """One difference that patients see.

    ``kind`` is "new", "gone" or "changed"; ``what`` names the fact, phrase, label, term or
    stage table, and the language; ``lines`` are those of a unified diff without its head.
    """

    kind: str
    what: str
    lines: list[str]


def read_edition(path: Path, today: date) -> Snapshot:
    """What a store file, or a knowledge folder, would serve on ``today``.

    Raises:
        KnowledgeError: the folder is not in order.
        StoreError: there is no such file, it is no store, or the folder has no facts.
    """
    if not path.exists():
        raise StoreError(f"{path} does not exist; give a store file or a knowledge folder")
    if path.is_dir():
        knowledge = load_knowledge(path)
        if not knowledge.facts:
            raise StoreError(f"{path} has not a single fact; there is nothing to compare")
        return preview(knowledge, today)
    return FactStore(path).snapshot(today)


def preview(knowledge: Knowledge, today: date) -> Snapshot:
    """What the knowledge would serve on ``today``; it can answer, but not search."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "preview.sqlite"
        build_store(knowledge, path, lambda texts: np.zeros((len(texts), DIMENSIONS)))
        return FactStore(path).snapshot(today)


def changes(old: Snapshot, new: Snapshot, today: date) -> Iterator[Change]:
    """Every difference that patients see, facts first.

    A fixed phrase or a label that changed is told once, not with every fact it stands around.
    """
    before = replace(old, phrases=new.phrases, labels=new.labels)
    for identifier in sorted({*old.facts, *new.facts}):
        yield from _told(identifier, partial(_fact, identifier, today), before, new)
    for what, shown in _besides_facts(old, new):
        yield from _told(what, shown, old, new)


def _told(what: str, shown: Shown, old: Snapshot, new: Snapshot) -> Iterator[Change]:
    """The change in each language; one that falls back to English is told in English only."""
    english = None
    for language in LANGUAGES:
        before, after = shown(old, language), shown(new, language)
        if before != after and (before, after) != english:
            kind = "changed" if before and after else ("new" if after else "gone")
            yield Change(kind, f"{what} ({language})", _diff(before, after))
        english = (before, after)


def _fact(identifier: str, today: date, snapshot: Snapshot, language: str) -> list[str]:
    """All that a patient can be told by a fact: the answer and what can be asked about it."""
    fact = snapshot.facts.get(identifier)
    if fact is None:
        return []
    style = Style(language=language, today=today)
    voice = snapshot.voice(language if fact.speaks(language) else "en")
    simpler = compose([fact], snapshot, replace(style, simpler=True)).texts[0].splitlines()
    answer = "\n".join(compose([fact], snapshot, style).texts).splitlines()
    return [
        *answer,
        *(f"(simpler) {line}" for line in simpler if line not in answer),
        f"(button) {fact.questions.first(language)}",
        *(f"(how many) {line}" for line in sample_sizes([fact], snapshot, voice)),
        *(f"(source) {line}" for line in sources([fact], snapshot, voice)[1:]),
    ]


def _besides_facts(old: Snapshot, new: Snapshot) -> Iterator[tuple[str, Shown]]:
    """What is shown beside facts, by name: phrases, labels, definitions, stage tables."""
    for name in sorted({*old.phrases.phrases, *new.phrases.phrases}):
        yield f"phrase {name}", partial(_phrase, name)
    for kind in Labels.model_fields:
        for wording in sorted({*getattr(old.labels, kind), *getattr(new.labels, kind)}):
            yield f"label '{wording}'", partial(_label, kind, wording)
    for term in sorted({*old.terms, *new.terms}):
        yield f"term {term}", partial(_definition, term)
    for system in sorted({*old.crosswalk, *new.crosswalk}):
        yield f"stages of {system}", partial(_stages, system)


def _phrase(name: str, snapshot: Snapshot, language: str) -> list[str]:
    return _wordings(language, snapshot.phrases.phrases.get(name))


def _label(kind: str, wording: str, snapshot: Snapshot, language: str) -> list[str]:
    return [snapshot.labels.get(kind, wording, language)]


def _definition(identifier: str, snapshot: Snapshot, language: str) -> list[str]:
    term = snapshot.terms.get(identifier)
    return _wordings(language, term.definition) if term else []


def _stages(identifier: str, snapshot: Snapshot, language: str) -> list[str]:
    system = snapshot.crosswalk.get(identifier)
    if system is None:
        return []
    rows = (
        " ".join([f"{row.code}:", *_wordings(language, row.meaning, row.in_words)])
        for row in system.stages
    )
    return [*_wordings(language, system.name, system.looks_at), *rows]


def _wordings(language: str, *texts: Text | None) -> list[str]:
    return [text.get(language)[0] for text in texts if text]


def _diff(before: list[str], after: list[str]) -> list[str]:
    lines = list(difflib.unified_diff(before, after, lineterm="", n=0))
    return [line for line in lines[2:] if not line.startswith("@@")]
