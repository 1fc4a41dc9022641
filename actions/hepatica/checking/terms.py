"""Words that most people do not know must stand in the glossary."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from hepatica.loading import Knowledge, Problem
from hepatica.models import Fact

_LETTER = "A-Za-zÀ-ÖØ-öø-ž"
_WORD = re.compile(rf"[{_LETTER}](?:[{_LETTER}0-9'’-]*[{_LETTER}0-9])")
_ANY = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_ENDINGS = ("s", "es", "ed", "d", "ing", "ly", "er", "'s")
_SHORTEST = 3
_KINDS = ("statement", "simpler", "caveat")
_ABBREVIATION = re.compile(r"(?![XVI]+$)[A-Z]{2,}")
KNOWN_SHORT = 5.0
"""Frequency from which an abbreviation is known (US, UK): rarer ones count other meanings, too."""


def unexplained_terms(knowledge: Knowledge) -> Iterator[Problem]:
    """Rare words in a wording that no glossary entry names."""
    for unknown in _unknown_words(knowledge):
        if unknown.frequency < knowledge.policy.reading.rare:
            yield _problem(knowledge, unknown)


def unexplained_abbreviations(knowledge: Knowledge) -> Iterator[Problem]:
    """Abbreviations that are no rare words ("PS"), and that neither glossary nor text explains."""
    for unknown in _unknown_words(knowledge):
        short = _ABBREVIATION.fullmatch(unknown.word) and not _introduced(unknown)
        if short and knowledge.policy.reading.rare <= unknown.frequency < KNOWN_SHORT:
            yield _problem(knowledge, unknown)


@dataclass(frozen=True)
class _Unknown:
    """A word of a wording (``kind``) that no glossary entry names."""

    fact: Fact
    kind: str
    text: str
    word: str
    frequency: float


def _unknown_words(knowledge: Knowledge) -> Iterator[_Unknown]:
    known = _known(knowledge)
    for fact in knowledge.facts.values():
        for kind in _KINDS:
            wording = getattr(fact, kind)
            for word in dict.fromkeys(_WORD.findall(wording.en)) if wording else ():
                plain = word.lower().replace("’", "'")
                if parts := _unknown_parts(plain, known):
                    yield _Unknown(fact, kind, wording.en, word, min(map(_frequency, parts)))


def _unknown_parts(word: str, known: frozenset[str]) -> list[str]:
    """The parts of a word with hyphens that no name has; none when a name has the whole word."""
    if _is_known(word, known):
        return []
    return [part for part in word.split("-") if part and not _is_known(part, known)]


def _problem(knowledge: Knowledge, unknown: _Unknown) -> Problem:
    file, line = knowledge.line("fact", unknown.fact.id, unknown.kind, "en")
    message = (
        f"'{unknown.word}' is a word that many people do not know; explain it in glossary.yml, or "
        "use an everyday word"
    )
    return Problem(file, line, unknown.fact.id, f"{unknown.kind}.en", message)


def _known(knowledge: Knowledge) -> frozenset[str]:
    """Every word of every name in the glossary, and what the policy calls plain."""
    glossary = knowledge.glossary
    names = [name for term in glossary.terms for name in term.phrases()]
    names += [name for value in glossary.values for name in value.phrases.all()]
    names += knowledge.policy.reading.plain_words
    return frozenset(word for name in names for word in _ANY.findall(name.lower()))


def _is_known(word: str, known: frozenset[str]) -> bool:
    """Whether a name has the word, or the word without its plural or possessive ending."""
    singular = {word.removesuffix(end) for end in ("'s", "s", "es")}
    singular |= {word[:-3] + "y"} if word.endswith("ies") else set()
    singular |= {word[:-2] + "is"} if word.endswith("es") else set()
    return word in known or bool(singular & known)


def _introduced(unknown: _Unknown) -> bool:
    """Whether the text itself says what the abbreviation is: "a blood test called ALP"."""
    word = unknown.word
    return bool(re.search(rf"\bcalled {word}\b|\({word}\)|\b{word} (?:is|means) ", unknown.text))


@lru_cache(maxsize=50_000)
def _frequency(word: str) -> float:
    """The frequency of the word or of the word it is made from ("weakens", "weaken").

    It is on the Zipf scale of the wordfreq package: log10 of uses in a billion words.
    """
    from wordfreq import zipf_frequency

    forms = {word}
    for ending in _ENDINGS:
        if word.endswith(ending):
            stem = word[: -len(ending)]
            forms |= {form for form in (stem, f"{stem}e") if len(form) >= _SHORTEST}
    return max(zipf_frequency(form, "en") for form in forms)
