"""How hard the English texts are to read."""

from collections.abc import Iterator
from functools import lru_cache
from statistics import median

from hepatica.loading import Knowledge, Problem
from hepatica.plain_language import LONGEST, hard_to_follow

_KINDS = ("statement", "simpler", "caveat")
MOST_WORDS_SHOWN = 5
HARD = 3
"""Syllables from which a word makes a sentence hard."""


@lru_cache(maxsize=100_000)
def grade(text: str) -> float:
    """Flesch-Kincaid grade: years of school in the US (Kincaid et al. 1975), by textstat.

    Sentence length and syllables are all it knows: a low grade is needed, and not enough.
    """
    import textstat

    return float(textstat.flesch_kincaid_grade(text))


def hard_words(text: str) -> list[str]:
    """The words with the most syllables, longest first."""
    import textstat

    words = dict.fromkeys(word.strip(".,;:!?()'\"") for word in text.split())
    long = {word: textstat.syllable_count(word) for word in words if len(word) > HARD}
    hard = [word for word, syllables in long.items() if syllables >= HARD]
    return sorted(hard, key=lambda word: -long[word])


def reading_grades(knowledge: Knowledge) -> Iterator[Problem]:
    """Texts over the policy's limit, and kinds of texts whose median is over it."""
    reading = knowledge.policy.reading
    for kind in _KINDS:
        grades = []
        for fact in knowledge.facts.values():
            text = getattr(fact, kind)
            if text is None:
                continue
            grades.append(grade(text.en))
            if grades[-1] > reading.most:
                file, line = knowledge.line("fact", fact.id, kind, "en")
                message = _too_hard(text.en, grades[-1], reading.most)
                yield Problem(file, line, fact.id, f"{kind}.en", message)
        if grades and median(grades) > reading.median:
            file, line = knowledge.at("policy.yml", "policy", "reading")
            message = (
                f"half of all texts under '{kind}' are over grade {median(grades):.1f}, the limit "
                f"is {reading.median:g}; shorten sentences, use shorter words"
            )
            yield Problem(file, line, "reading", "median", message)


def _too_hard(text: str, found: float, most: float) -> str:
    words = ", ".join(hard_words(text)[:MOST_WORDS_SHOWN])
    easier = f", and find easier words for: {words}" if words else ""
    return f"is written for grade {found:.1f}, the limit is {most:g}; shorten the sentences{easier}"


def long_sentences(knowledge: Knowledge) -> Iterator[Problem]:
    """Sentences that are better parted in two."""
    for fact, sentence in hard_to_follow(knowledge):
        kind = "statement" if sentence in knowledge.facts[fact].statement.en else "simpler"
        file, line = knowledge.line("fact", fact, kind, "en")
        message = f"has a sentence of more than {LONGEST} words, better two: {sentence}"
        yield Problem(file, line, fact, f"{kind}.en", message)
