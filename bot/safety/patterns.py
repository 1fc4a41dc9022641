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

_SENTENCE = re.compile(r"[^.!?;。！？；]+")
_APOSTROPHES = re.compile("[’‘´`]")
NEGATION_REACH = 4
"""How many tokens before a sign a "no" or "not" still belongs to it."""
_CLAUSE_ENDS = frozenset({",", "，", "、", "and", "but", "i", "he", "she", "we", "they"})
"""Between these and what follows, a "no" or "last year" speaks of something else."""


@dataclass(frozen=True)
class RedFlag:
    """A warning sign that was found."""

    id: str
    kind: Kind
    text: str


class RedFlags:
    """Finds warning signs that are happening now.

    A sign counts when every group of its phrases stands in one sentence. It does not count when it
    is negated or tells of the past in its own clause, when a general or "what if" question leads to
    it, or when it is a figure of speech; words that say "now" or "I am" outweigh question and past.
    Self-harm (crisis) is excused by a figure of speech only. Doubt goes to safety.
    """

    def __init__(self, path: Path) -> None:
        data = read(path)
        _check(data, path)
        self._nlp = matcher_language()
        self._kinds: dict[str, Kind] = {}
        self._groups: dict[str, int] = {}
        self._matcher = PhraseMatcher(self._nlp.vocab, attr="LOWER")
        for flag in data["flags"]:
            self._add_flag(flag)
        for name, phrases in (data.get("exempt") or {}).items():
            self._add(f"exempt:{name}", phrases)

    def _add_flag(self, flag: dict[str, Any]) -> None:
        identifier = flag["id"]
        self._kinds[identifier] = flag["kind"]
        self._groups[identifier] = len(flag["all_of"])
        for number, phrases in enumerate(flag["all_of"]):
            self._add(f"flag:{identifier}:{number}", phrases)

    def _add(self, key: str, phrases: dict[str, list[str]]) -> None:
        texts = dict.fromkeys(str(p).lower() for listed in phrases.values() for p in listed)
        self._matcher.add(key, [doc for doc in self._nlp.pipe(texts) if len(doc)])

    def find(self, text: str) -> list[RedFlag]:
        """Warning signs in ``text``, crisis first."""
        found: dict[str, RedFlag] = {}
        for sentence in _SENTENCE.findall(_APOSTROPHES.sub("'", text)):
            for flag in self._in_sentence(self._nlp(" ".join(sentence.split()))):
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
            usable = {
                n: [s for s in spans if not _inside(s, figures)] for n, spans in matched.items()
            }
            signs = _first_of_each(usable)
            if len(signs) == self._groups[identifier] and self._now(identifier, signs, exempt):
                found.append(RedFlag(identifier, self._kinds[identifier], doc.text))
        return found

    def _now(self, identifier: str, signs: list[Span], exempt: dict[str, list[Span]]) -> bool:
        if self._kinds[identifier] == "crisis":
            return True
        if _negated(signs, exempt.get("negation", [])):
            return False
        if exempt.get("present"):
            return True
        first, end = min(signs, key=lambda span: span.start), max(span.end for span in signs)
        asked = any(question.start < end for question in exempt.get("hypothetical", []))
        over = any(_same_clause(first, past) for past in exempt.get("past", []))
        return not (asked or over)


def _first_of_each(groups: dict[str, list[Span]]) -> list[Span]:
    return [spans[0] for spans in groups.values() if spans]


def _inside(span: Span, others: list[Span]) -> bool:
    return any(o.start <= span.start and span.end <= o.end for o in others)


def _negated(signs: list[Span], negations: list[Span]) -> bool:
    """A negation just before the first sign, and not part of the sign's own wording."""
    first = min(signs, key=lambda span: span.start)
    inside = any(sign.start <= n.start < sign.end for n in negations for sign in signs)
    return not inside and any(
        0 <= first.start - negation.end < NEGATION_REACH and _same_clause(negation, first)
        for negation in negations
    )


def _same_clause(one: Span, other: Span) -> bool:
    start, end = min(one.end, other.end), max(one.start, other.start)
    return not any(token.lower_ in _CLAUSE_ENDS for token in one.doc[start:end])


def _check(data: dict[str, Any], path: Path) -> None:
    """Refuse a file whose shape would make signs go unseen.

    Raises:
        KnowledgeFileError: names the flag and what it lacks.
    """
    flags = data.get("flags")
    if not isinstance(flags, list) or not flags:
        raise KnowledgeFileError(f"{path}: expected a list of warning signs under 'flags:'")
    seen: set[str] = set()
    for flag in flags:
        identifier = flag.get("id") if isinstance(flag, dict) else None
        if not identifier or identifier in seen:
            raise KnowledgeFileError(f"{path}: flag '{identifier}' needs an id of its own")
        seen.add(identifier)
        groups = flag.get("all_of")
        if (
            flag.get("kind") not in ("emergency", "crisis")
            or not isinstance(groups, list)
            or not groups
        ):
            raise KnowledgeFileError(
                f"{path}: flag '{identifier}' needs kind: emergency or crisis, and all_of"
            )
        if not all(_is_phrases(group) for group in groups):
            raise KnowledgeFileError(
                f"{path}: flag '{identifier}': every group under all_of needs lists of phrases, "
                "such as en: [throwing up, vomiting]"
            )
    exempt = data.get("exempt") or {}
    for name, phrases in exempt.items() if isinstance(exempt, dict) else [("exempt", None)]:
        if not _is_phrases(phrases):
            raise KnowledgeFileError(f"{path}: '{name}' under exempt needs lists of phrases")


def _is_phrases(group: Any) -> bool:
    return (
        isinstance(group, dict)
        and all(isinstance(listed, list) for listed in group.values())
        and any(group.values())
    )
