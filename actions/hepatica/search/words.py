"""Which telling words of a question a fact does not have.

Meaning alone takes "the dose in the 2019 trial" for anything about the 2019 trial. The share of the
question's rare words that are missing in a fact's own text shows that it is another question.
"""

import math
import re
from collections.abc import Callable
from functools import lru_cache

_WORD = re.compile(r"[a-z]{3,}")
_ANY_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"[.!?;\n]+")
WHOLE = 4
"""Words from which a sentence can be a question of its own."""
COMMON = 0.25
"""Words in more than this share of the facts tell nothing."""
_PEOPLE = """
    mum mom mother dad father wife husband son daughter sister brother aunt uncle grandma grandpa
    granddad grandmother grandfather friend partner family doctor told said says please hello
    article articles text news piece story claim claims write writes wrote
"""
UNSEEN = 3.0
"""Weight (log rarity) of a word that no fact has; it may be a name, or a typing error."""


@lru_cache(maxsize=1)
def everyday() -> frozenset[str]:
    """Words that say who asks and how, not what about."""
    from spacy.lang.en.stop_words import STOP_WORDS  # half a second, for which a check has no use

    return frozenset(STOP_WORDS) | frozenset(_PEOPLE.split())


Holders = Callable[[str], frozenset[int]]


def plain_words(text: str) -> str:
    """The text without capitals and punctuation.

    >>> plain_words("What does BCLC stage B mean?")
    'what does bclc stage b mean'
    """
    return " ".join(_ANY_WORD.findall(text.casefold()))


def holders(rows: Callable[[str, tuple[object, ...]], list[tuple[int]]], most: int) -> Holders:
    """A function that gives the rows of ``fact_text`` which have a word (or its stem).

    Of a word that more than ``most`` facts have, ``most + 1`` are given: it tells nothing.

    Args:
        rows: gives the rows of a query and its values; may be asked by several threads at once.
        most: see above.
    """

    @lru_cache(maxsize=4096)
    def having(word: str) -> frozenset[int]:
        query = "SELECT rowid FROM fact_text WHERE fact_text MATCH ? LIMIT ?"
        return frozenset(row[0] for row in rows(query, (f'"{word}"', most + 1)))

    return having


def missing_share(text: str, row: int, facts: int, having: Holders) -> float:
    """Share, weighted by rarity, of the English question's telling words that fact ``row`` lacks.

    0.0 when it has them all (or there are none), 1.0 when it has none. Of a message of several
    sentences the one that fits best counts: the others tell the story around the question.
    """
    sentences = [part for part in _SENTENCE.split(text) if len(part.split()) >= WHOLE]
    return min(_missing(part, row, facts, having) for part in sentences or [text])


def _missing(text: str, row: int, facts: int, having: Holders) -> float:
    missing = total = 0.0
    for word in set(_WORD.findall(text.lower())) - everyday():
        rows = having(word)
        if len(rows) > COMMON * facts:
            continue
        weight = math.log(facts / len(rows)) if rows else UNSEEN
        total += weight
        missing += 0.0 if row in rows else weight
    return missing / total if total else 0.0
