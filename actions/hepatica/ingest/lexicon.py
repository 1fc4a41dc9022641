"""The glossary as the drafting rules use it: measures, groups, facet terms, definitions."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from hepatica.ingest.passages import CJK
from hepatica.models import Glossary
from hepatica.store.measures import Measures

_HAS_CHINESE = re.compile(f"[{CJK}]")
_IDENTIFIER = re.compile(r"^[a-z0-9][a-z0-9-]*$")
_RELATIVE = re.compile(r"\b(?:control|comparison|other)\b|对照", re.IGNORECASE)
"""Names that mean another group in every document, so that the glossary cannot say which."""

_SUMMING_UP = {"median", "hazard-ratio"}
"""Measures that only say how another one is summed up."""

_SHORTEST = 3
_MEANS = (
    r"\s?(?:[(（][^()（）]{1,40}[)）]\s?)?[,，]?\s?"
    r"(?:\b(?:is|are)\s(?:an?|the|one|when|what|any|how)\b|\bmeans?\b|\brefers?\sto\b"
    r"|\b(?:is|are)\sdefined\sas\b|\bstands\sfor\b|是指|指的是|是一[种类个项]|是由|定义为|意味着|指)"
)


@dataclass(frozen=True)
class Mention:
    """A value of the glossary, or words for a group, at ``start`` to ``end`` of a sentence."""

    start: int
    end: int
    value: str


class Lexicon:
    """Looks words of a sentence up in the glossary."""

    def __init__(self, glossary: Glossary) -> None:
        measures = [t for t in glossary.terms if t.entity == "measure" and t.id not in _SUMMING_UP]
        self._measures = Measures(glossary)
        self._names = {term.id: term.term.en for term in measures}
        self._lay = _Finder((name, term.id) for term in measures for name in term.phrases())
        self._groups = _Finder(
            (phrase, value.id)
            for value in glossary.values
            if value.entity == "group"
            for phrase in (value.id, *value.phrases.all())
            if not _RELATIVE.search(phrase)
        )
        self._terms = _Finder(
            (phrase, term.id)
            for term in glossary.terms
            # Lay words are too wide here: "treatment" may mean one session, "lump" a tumor.
            for phrase in set(term.phrases()) - set(term.lay_variants.all())
            if term.entity != "stage"
        )
        self._stages = _Finder(
            pair
            for pair in (
                *((p, t.id) for t in glossary.terms if t.entity == "stage" for p in t.phrases()),
                *(
                    (p, v.id)
                    for v in glossary.values
                    if v.entity == "stage"
                    for p in v.phrases.all()
                ),
            )
            if _IDENTIFIER.match(pair[1])
        )
        names = (name for term in glossary.terms for name in term.phrases())
        self._definition = re.compile(
            rf"^\W*(?:(?:an?|the)\s)?(?:{_alternatives(names)})s?{_MEANS}", re.IGNORECASE
        )

    def measure(self, wording: str) -> str | None:
        """The name of the measure that ``wording`` tells about, None without one."""
        words = re.sub(r"[^\w\s-]", " ", wording)
        found = self._measures.find(" ".join(words.split()))
        if found in self._names:
            return self._names[found]
        last = max(self._lay.find(wording), key=lambda mention: mention.start, default=None)
        return self._names[last.value] if last else None

    def groups(self, sentence: str) -> list[Mention]:
        """The glossary's groups in a sentence, in order."""
        # A hyphen parts words as a space does: "the surgery-alone group".
        return self._groups.find(sentence.replace("-", " "))

    def terms(self, sentence: str) -> list[str]:
        """Ids of the terms named in a sentence, each once, in order."""
        return list(dict.fromkeys(mention.value for mention in self._terms.find(sentence)))

    def stages(self, sentence: str) -> list[str]:
        """Ids of the stages named in a sentence, each once, in order."""
        return list(dict.fromkeys(mention.value for mention in self._stages.find(sentence)))

    def defines(self, sentence: str) -> bool:
        """Whether a sentence says what a term of the glossary means."""
        return bool(self._definition.match(sentence))


class _Finder:
    """Finds many phrases at once, the longest at each place, whole words in English."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._exact: dict[str, str] = {}
        self._loose: dict[str, str] = {}
        for phrase, value in pairs:
            # "CR" and "OS" are abbreviations only in capitals.
            exact = len(phrase) <= _SHORTEST and phrase.isascii()
            key = phrase if exact else phrase.casefold()
            (self._exact if exact else self._loose).setdefault(key, value)
        self._patterns = [
            (re.compile(_alternatives(self._exact)), self._exact),
            (re.compile(_alternatives(self._loose), re.IGNORECASE), self._loose),
        ]

    def find(self, sentence: str) -> list[Mention]:
        found = [
            Mention(match.start(), match.end(), values[key])
            for pattern, values in self._patterns
            for match in pattern.finditer(sentence)
            if (key := match[1] if values is self._exact else match[1].casefold()) in values
        ]
        return sorted(found, key=lambda mention: mention.start)


def _alternatives(phrases: Iterable[str]) -> str:
    """A group of all phrases, the longest first; one that matches nothing when there are none."""
    longest_first = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    if not longest_first:
        return r"(?!)()"
    return "(" + "|".join(map(_bounded, longest_first)) + ")"


def _bounded(phrase: str) -> str:
    escaped = re.escape(phrase)
    if _HAS_CHINESE.search(phrase):
        return escaped
    return rf"(?<![A-Za-z\d]){escaped}(?![A-Za-z\d])"
