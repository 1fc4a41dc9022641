"""Measured values in a message: temperature, blood pressure, oxygen, pulse, sugar."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any

from bot.knowledge_files import KnowledgeFileError
from bot.safety.numbers import Number
from bot.safety.phrases import Span
from bot.safety.words import Token

NEAR = 9
"""How many tokens the word for what was measured ("temperature") may stand from the number."""
_FAHRENHEIT = (93.0, 113.0)
"""Numbers that as a body temperature can only be Fahrenheit."""
_OVER = frozenset({"/", "over", "on", "by", "sobre", "-", "比"})
_PAIR_MOST, _LOWEST_SECOND = 2, 20
"""Between the numbers of a pair one more word may stand; the second is at least so high."""
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

    def spans(
        self, tokens: list[Token], numbers: list[Number], lists: dict[str, list[Span]]
    ) -> list[Span]:
        """Numbers in the range whose unit, or a word of ``near`` close by, says what they are."""
        starts = {number.span.start for number in numbers}
        return [
            span
            for number, second in zip_longest(numbers, numbers[1:])
            if (span := _pair(tokens, number, second) if self.pair else number.span)
            and (number.decimal or not self.decimal)
            and self.lowest <= self._value(number.value) <= self.highest
            and (self._has_unit(tokens, span) or self._is_near(span, tokens, lists, starts))
        ]

    def _value(self, value: float) -> float:
        fahrenheit = "f" in self.units and _FAHRENHEIT[0] <= value <= _FAHRENHEIT[1]
        return round((value - 32) / 1.8, 1) if fahrenheit else value

    def _has_unit(self, tokens: list[Token], span: Span) -> bool:
        after = [token.text for token in tokens[span.end : span.end + 1]]
        return bool(after) and (after[0] in self.units or (after[0] == "°" and "c" in self.units))

    def _is_near(
        self,
        span: Span,
        tokens: list[Token],
        lists: dict[str, list[Span]],
        numbers: set[int],
    ) -> bool:
        if self.near is None:
            return True
        return any(
            _belongs(word, span, tokens, numbers, NEAR if self.decimal else 1)
            for word in lists.get(self.near, [])
            if tokens[word.start].sentence == tokens[span.start].sentence
        )


def _belongs(word: Span, span: Span, tokens: list[Token], numbers: set[int], behind: int) -> bool:
    """Whether the word stands before the number, no other number between, or close behind it.

    ``numbers`` are the places where numbers start.
    """
    if word.start >= span.end:
        joined = behind == 1 and tokens[span.end].text in _JOINS
        return word.start - span.end <= behind and not joined
    between = range(word.end, span.start)
    return len(between) <= NEAR and not any(at in numbers for at in between)


def _pair(tokens: list[Token], number: Number, second: Number | None) -> Span | None:
    """From the first to the second number of a pair such as 80/50 or "80 over 50"."""
    if not second or not _LOWEST_SECOND <= second.value <= number.value:
        return None
    between = [token.text for token in tokens[number.span.end : second.span.start]]
    is_pair = between and len(between) <= _PAIR_MOST and between[-1] in _OVER
    return Span(number.span.start, second.span.end) if is_pair else None


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
