"""The words that can be tapped, and what they mean."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from wordfreq import zipf_frequency

from bot.knowledge_files import read
from bot.paths import KNOWLEDGE
from bot.web.assets import Asset
from bot.web.bodies import LANGUAGES

Entry = dict[str, Any]
COMMON = 4.4
"""How common the rarest word of a name may be (Zipf scale) to be tapped, unless it is the term
itself: "session" and "come back" mostly mean something else."""
NEVER = frozenset(
    {
        *("scan", "mass", "growth", "spread", "pain", "blood"),
        *("扫描", "疼痛", "手术", "转化", "介入", "活着", "缩小", "级别", "术前"),
    }
)
"""Words that stand in too many other senses, even where the glossary has no other."""
_LATIN = re.compile(r"[a-z][a-z0-9]+|[0-9]+[a-z]+")
_KEEP = {"Cache-Control": "public, max-age=300"}


@lru_cache(maxsize=2)
def glossary(folder: Path = KNOWLEDGE) -> dict[str, Asset]:
    """The terms by language, as the widget takes them; read once.

    Raises:
        KnowledgeFileError: a knowledge file cannot be read.
    """
    entries = read(folder / "glossary.yml").get("terms", [])
    questions = _questions(folder / "facts")
    return {language: _asset(_terms(entries, questions, language)) for language in LANGUAGES}


def _asset(terms: list[Entry]) -> Asset:
    body = json.dumps({"terms": terms}, ensure_ascii=False, separators=(",", ":"))
    return Asset(body.encode(), "application/json", _KEEP)


def _questions(folder: Path) -> dict[str, Mapping[str, list[str]]]:
    """The example questions of each fact."""
    return {
        fact["id"]: fact.get("questions") or {}
        for path in sorted(folder.glob("*.yml"))
        for fact in read(path).get("facts") or []
    }


def _terms(
    entries: list[Entry], questions: Mapping[str, Mapping[str, list[str]]], language: str
) -> list[Entry]:
    owners = _owners(entries, language)
    terms = []
    for entry in entries:
        term, meaning = entry["term"].get(language), entry["definition"].get(language)
        words = [word for word, owner in owners.items() if owner == entry["id"]]
        if not term or not meaning or not words:
            continue
        terms.append(
            {
                "id": entry["id"],
                "words": sorted(words, key=len, reverse=True),
                "term": term,
                "meaning": meaning,
                "question": _question(entry, questions, language),
            }
        )
    return terms


def _owners(entries: list[Entry], language: str) -> dict[str, str]:
    """Which term each word stands for: the one of this name, else the first that has it."""
    by_name: dict[Any, str] = {entry["term"].get(language): entry["id"] for entry in entries}
    owners: dict[str, str] = {}
    for entry in entries:
        identifier = str(entry["id"])
        for word in _words(entry, language):
            owners.setdefault(word, by_name.get(word, identifier))
    return owners


def _words(entry: Entry, language: str) -> list[str]:
    name = entry["term"].get(language)
    synonyms, lay = (
        (entry.get(field) or {}).get(language) or [] for field in ("synonyms", "lay_variants")
    )
    others = [*(entry.get("abbreviations") or []), *synonyms, *lay]
    names = [name] if name and name.lower() not in NEVER else []
    names += [other for other in others if _tells(other)]
    if language == "en":
        names += [_plural(one) for one in names if one in (name, *synonyms)]
    return list(dict.fromkeys(filter(None, names)))


def _plural(name: str) -> str:
    """The usual English plural; "" for abbreviations and what looks like a plural already."""
    if not name[-2:].islower() or name.endswith("s"):
        return ""
    if name.endswith("y") and name[-2] not in "aeiou":
        return f"{name[:-1]}ies"
    return f"{name}s"


def _tells(name: str) -> bool:
    """Whether a name by itself tells that the term is meant; "one time" is only for asking."""
    if len(name) < 2 or "(" in name or name.lower() in NEVER:  # noqa: PLR2004 - one letter
        return False
    # Chinese names would need a word list of their own; the few that are too common stand above.
    words = _LATIN.findall(name.lower())
    return not name.isascii() or any(zipf_frequency(word, "en") < COMMON for word in words)


def _question(
    entry: Entry, questions: Mapping[str, Mapping[str, list[str]]], language: str
) -> str | None:
    """The first question about the first related fact that has one, as a button shows it."""
    for fact in entry.get("related_facts") or []:
        examples = questions.get(fact, {}).get(language)
        if examples:
            return _as_question(examples[0])
    return None


def _as_question(example: str) -> str:
    text = example.strip()
    text = text[:1].upper() + text[1:]
    if text[-1:] in "?.!？。！":
        return text
    return f"{text}？" if "\u3400" <= text[-1:] <= "\u9fff" else f"{text}?"
