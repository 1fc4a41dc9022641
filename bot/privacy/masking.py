"""Replacing identifiers by words that say what stood there."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from bot.privacy.addresses import address_rules
from bot.privacy.cued import cued_rules
from bot.privacy.homes import home_rules
from bot.privacy.names import name_rules
from bot.privacy.numbers import number_rules
from bot.privacy.texts import Rule, Span, text_of
from bot.privacy.words import words_from


class Masker:
    """Finds and replaces identifiers; what it costs grows with the length of the text only.

    Args:
        folder: where the words are; the knowledge folder when not given.

    Raises:
        KnowledgeFileError: they cannot be used.
    """

    def __init__(self, folder: Path | None = None) -> None:
        words = words_from(folder)
        self._instead = words.instead
        self._rules: list[Rule] = [
            *address_rules(words),
            *home_rules(words),
            *number_rules(words),
            *cued_rules(words),
            *name_rules(words),
        ]

    def mask(self, text: str, language: str | None = None) -> str:
        """The text without identifiers.

        Args:
            text: what a person wrote.
            language: of the replacements where the text itself does not tell.
        """
        spans = self.find(text)
        if not spans:
            return text
        if _is_chinese(text, spans):
            language = "zh"
        elif language != "zh" or _has_letters(text, spans):
            language = "en"
        pieces, place = [], 0
        for start, end, kind in spans:
            pieces += [text[place:start], self._instead[kind][language]]
            place = end
        return "".join([*pieces, text[place:]])

    def find(self, text: str) -> list[Span]:
        """Where identifiers stand, in their order; none overlaps another."""
        looked = text_of(text)
        return _apart(span for rule in self._rules for span in rule(looked))


@lru_cache(maxsize=1)
def masker() -> Masker:
    """The one with the curators' words; read once.

    Raises:
        KnowledgeFileError: they cannot be used.
    """
    return Masker()


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Overlapping ones joined; the kind is that of the rule that comes first."""
    ordered = sorted(enumerate(spans), key=lambda numbered: numbered[1].start)
    apart: list[tuple[int, Span]] = []
    for rank, span in ordered:
        if apart and span.start < apart[-1][1].end:
            before, last = apart[-1]
            first = last if before < rank else span
            apart[-1] = min(before, rank), Span(last.start, max(last.end, span.end), first.kind)
        else:
            apart.append((rank, span))
    return [span for _, span in apart]


def _left(text: str, spans: list[Span]) -> str:
    pieces, place = [], 0
    for start, end, _ in spans:
        pieces.append(text[place:start])
        place = end
    return "".join([*pieces, text[place:]])


def _is_chinese(text: str, spans: list[Span]) -> bool:
    return text_of(_left(text, spans)).chinese


def _has_letters(text: str, spans: list[Span]) -> bool:
    return any(character.isalpha() for character in _left(text, spans))
