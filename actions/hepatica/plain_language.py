"""Sentences that are too long for a tired reader."""

import re
from collections.abc import Iterator

from hepatica.loading import Knowledge

LONGEST = 30
"""Words of a sentence in a statement; more is hard to follow on a phone."""
_END = re.compile(r"(?<=[.!?])\s+")
"""Good for our own short texts; documents by others are split by spaCy (``hepatica.ingest``)."""
_WORD = re.compile(r"\w")


def long_sentences(text: str) -> list[str]:
    """The sentences of ``text`` that have more than ``LONGEST`` words."""
    return [sentence for sentence in _END.split(text) if _words(sentence) > LONGEST]


def _words(sentence: str) -> int:
    return sum(_WORD.search(part) is not None for part in sentence.split())


def hard_to_follow(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Pairs of fact and sentence that a curator should part in two."""
    for fact in knowledge.facts.values():
        for wording in (fact.statement.en, fact.simpler.en):
            for sentence in long_sentences(wording):
                yield fact.id, sentence
