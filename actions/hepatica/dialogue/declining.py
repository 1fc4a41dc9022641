"""Turns that are not answered with the fact asked for: personal advice, and what is not known."""

from dataclasses import replace

from hepatica.answers.compose import compose
from hepatica.dialogue.desk import Desk, Reply
from hepatica.dialogue.stage_table import stage_answer
from hepatica.models import Fact
from hepatica.search.query import Query
from hepatica.search.rank import Found

NEAR = 0.45
"""Lowest evidence at which a general fact is worth giving with a declined request."""
QUESTIONS_FOR_THE_TEAM = "ask-about"
"""Facts whose ids begin so are lists of questions to take to the team."""
RADIOTHERAPY = frozenset({"radiotherapy", "neoadjuvant-radiotherapy", "neoadjuvant"})


def personal_advice(desk: Desk) -> Reply:
    """Decline kindly; give a general fact when one is near, and questions for the team."""
    if table := stage_answer(desk):
        kind = table.contract.model_copy(update={"kind": "personal_advice"})
        return replace(table, texts=[desk.phrase("personal_advice"), *table.texts], contract=kind)
    query = desk.query()
    found = desk.find(query)
    near = [f.fact for f in found if _is_general(f)][:1]
    ask = [fact for fact in [_questions_for_the_team(desk, query)] if fact]
    composed = compose(
        [*near, *ask],
        desk.snapshot,
        desk.style,
        kind="personal_advice",
        suggestions=desk.suggestions([*near, *ask], found, "suggest_source"),
    )
    labels = [desk.phrase("general_fact")] * len(near) + [desk.phrase("ask_team")] * len(ask)
    facts = [f"{label} {text}" for label, text in zip(labels, composed.texts, strict=True)]
    given = [fact.id for fact in near or ask]
    context = desk.context.after_answer(given)
    return Reply([desk.phrase("personal_advice"), *facts], composed.contract, context)


def _is_general(found: Found) -> bool:
    fact = found.fact
    is_list = fact.id.startswith(QUESTIONS_FOR_THE_TEAM)
    return found.evidence >= NEAR and not fact.sensitive and not is_list


def _questions_for_the_team(desk: Desk, query: Query) -> Fact | None:
    lists = {i: f for i, f in desk.snapshot.facts.items() if i.startswith(QUESTIONS_FOR_THE_TEAM)}
    about = "radiotherapy" if query.terms & RADIOTHERAPY else "diagnosis"
    wanted = f"{QUESTIONS_FOR_THE_TEAM}-{about}"
    return lists.get(wanted) or next(iter(lists.values()), None)


def no_fact(desk: Desk, found: list[Found] | None = None) -> Reply:
    """Say that the store has nothing on this, and offer what is nearest."""
    near = [f.fact for f in found or [] if not f.fact.sensitive][:2]
    offers = [desk.button(fact) for fact in near] or desk.starters()
    return desk.say("no_fact", desk.phrase("no_fact"), offers)
