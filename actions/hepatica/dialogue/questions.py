"""Answering a question that stands by itself."""

from dataclasses import replace

from hepatica.answers.figures import Wanted
from hepatica.dialogue import declining, follow_ups, sayings
from hepatica.dialogue.desk import Desk, Reply
from hepatica.dialogue.known import (
    KNOWN,
    SAME,
    SURELY,
    is_known,
    names_something_else,
    near_unknown,
    strength,
)
from hepatica.dialogue.offering import needs_offer, offer, vague_on_outlook
from hepatica.dialogue.stage_table import stage_answer
from hepatica.models import Fact
from hepatica.search.query import Query
from hepatica.search.rank import Found

TIE = 0.04
"""Facts this close to the best one in score are given together with it."""
URGENT_TIE = 0.15
"""The same for a fact about a warning sign: rather once too often than once too seldom."""
ELSEWHERE = 0.4
"""How likely another subject must be for an unclear message without a fact to be called so."""
SHORT = 60
"""Characters up to which "how many people was that" can only mean the last answer."""


def question(desk: Desk) -> Reply:
    """A question whose topic is clear."""
    if desk.asks_sample_size and desk.given() and len(desk.text) < SHORT:
        return follow_ups.how_many(desk)
    if table := stage_answer(desk):
        return table
    query = desk.query()
    if outlook := vague_on_outlook(desk, query):
        return offer(desk, outlook)
    found = desk.find_by_words(query)
    if desk.given() and _goes_on(desk, query, found):
        in_context = follow_ups.continued(desk, found)
        if in_context.contract.kind == "answer":
            return in_context
    if not is_known(desk, found) and desk.given():
        return follow_ups.continued(desk, found)
    return answer_or_decline(desk, found, query)


def _goes_on(desk: Desk, query: Query, found: list[Found]) -> bool:
    """Whether a short question says "it" or "they" and names nothing itself."""
    named = query.study or query.stages or query.terms or query.months
    short = desk.refers_back and len(desk.text) < SHORT and not any(map(str.isdigit, desk.text))
    return bool(short and not named and found and found[0].similarity < SAME)


def unsure(desk: Desk) -> Reply:
    """The intent is unclear: answer on a strong match only, else ask back or decline."""
    if desk.asks_sample_size and desk.given():
        return follow_ups.how_many(desk)
    if table := stage_answer(desk, in_context=True):
        return table
    query = desk.query()
    if outlook := vague_on_outlook(desk, query):
        return offer(desk, outlook)
    found = desk.find(query)
    surely = is_known(desk, found, SURELY)
    if desk.given() and (desk.refers_back or not surely):
        in_context = follow_ups.continued(desk, found)
        if in_context.contract.kind == "answer":
            return in_context
    if surely:
        return give(desk, found, query)
    return _asked_back(desk, found)


def _asked_back(desk: Desk, found: list[Found]) -> Reply:
    """Near questions to choose from when something may be known, else an honest no."""
    if is_known(desk, found):
        near = [item.fact for item in found if not item.fact.sensitive]
        offers = [desk.button(fact) for fact in near[:3]]
        return desk.say("clarify", desk.phrase("clarify"), offers)
    if desk.ranking.get("out_of_scope", 0.0) >= ELSEWHERE and not near_unknown(desk):
        return desk.say("out_of_scope", desk.phrase("part_out_of_scope"), desk.starters())
    return declining.no_fact(desk)


def answer_or_decline(
    desk: Desk, found: list[Found], query: Query, *, elliptic: bool = False
) -> Reply:
    """Answer when the best fact is near enough; else say honestly that there is none.

    An ``elliptic`` message leaves its telling words to the question before it.
    """
    measure = timed_measure(query)
    if gap := sayings.missing_time_point(query, measure, desk.snapshot, desk.voice):
        near = [f for f in found if query.study in f.fact.facets.studies]
        return desk.say("no_fact", gap, desk.suggestions([], near))
    if elliptic:
        known = strength(found) >= KNOWN and not names_something_else(desk, found[0].fact)
    else:
        known = is_known(desk, found)
    if known and not _at_another_time(desk, found[0].fact, query):
        return give(desk, found, query)
    return declining.no_fact(desk, found)


def _at_another_time(desk: Desk, fact: Fact, query: Query) -> bool:
    """Whether a rate is asked for at a time at which the fact has none."""
    if not query.months or not timed_measure(query):
        return False
    times = {key.months for key in desk.snapshot.figures.get(fact.id, []) if key.months}
    return bool(times) and query.months not in times


def give(desk: Desk, found: list[Found], query: Query) -> Reply:
    """Give the best fact, and with it those that fit as well; offer what is hard to take."""
    if needs_offer(desk, found[0].fact, query):
        return offer(desk, found[0].fact)
    facts = [found[0].fact] if desk.brief else together(found)
    style = replace(desk.style, wanted=Wanted(query.months, desk.mentions.first("group")))
    usual = ["suggest_simpler", "suggest_more"]
    if any(f.unit == "percent" and f.n for fact in facts for f in fact.figures):
        usual.insert(0, "suggest_how_many")
    suggestions = desk.suggestions(facts, found, *usual)
    return desk.give(facts, style, suggestions, **focus(desk, facts[0], query))


def together(found: list[Found]) -> list[Fact]:
    """The best fact and up to two that tie with it; a warning sign that is near comes first."""
    best = found[0]
    facts = [best.fact]
    for item in found[1:3]:
        margin = URGENT_TIE if item.fact.urgent > best.fact.urgent else TIE
        close = item.score >= best.score - margin and item.fact.topic == best.fact.topic
        if close and not item.fact.sensitive and not any(_overlap(item.fact, f) for f in facts):
            facts.append(item.fact)
    return sorted(facts, key=lambda fact: not fact.urgent)


def focus(desk: Desk, fact: Fact, query: Query) -> dict[str, str | None]:
    """What the talk is about after this answer: slots for follow-ups."""
    mentions = desk.mentions
    measures = {k.measure for k in desk.snapshot.figures.get(fact.id, []) if k.measure}
    only = next(iter(measures)) if len(measures) == 1 else None
    return {
        "topic": fact.topic,
        "study": query.study or next(iter(fact.facets.studies), None),
        "measure": timed_measure(query) or only,
        "timepoint": f"{query.months} months" if query.months else None,
        "group": mentions.first("group"),
        "stage": mentions.first("stage") or next(iter(fact.facets.stages), None),
        "term": mentions.first("term") or next(iter(fact.facets.terms), None),
        "treatment": mentions.first("treatment"),
        "side_effect": mentions.first("side_effect"),
    }


def timed_measure(query: Query) -> str | None:
    """The measure asked about that trials report over time, the narrower one first."""
    return next((m for m in sayings.TIMED_MEASURES if m in query.measures), None)


def _overlap(one: Fact, other: Fact) -> bool:
    """Whether two facts would say the same figure twice."""
    keys = {(f.measure, f.timepoint, f.group, f.value) for f in one.figures}
    return any((f.measure, f.timepoint, f.group, f.value) in keys for f in other.figures)
