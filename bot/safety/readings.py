"""Measured values in a message: temperature, blood pressure, oxygen, pulse, sugar."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.knowledge_files import KnowledgeFileError
from bot.safety.phrases import Span
from bot.safety.words import Token

NEAR = 6
"""How many tokens the word for what was measured ("temperature") may stand from the number."""
_NUMBER = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?")
_FAHRENHEIT = (93.0, 113.0)
"""Numbers that as a body temperature can only be Fahrenheit."""
_OVER = frozenset({"/", "over", "on", "by", "sobre", "-", "比"})
_JOINS = frozenset({"and", "y", ",", "，", "和"})
_KEYS = {"near", "unit", "from", "to", "pair", "decimal"}


@dataclass(frozen=True)
class Reading:
    """A range that is a warning sign; ``near`` is the word list for what was measured."""

    name: str
    near: str | None
    units: tuple[str, ...]
    lowest: float
    highest: float
    pair: bool
    decimal: bool

    def spans(self, tokens: list[Token], lists: dict[str, list[Span]]) -> list[Span]:
        """Numbers in the range whose unit, or a word of ``near`` close by, says what they are."""
        return [
            span
            for span in (_number(tokens, at, self.pair) for at in range(len(tokens)))
            if span
            and (not self.decimal or not tokens[span.start].text.isdigit())
            and self.lowest <= self._value(tokens[span.start].text) <= self.highest
            and (self._has_unit(tokens, span) or self._is_near(span, tokens, lists))
        ]

    def _value(self, text: str) -> float:
        value = float(text.replace(",", "."))
        fahrenheit = "f" in self.units and _FAHRENHEIT[0] <= value <= _FAHRENHEIT[1]
        return round((value - 32) / 1.8, 1) if fahrenheit else value

    def _has_unit(self, tokens: list[Token], span: Span) -> bool:
        after = [token.text for token in tokens[span.end : span.end + 1]]
        return bool(after) and (after[0] in self.units or (after[0] == "°" and "c" in self.units))

    def _is_near(self, span: Span, tokens: list[Token], lists: dict[str, list[Span]]) -> bool:
        if self.near is None:
            return True
        return any(
            _belongs(word, span, tokens, NEAR if self.decimal else 1)
            for word in lists.get(self.near, [])
            if tokens[word.start].sentence == tokens[span.start].sentence
        )


def _belongs(word: Span, number: Span, tokens: list[Token], behind: int) -> bool:
    """Whether the word stands before the number, no other number between, or close behind it."""
    if word.start >= number.end:
        joined = behind == 1 and tokens[number.end].text in _JOINS
        return word.start - number.end <= behind and not joined
    between = tokens[word.end : number.start]
    return len(between) <= NEAR and not any(_NUMBER.fullmatch(token.text) for token in between)


def _number(tokens: list[Token], at: int, pair: bool) -> Span | None:
    """The number at ``at``; of a pair such as 80/50 or "80 over 50" the first one decides."""
    if not _NUMBER.fullmatch(tokens[at].text):
        return None
    if not pair:
        return Span(at, at + 1)
    rest = [token.text for token in tokens[at + 1 : at + 3]]
    is_pair = len(rest) == 2 and rest[0] in _OVER and _NUMBER.fullmatch(rest[1])  # noqa: PLR2004
    return Span(at, at + 3) if is_pair else None


def readings_of(data: Any, path: Path) -> list[Reading]:
    """The ranges under ``readings:``.

    Raises:
        KnowledgeFileError: a range has no numbers, or a key nobody reads.
    """
    found = []
    for name, entry in (data or {}).items():
        ok = isinstance(entry, dict) and set(entry) <= _KEYS
        numbers = [entry.get("from"), entry.get("to")] if ok else []
        if not ok or not all(isinstance(number, int | float) for number in numbers):
            raise KnowledgeFileError(
                f"{path}: reading '{name}' needs numbers under from: and to:, and may have near:, "
                "unit: and pair:"
            )
        units = tuple(str(unit).lower() for unit in entry.get("unit") or ())
        low, high = (float(number) for number in numbers)
        found.append(
            Reading(
                name,
                entry.get("near"),
                units,
                low,
                high,
                bool(entry.get("pair")),
                bool(entry.get("decimal")),
            )
        )
    return found
