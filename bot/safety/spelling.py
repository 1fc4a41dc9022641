"""Typing errors in the words that warning signs are made of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.safety.words import Token, is_latin

SHORTEST = 5
"""Shorter words are never what a typing error is read as."""
TWO_ERRORS = 7
"""From this length on a word may have two errors."""
LONGEST = 30
"""Longer strings are no words."""
ORDINARY = 2.9
"""Words at least this common (Zipf scale: 3 is one in a million) are meant as they stand."""
_SHORTEST_JOINED, _SHORTEST_PART = 6, 2
_SHORTEST_OF_MANY, _SHORTEST_OF_SEVERAL = 12, 4


class Speller:
    """Reads a misspelt or joined word as the word of the warning signs that was meant.

    A word that English or Spanish has is never touched: "comic" stays, "vommit" is "vomit".
    """

    def __init__(self, vocabulary: Collection[str]) -> None:
        self._known = frozenset(vocabulary)
        self._meant = sorted(w for w in self._known if len(w) >= SHORTEST and is_latin(w))
        self._reading = lru_cache(maxsize=20_000)(self._read)

    def corrected(self, tokens: list[Token]) -> list[Token]:
        """The tokens with their words as they were meant; joined words become two tokens."""
        return [replace(token, text=word) for token in tokens for word in self._reading(token.text)]

    def _read(self, word: str) -> tuple[str, ...]:
        if word in self._known or not SHORTEST - 1 <= len(word) <= LONGEST or not is_latin(word):
            return (word,)
        if _is_ordinary(word):
            return (word,)
        return self._parted(word) or self._nearest(word)

    def _parted(self, word: str) -> tuple[str, ...]:
        """Words that were joined, such as "throwingup" or "cantbreatheatall"."""
        if len(word) < _SHORTEST_JOINED:
            return ()
        for cut in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
            parts = word[:cut], word[cut:]
            if all(part in self._known for part in parts) and max(map(len, parts)) >= SHORTEST - 1:
                return parts
        return self._many(word) if len(word) >= _SHORTEST_OF_MANY else ()

    def _many(self, word: str) -> tuple[str, ...]:
        """Three words and more, none of them tiny."""
        if word in self._known:
            return (word,)
        for cut in range(len(word) - _SHORTEST_OF_SEVERAL, _SHORTEST_OF_SEVERAL - 1, -1):
            if word[:cut] in self._known and (rest := self._many(word[cut:])):
                return (word[:cut], *rest)
        return ()

    def _nearest(self, word: str) -> tuple[str, ...]:
        """The word with the fewest errors; of several the one that people use most."""
        errors = 2 if len(word) >= TWO_ERRORS else 1
        near = process.extract(word, self._meant, scorer=OSA.distance, score_cutoff=errors, limit=8)
        alike = [(wrong, -_how_common(w), w) for w, wrong, _ in near if word[0] in w[:2]]
        return (min(alike)[2] if alike else word,)


def _is_ordinary(word: str) -> bool:
    return _how_common(word) >= ORDINARY


@lru_cache(maxsize=20_000)
def _how_common(word: str) -> float:
    from wordfreq import zipf_frequency

    return max(float(zipf_frequency(word, language)) for language in ("en", "es"))
