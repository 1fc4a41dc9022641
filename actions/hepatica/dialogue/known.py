"""Whether a found fact is an answer at all, or the store has none (docs/decisions/0004)."""

import math
from dataclasses import asdict, dataclass

import numpy as np

from hepatica.dialogue.desk import Desk
from hepatica.dialogue.knowing import BIAS, WEIGHTS
from hepatica.models import Fact
from hepatica.search.rank import Found

KNOWN, LEAD, SAME = 0.30, 0.5, 0.74
"""A fact goes on from the last answer when its evidence, plus LEAD times its lead over the next
fact, reaches KNOWN. A cosine of SAME with one of its example questions is enough in any case."""
LIMIT = 0.45
"""Probability from which a fact counts as the answer."""
MOST_LEAD, MOST_NAMED, MANY_WORDS = 0.3, 5.0, 30
"""What counts at most: a lead, the rarity of named terms, the number of words."""
RARE = 4.0
"""Rarity (log) from which a named term alone points to its fact: "TACE?"."""
SPECIAL = 2.3
"""Rarity (log) from which a treatment is special: at most one fact in ten is about it."""
SURELY = 0.2
"""How much more must be reached when the intent is no topic, so only the question speaks."""


def is_known(desk: Desk, found: list[Found], more: float = 0.0) -> bool:
    """Whether the best fact is near enough to the question to be its answer."""
    if not found or names_something_else(desk, found[0].fact):
        return False
    best = found[0]
    if best.similarity >= SAME or best.named >= RARE or _has_the_figure(desk, best.fact):
        return True
    return probability(features(desk, found)) >= LIMIT + more


def _has_the_figure(desk: Desk, fact: Fact) -> bool:
    """Whether the message names a study and a time at which the fact has a figure of it."""
    query = desk.query()
    keys = desk.snapshot.figures.get(fact.id, [])
    return any(
        key.study == query.study and key.months == query.months for key in keys if key.months
    )


@dataclass(frozen=True)
class Features:
    """What speaks for and against the best fact as the answer to a question.

    ``evidence``, ``lead``, ``similarity`` and ``named`` tell how the fact fits; ``missing`` is the
    share of an English question's telling words that it lacks. ``unknown`` and
    ``unknown_whitened`` are the cosines with the nearest question that no fact answers, plain and
    along the directions that tell facts apart; ``nearer`` and ``nearer_whitened`` tell how much
    nearer a question of the fact is than that one. ``question``, ``elsewhere``, ``advice`` and
    ``topic`` are probabilities that the classifier gave.
    """

    evidence: float
    lead: float
    similarity: float
    named: float
    missing: float
    english: float
    question: float
    elsewhere: float
    advice: float
    topic: float
    words: float
    unknown: float
    unknown_whitened: float
    nearer: float
    nearer_whitened: float


def features(desk: Desk, found: list[Found], but: int | None = None) -> Features:
    """Measure the best fact; ``but`` is an unknown question to leave out, for fitting."""
    best = found[0]
    vector = best.vector
    unknown, whitened = _unknown(desk, vector, but)
    return Features(
        evidence=best.evidence,
        lead=min(best.evidence - found[1].evidence if len(found) > 1 else 0.0, MOST_LEAD),
        similarity=best.similarity,
        named=min(best.named, MOST_NAMED) / MOST_NAMED,
        missing=_missing(desk, best.fact),
        english=float(desk.language == "en"),
        question=sum(desk.topics.values()),
        elsewhere=desk.ranking.get("out_of_scope", 0.0),
        advice=desk.ranking.get("personal_advice", 0.0),
        topic=desk.topics.get(best.fact.topic, 0.0),
        words=min(len(desk.text.split()), MANY_WORDS) / MANY_WORDS,
        unknown=unknown,
        unknown_whitened=whitened,
        nearer=best.similarity - unknown,
        nearer_whitened=best.similarity_whitened - whitened,
    )


def near_unknown(desk: Desk) -> bool:
    """Whether the message is nearly a question on liver cancer of which no fact is known."""
    return _unknown(desk, desk.vector(desk.text), None)[0] >= SAME


def _missing(desk: Desk, fact: Fact) -> float:
    return desk.snapshot.missing_share(desk.text, fact.id) if desk.language == "en" else 0.0


def _unknown(desk: Desk, vector: np.ndarray, but: int | None) -> tuple[float, float]:
    snapshot = desk.snapshot
    if not len(snapshot.unknown):
        return 0.0, 0.0
    plain = snapshot.unknown @ vector
    whitened = snapshot.unknown_whitened @ snapshot.meaning.whitened(vector[np.newaxis])[0]
    if but is not None:
        plain[but] = whitened[but] = -1.0
    return float(plain.max()), float(whitened.max())


def probability(measured: Features) -> float:
    """How likely the fact is the answer (logistic regression; ``bench/knowing.py`` fits it)."""
    values = asdict(measured)
    return 1 / (1 + math.exp(-BIAS - sum(WEIGHTS[name] * values[name] for name in WEIGHTS)))


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
