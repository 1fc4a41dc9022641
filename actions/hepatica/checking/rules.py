"""All blocking checks over loaded knowledge, and remarks that do not block."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from hepatica.checking.chart_words import chart_words
from hepatica.checking.contradictions import contradictions
from hepatica.checking.figures import incomplete_figures, relative_alone, unbacked_numbers
from hepatica.checking.languages import missing_languages, numbers_that_differ
from hepatica.checking.reading import long_sentences, reading_grades
from hepatica.checking.survival import survival_whole
from hepatica.checking.terms import unexplained_abbreviations, unexplained_terms
from hepatica.loading import Knowledge, Problem
from hepatica.signing import standing

SOON = timedelta(days=60)
"""A fact that is due within this time is remarked upon."""

Rule = Callable[[Knowledge], Iterator[Problem]]
RULES: dict[str, Rule] = {
    "numbers need figures": unbacked_numbers,
    "figures are whole": incomplete_figures,
    "relative with absolute": relative_alone,
    "survival is told whole": survival_whole,
    "charts have their words": chart_words,
    "no contradictions": contradictions,
    "all languages": missing_languages,
    "same numbers in all languages": numbers_that_differ,
    "easy to read": reading_grades,
    "terms are explained": unexplained_terms,
    "abbreviations are explained": unexplained_abbreviations,
}


@dataclass(frozen=True)
class Report:
    """``problems`` block; ``remarks`` do not."""

    problems: list[Problem]
    remarks: list[Problem]


def check_knowledge(
    knowledge: Knowledge,
    today: date,
    progress: Callable[[str, int, int], None] | None = None,
) -> Report:
    """Run every rule.

    Args:
        knowledge: well-formed knowledge.
        today: facts past their date are a problem.
        progress: is told the rule's name, its number and how many there are.
    """
    problems = list(past_their_date(knowledge, today))
    for number, (name, rule) in enumerate(RULES.items(), start=1):
        if progress:
            progress(name, number, len(RULES))
        problems += rule(knowledge)
    remarks = [
        *due_soon(knowledge, today),
        *void_signatures(knowledge),
        *withdrawn(knowledge),
        *long_sentences(knowledge),
    ]
    return Report(sorted(problems), sorted(remarks))


def past_their_date(knowledge: Knowledge, today: date) -> Iterator[Problem]:
    """Facts whose ``valid_until`` is over."""
    for fact in knowledge.facts.values():
        if fact.valid_until < today:
            file, line = knowledge.line("fact", fact.id, "valid_until")
            message = (
                f"is past its date ({fact.valid_until}); check it against its sources again, add "
                "a review and set a new date, or remove the fact"
            )
            yield Problem(file, line, fact.id, "valid_until", message)


def due_soon(knowledge: Knowledge, today: date) -> Iterator[Problem]:
    """Facts whose date is near."""
    for fact in knowledge.facts.values():
        if today <= fact.valid_until < today + SOON:
            file, line = knowledge.line("fact", fact.id, "valid_until")
            message = f"is due for a new check by {fact.valid_until}"
            yield Problem(file, line, fact.id, "valid_until", message)


def void_signatures(knowledge: Knowledge) -> Iterator[Problem]:
    """Signatures of a wording that has changed since."""
    for fact in knowledge.facts.values():
        for language in knowledge.policy.languages:
            for review in standing(fact, language, knowledge.policy.signatures).void:
                file, line = knowledge.line("fact", fact.id, "reviews", fact.reviews.index(review))
                message = (
                    f"the signature of {review.who} ({language}, {review.on}) is void, because the "
                    f"fact was edited since; ask for a new one: hepatica sign {fact.id}"
                )
                yield Problem(file, line, fact.id, "reviews", message)


def withdrawn(knowledge: Knowledge) -> Iterator[Problem]:
    """Facts that are not served because a source was retracted."""
    for fact in knowledge.facts.values():
        for source in fact.leans_on:
            if retracted := knowledge.sources[source].retracted:
                file, line = knowledge.line("fact", fact.id, "citations")
                message = (
                    f"is withdrawn: its source '{source}' was retracted on {retracted}; "
                    "find another source or remove the fact"
                )
                yield Problem(file, line, fact.id, "citations", message)
