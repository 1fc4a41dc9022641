"""Matching a message against the curated warning signs."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from bot.knowledge_files import KnowledgeFileError, read
from bot.nlu.tokens import matcher_language

Kind = Literal["emergency", "crisis"]

_SENTENCE = re.compile(r"[^.!?;\n。！？；]+")
NEGATION_REACH = 4
"""How many tokens before a sign a "no" or "not" still belongs to it."""


@dataclass(frozen=True)
class RedFlag:
    """A warning sign that was found."""

    id: str
    kind: Kind
    text: str


class RedFlags:
    """Finds warning signs that are happening now.

    A sign counts when every group of its phrases stands in one sentence. It does not count when it
    is negated, when the sentence is a general or "what if" question, tells of the past, or is a
    figure of speech; words that say "now" or "I am" outweigh "what if" and the past, because doubt
    goes to safety. Self-harm (crisis) is never excused by a question or by the past.
    """

    def __init__(self, path: Path) -> None:
        data = read(path)
        self._nlp = matcher_language()
        self._kinds: dict[str, Kind] = {}
        self._groups: dict[str, int] = {}
        self._matcher = PhraseMatcher(self._nlp.vocab, attr="LOWER")
        for flag in data.get("flags", []):
            self._add_flag(flag, path)
        for name, phrases in (data.get("exempt") or {}).items():
            self._add(f"exempt:{name}", phrases)

    def _add_flag(self, flag: dict[str, Any], path: Path) -> None:
        identifier, kind = flag.get("id"), flag.get("kind")
        if kind not in ("emergency", "crisis") or not flag.get("all_of"):
            raise KnowledgeFileError(
                f"{path}: flag '{identifier}' needs kind: emergency or crisis, and all_of"
            )
        self._kinds[identifier] = kind
        self._groups[identifier] = len(flag["all_of"])
        for number, phrases in enumerate(flag["all_of"]):
            self._add(f"flag:{identifier}:{number}", phrases)

    def _add(self, key: str, phrases: dict[str, list[str]]) -> None:
        texts = dict.fromkeys(str(p).lower() for listed in phrases.values() for p in listed)
        self._matcher.add(key, [doc for doc in self._nlp.pipe(texts) if len(doc)])

    def find(self, text: str) -> list[RedFlag]:
        """Warning signs in ``text``, crisis first."""
        found: dict[str, RedFlag] = {}
        for sentence in _SENTENCE.findall(text.replace("’", "'")):
            for flag in self._in_sentence(self._nlp(sentence.strip())):
                found.setdefault(flag.id, flag)
        return sorted(found.values(), key=lambda flag: flag.kind != "crisis")

    def _in_sentence(self, doc: Doc) -> list[RedFlag]:
        exempt: dict[str, list[Span]] = {}
        groups: dict[str, dict[str, list[Span]]] = {}
        for match, start, end in self._matcher(doc):
            kind, _, rest = self._nlp.vocab.strings[match].partition(":")
            span = Span(doc, start, end)
            if kind == "exempt":
                exempt.setdefault(rest, []).append(span)
            else:
                identifier, _, number = rest.rpartition(":")
                groups.setdefault(identifier, {}).setdefault(number, []).append(span)
        figures = exempt.get("figure_of_speech", [])
        found = []
        for identifier, matched in groups.items():
            usable = {n: [s for s in spans if not _inside(s, figures)] for n, spans in matched.items()}
            signs = _first_of_each(usable)
            if len(signs) == self._groups[identifier] and self._now(identifier, signs, exempt):
                found.append(RedFlag(identifier, self._kinds[identifier], doc.text))
        return found

    def _now(self, identifier: str, signs: list[Span], exempt: dict[str, list[Span]]) -> bool:
        if _negated(signs, exempt.get("negation", [])):
            return False
        if self._kinds[identifier] == "crisis" or exempt.get("present"):
            return True
        return not (exempt.get("hypothetical") or exempt.get("past"))


def _first_of_each(groups: dict[str, list[Span]]) -> list[Span]:
    return [spans[0] for spans in groups.values() if spans]


def _inside(span: Span, others: list[Span]) -> bool:
    return any(o.start <= span.start and span.end <= o.end for o in others)


def _negated(signs: list[Span], negations: list[Span]) -> bool:
    """A negation just before the first sign, and not part of the sign's own wording."""
    first = min(signs, key=lambda span: span.start)
    inside = any(sign.start <= n.start < sign.end for n in negations for sign in signs)
    return not inside and any(
        0 <= first.start - negation.end < NEGATION_REACH for negation in negations
    )
