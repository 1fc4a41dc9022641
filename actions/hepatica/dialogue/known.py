"""Whether a found fact is an answer at all, or the store has none (docs/decisions/0004)."""

from hepatica.dialogue.desk import Desk
from hepatica.models import Fact
from hepatica.search.rank import Found

KNOWN, LEAD, SAME = 0.38, 0.5, 0.80
"""A fact counts as an answer when its evidence, plus LEAD times its lead over the next fact,
reaches KNOWN, or when its cosine with an example question reaches SAME (docs/decisions/0004)."""
GAP, KNOWN_WORDS = 0.40, 0.17
"""In English the share of telling words that the fact lacks counts against it, times GAP; what must
be reached is lower then."""
KNOWN_ABROAD = 0.28
"""What must be reached in other languages, where a question shares no words with the facts."""
MOST_MISSING = 0.7
"""From this share of missing telling words on it is another question, however near it sounds."""
RARE = 4.0
"""Rarity (log) from which a named term alone points to its fact: "TACE?"."""
SPECIAL = 2.3
"""Rarity (log) from which a treatment is special: at most one fact in ten is about it."""
SURELY = 0.10
"""How much more must be reached when the intent is no topic, so only the question speaks."""


def is_known(desk: Desk, found: list[Found], more: float = 0.0) -> bool:
    """Whether the best fact is near enough to the question to be its answer."""
    if not found or names_something_else(desk, found[0].fact):
        return False
    best = found[0]
    if best.similarity >= SAME or best.named >= RARE:
        return True
    if desk.language != "en":
        return strength(found) >= KNOWN_ABROAD + more
    gap = desk.snapshot.missing_share(desk.text, best.fact.id)
    return gap < MOST_MISSING and strength(found) - GAP * gap >= KNOWN_WORDS + more


def names_something_else(desk: Desk, fact: Fact) -> bool:
    """Whether the message names a special treatment or subject that the fact does not speak of.

    A fact on survival after radiotherapy must not answer for survival after TACE.
    """
    mentions, about = desk.mentions, set(fact.facets.terms)
    named = [*mentions.get("treatment"), *mentions.get("subject")]
    special = [
        value
        for value in named
        if value in mentions.get("subject") or desk.snapshot.rarity.get(value, 0.0) >= SPECIAL
    ]
    body = " ".join([fact.statement.en, *fact.questions.all()]).casefold()
    spoken = [v for v in special if any(t.casefold() in body for t in _names(desk, v))]
    return bool(set(special) - about - set(spoken))


def _names(desk: Desk, value: str) -> list[str]:
    """The words that named a value in the message, and all other names of a term."""
    term = desk.snapshot.terms.get(value)
    return [*desk.mentions.texts.get(value, []), *(term.phrases() if term else [])]


def strength(found: list[Found]) -> float:
    """Evidence for the best fact and part of its lead over the next."""
    if not found:
        return 0.0
    best, *others = found
    lead = best.evidence - others[0].evidence if others else 0.0
    return best.evidence + LEAD * max(lead, 0.0)
