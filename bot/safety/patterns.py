"""Matching a message against the curated warning signs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from bot.knowledge_files import read
from bot.safety.checks import check
from bot.safety.excuses import EXEMPT, Excuses
from bot.safety.numbers import numbers_of
from bot.safety.phrases import Phrasebook, Span
from bot.safety.readings import readings_of
from bot.safety.spelling import Speller
from bot.safety.words import Token, tokens_of

Kind = Literal["emergency", "crisis"]
Words = Literal["said", "excused", "unsaid"]
Found = dict[str, list[Span]]

KINDS_OF_SIGN: tuple[Kind, ...] = ("crisis", "emergency")
TOGETHER = 25
"""How many tokens may lie between two words of one sign."""
REACH = {"emergency": 1, "crisis": 2}
"""How many sentences further on the next word of a sign may stand."""


@dataclass(frozen=True)
class RedFlag:
    """A warning sign that was found."""

    id: str
    kind: Kind
    text: str


@dataclass(frozen=True)
class Finding:
    """What a message says of danger: its warning signs, and how it has words for each kind.

    ``words`` is "excused" where all of them are denied, supposed and so on: "no fever, no blood".
    """

    flags: list[RedFlag]
    words: dict[Kind, Words]


@dataclass(frozen=True)
class _Sign:
    """A sign as the file has it; ``groups`` are names of word lists."""

    id: str
    kind: Kind
    groups: tuple[str, ...]
    one_sentence: bool


class RedFlags:
    """Finds warning signs that are happening now.

    A sign counts when every group of its words stands in one sentence or in two neighbouring ones,
    of three for self-harm.
    Words do not count that are denied, told of the past, led to by a general or "what if" question,
    or a figure of speech; words that say "now" outweigh question and past. Self-harm (crisis) is
    excused by a figure of speech or a denial in so many words only. Doubt goes to safety.
    """

    def __init__(self, path: Path) -> None:
        data = read(path)
        check(data, path)
        denying = ((data.get("exempt") or {}).get("negation") or {}).values()
        self._book = Phrasebook(
            fillers=map(str, data.get("fillers") or ()),
            never_in_gap=[str(phrase) for listed in denying for phrase in listed],
        )
        for name, phrases in (data.get("words") or {}).items():
            self._add(name, phrases)
        for name, phrases in (data.get("exempt") or {}).items():
            self._add(EXEMPT + name, phrases)
        self._signs = [self._sign(flag) for flag in data["flags"]]
        self._readings = readings_of(data.get("readings"), path)
        self._alarm_words: dict[Kind, str] = data.get("alarm_words") or {}
        self._speller = Speller(self._book.vocabulary)
        self.find("wurm 嘔")  # reads the word lists now, so that no patient waits for it

    def _sign(self, flag: dict[str, Any]) -> _Sign:
        names = []
        for number, group in enumerate(flag["all_of"]):
            name = group if isinstance(group, str) else f"flag:{flag['id']}:{number}"
            if not isinstance(group, str):
                self._add(name, group)
            names.append(name)
        return _Sign(flag["id"], flag["kind"], tuple(names), bool(flag.get("one_sentence")))

    def _add(self, name: str, phrases: dict[str, list[str]]) -> None:
        for listed in phrases.values():
            for phrase in listed:
                self._book.add(name, str(phrase))

    def find(self, text: str) -> list[RedFlag]:
        """Warning signs in ``text``, crisis first."""
        return self.look(text).flags

    def look(self, text: str) -> Finding:
        """Warning signs in ``text``, crisis first, and whether it has words of danger."""
        tokens = self._speller.corrected(tokens_of(text))
        spans = self._spans(tokens)
        words = {kind: self._words(kind, spans) for kind in KINDS_OF_SIGN}
        names = {name for sign in self._signs for name in sign.groups}
        signs = [span for name in names for span in spans.get(name, [])]
        dangers = [span for of_kind in words.values() for span in of_kind]
        excuses = Excuses(tokens, spans, [*signs, *dangers], dangers)
        found = [
            RedFlag(sign.id, sign.kind, _told(text, tokens, together))
            for sign in self._signs
            if (together := self._together(sign, spans, excuses, tokens))
        ]
        return Finding(
            sorted(found, key=lambda flag: flag.kind != "crisis"),
            {kind: _said(of_kind, excuses.of(kind)) for kind, of_kind in words.items()},
        )

    def _words(self, kind: Kind, spans: Found) -> list[Span]:
        """The listed words of danger, and the signs of this kind that one list makes up."""
        signs = [sign.groups for sign in self._signs if sign.kind == kind]
        names = {groups[0] for groups in signs if len(groups) == 1}
        if kind in self._alarm_words:
            names.add(self._alarm_words[kind])
        return [span for name in names for span in spans.get(name, [])]

    def _spans(self, tokens: list[Token]) -> Found:
        spans = self._book.find(tokens, {})
        numbers = numbers_of(tokens)
        readings = {
            reading.name: found
            for reading in (self._readings if numbers else ())
            if (found := reading.spans(tokens, numbers, spans))
        }
        return self._book.find(tokens, readings) if readings else spans

    def _together(
        self, sign: _Sign, spans: Found, excuses: Excuses, tokens: list[Token]
    ) -> list[Span]:
        """The words of the sign, one span a group, that stand near enough to each other."""
        if not all(name in spans for name in sign.groups):
            return []
        excused = excuses.of(sign.kind)
        groups = [[s for s in spans[name] if not excused(s)] for name in sign.groups]
        reach = 0 if sign.one_sentence else REACH[sign.kind]
        return next(_combined(groups, lambda a, b: _near(a, b, tokens, reach)), [])


def _said(words: list[Span], excused: Callable[[Span], bool]) -> Words:
    if not words:
        return "unsaid"
    return "excused" if all(map(excused, words)) else "said"


def _combined(groups: list[list[Span]], near: Callable[[Span, Span], bool]) -> Iterator[list[Span]]:
    """For each span of the first group, the first of every other group that is near it."""
    first, *others = groups
    for span in first:
        rest = [next((s for s in other if near(span, s)), None) for other in others]
        if all(rest):
            yield [span, *(s for s in rest if s)]


def _near(one: Span, other: Span, tokens: list[Token], reach: int) -> bool:
    first, last = sorted((one, other))
    apart = tokens[last.start].sentence - tokens[first.end - 1].sentence
    return apart <= reach and last.start - first.end <= TOGETHER


def _told(text: str, tokens: list[Token], spans: list[Span]) -> str:
    """The sentences that the words stand in."""
    first = tokens[min(span.start for span in spans)].sentence
    last = tokens[max(span.end for span in spans) - 1].sentence
    within = [
        t
        for t in tokens
        if first <= t.sentence <= last and not (t.ends_sentence and t.sentence == last)
    ]
    return " ".join(text[within[0].start : within[-1].end].split())
