"""The language of a text in Latin letters, by how common its words are in each language.

A detector by letters needs a sentence; patients write "higado", "me duele" or "afp high". So each
word speaks for the languages in which it is common (unigram model over the frequencies of
``wordfreq``), and a prior speaks for the languages that patients of this house mostly write.
"""

from __future__ import annotations

import math
import re
import unicodedata
from functools import lru_cache

HOME, NEXT = "en", "es"
"""What a message is taken for when several languages would do: the first, unless its words are
rather the other's."""
PRIORS = {"en": 0.0, "es": -0.6, "fr": -1.3, "de": -1.3, "it": -1.6, "pt": -1.6}
"""Log10 of how likely a language is before a word was read, against English."""
UNKNOWN = -7.5
"""Log10 frequency of a word that a language's list does not have."""
SURE = 0.75
"""Lead in log10 likelihood from which the words decide alone."""
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_MOST_WORDS = 40
_ONLY = {"ñ": "es", "¿": "es", "¡": "es", "ß": "de"}
"""Letters and marks that only one of the languages has."""


def likeliest_by_words(text: str) -> tuple[str, bool]:
    """The likeliest language and whether its lead over the next is clear.

    >>> likeliest_by_words("me duele el higado")
    ('es', True)
    """
    for character in text:
        if language := _ONLY.get(character.lower()):
            return language, True
    words = _telling_words(text)
    if not words:
        return HOME, False
    scores = {
        language: prior + sum(_log_frequency(word, language) for word in words)
        for language, prior in PRIORS.items()
    }
    best, second = sorted(scores, key=lambda language: -scores[language])[:2]
    if scores[best] - scores[second] >= SURE:
        return best, True
    return (NEXT if scores[NEXT] - scores[HOME] >= SURE else HOME), False


def _telling_words(text: str) -> list[str]:
    """Lower-case words; abbreviations such as TACE are the same in every language and left out."""
    words = _WORD.findall(text.replace("\u2019", "'"))
    if not text.isupper():
        words = [word for word in words if not (len(word) > 1 and word.isupper())]
    return [_plain(word.lower()) for word in words[:_MOST_WORDS]]


def _log_frequency(word: str, language: str) -> float:
    return _frequencies(language).get(word, UNKNOWN)


@lru_cache(maxsize=len(PRIORS))
def _frequencies(language: str) -> dict[str, float]:
    """Log10 frequency of each common word, without accents, which phones leave out."""
    from wordfreq import get_frequency_dict

    found: dict[str, float] = {}
    for word, frequency in get_frequency_dict(language, wordlist="small").items():
        plain = _plain(word)
        found[plain] = max(found.get(plain, UNKNOWN), math.log10(frequency))
    return found


def _plain(word: str) -> str:
    """The word without accents.

    >>> _plain("hígado")
    'higado'
    """
    parts = unicodedata.normalize("NFD", word)
    return "".join(c for c in parts if not unicodedata.combining(c))
