"""The glossary's phrases, found in a text."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.matcher import PhraseMatcher
from spacy.tokens import Span
from spacy.util import filter_spans

from bot.knowledge_files import KnowledgeFileError, read
from bot.nlu.tokens import matcher_language

_TOO_COMMON = {"scan", "mass", "growth", "spread", "pain", "blood"}
"""Single words left out unless they are the only name: they stand in too many other senses."""


@dataclass(frozen=True)
class Mention:
    """One thing named in a text: character positions, kind of entity, glossary id."""

    start: int
    end: int
    entity: str
    value: str


class GlossaryMatcher:
    """Finds terms and values by all their names, in any language, the longest first.

    Args:
        path: the glossary.

    Raises:
        KnowledgeFileError: the glossary cannot be used.
    """

    def __init__(self, path: Path) -> None:
        data = read(path)
        self._nlp = matcher_language()
        self._matcher = PhraseMatcher(self._nlp.vocab, attr="LOWER")
        self._meaning: dict[str, list[tuple[str, str]]] = {}
        try:
            for entry in data.get("terms", []):
                self._add(entry["id"], entry["entity"], _names(entry))
            for entry in data.get("values", []):
                phrases = [p for listed in entry["phrases"].values() for p in listed]
                self._add(entry["id"], entry["entity"], phrases)
        except (LookupError, TypeError, AttributeError, ValueError) as error:
            raise KnowledgeFileError(f"{path}: an entry has not the shape of others") from error

    def _add(self, identifier: str, entity: str, phrases: list[str]) -> None:
        key = f"{entity}:{identifier}"
        docs = list(self._nlp.pipe(dict.fromkeys(p.lower() for p in phrases)))
        self._matcher.add(key, [doc for doc in docs if len(doc)])

    def find(self, text: str) -> list[Mention]:
        """Everything named in ``text``, in order; a phrase inside a longer one is dropped.

        One phrase may name several things ("stage 4" is CNLC IV and TNM IV); all are given.
        """
        doc = self._nlp(text)
        spans: dict[tuple[int, int], list[str]] = {}
        for match, start, end in self._matcher(doc):
            spans.setdefault((start, end), []).append(self._nlp.vocab.strings[match])
        kept = filter_spans([Span(doc, start, end) for start, end in spans])
        mentions = []
        for span in kept:
            for key in sorted(spans[span.start, span.end]):
                entity, identifier = key.split(":", 1)
                mentions.append(Mention(span.start_char, span.end_char, entity, identifier))
        return mentions


def phrases_of(path: Path) -> list[str]:
    """Every phrase of the glossary in every language, for whom only the words matter.

    Raises:
        KnowledgeFileError: the glossary cannot be read.
    """
    data = read(path)
    phrases = [name for term in data.get("terms", []) for name in _names(term)]
    return phrases + [
        phrase
        for value in data.get("values", [])
        for listed in value["phrases"].values()
        for phrase in listed
    ]


def _names(term: dict[str, Any]) -> list[str]:
    names = [term["term"]["en"], *term.get("abbreviations", [])]
    if term["term"].get("zh"):
        names.append(term["term"]["zh"])
    for field in ("synonyms", "lay_variants"):
        for listed in term.get(field, {}).values():
            names += listed
    useful = [name for name in names if name.lower() not in _TOO_COMMON]
    return useful or names
