"""Sentences that are too long for a tired reader."""

from collections.abc import Iterator
from functools import lru_cache

import spacy
from spacy.language import Language

from hepatica.loading import Knowledge

LONGEST = 30
"""Words of a sentence in a statement; more is hard to follow on a phone."""


@lru_cache(maxsize=1)
def _splitter() -> Language:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp


def long_sentences(text: str) -> list[str]:
    """The sentences of ``text`` that have more than ``LONGEST`` words."""
    return [
        sentence.text
        for sentence in _splitter()(text).sents
        if sum(token.is_alpha or token.like_num for token in sentence) > LONGEST
    ]


def hard_to_follow(knowledge: Knowledge) -> Iterator[tuple[str, str]]:
    """Pairs of place ("file:line fact") and sentence that a curator should part in two."""
    for fact in knowledge.facts.values():
        place = knowledge.places["fact", fact.id]
        for wording in (fact.statement.en, fact.simpler.en):
            for sentence in long_sentences(wording):
                yield f"{place.file}:{place.line} {fact.id}", sentence
