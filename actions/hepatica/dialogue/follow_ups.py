"""Turns that only make sense after an answer."""

from dataclasses import replace

import numpy as np

from hepatica.answers.compose import Style
from hepatica.answers.figures import Wanted
from hepatica.dialogue import declining, questions, sayings
from hepatica.dialogue.context import OTHER_STUDY
from hepatica.dialogue.desk import Desk, Reply
from hepatica.dialogue.stage_table import stage_answer
from hepatica.models import Fact
from hepatica.search.query import Query
from hepatica.search.rank import Found
from hepatica.store.timepoints import in_months

LAST_QUESTION = 0.6
"""How much the last question's meaning weighs beside the new words."""
OWN_WORDS = 0.20
"""Evidence that the new words alone must have for a fact found with the last question's help."""
MORE_FACTS = 2


def follow_up(desk: Desk) -> Reply:
    """Answer "and after 5 years?", "without radiotherapy?", "what about stage C?"."""
    given = desk.given()
    if not given:
        return questions.question(desk)
    if desk.asks_sample_size:
        return how_many(desk)
    if table := stage_answer(desk, in_context=True):
        return table
    query, found = _in_context(desk, given[0])
    if not _names_something(desk):
        found = [item for item in found if item.fact not in given]
    return questions.answer_or_decline(desk, found, query, elliptic=True)


def _names_something(desk: Desk) -> bool:
    """Whether the same fact may answer again: for another time, group, study, stage or word."""
    own = desk.query()
    named = own.months or own.measures or own.study or own.stages or own.terms
    return bool(named or desk.mentions.get("group"))


def continued(desk: Desk, alone: list[Found]) -> Reply:
    """A question that is only clear with the last answer in mind: "which patients could join it?".

    The last answer itself is no answer to it, nor is a fact for which its own words do not speak:
    ``alone`` is what was found for them without the last answer.
    """
    given = desk.given()
    query, found = _in_context(desk, given[0])
    spoken_for = {f.fact.id for f in alone if f.evidence >= OWN_WORDS}
    new = [f for f in found if f.fact not in given and f.fact.id in spoken_for]
    if not new:
        return declining.no_fact(desk)
    return questions.answer_or_decline(desk, new, query, elliptic=True)


def _in_context(desk: Desk, last: Fact) -> tuple[Query, list[Found]]:
    query = _merged(desk, last)
    vector = desk.vector(desk.text) + LAST_QUESTION * desk.vector(
        last.questions.first(desk.language)
    )
    return query, desk.find(query, vector / max(float(np.linalg.norm(vector)), 1e-9))


def _merged(desk: Desk, last: Fact) -> Query:
    """What is meant: the new words, and the old focus where nothing new was named."""
    mentions, context = desk.mentions, desk.context
    own = desk.query()
    changes_subject = bool(own.stages or mentions.get("side_effect") or mentions.get("treatment"))
    old_measures = frozenset({context.measure} if context.measure else ())
    return replace(
        own,
        topics=_topics(desk, last, changes_subject=changes_subject),
        terms=own.terms or frozenset(last.facets.terms),
        measures=own.measures or (frozenset() if changes_subject else old_measures),
        study=_study(desk, last),
        months=own.months or (None if changes_subject else context.months),
    )


def _topics(desk: Desk, last: Fact, *, changes_subject: bool) -> dict[str, float]:
    if desk.mentions.get("side_effect"):
        return _both(desk.topics, "side-effects")
    return desk.topics if changes_subject else _both(desk.topics, last.topic)


def _both(topics: dict[str, float], last: str) -> dict[str, float]:
    """The topics of the message, and another one as if it were as likely."""
    return {**topics, last: max([*topics.values(), 0.5])}


def _study(desk: Desk, last: Fact) -> str | None:
    """The study named, "the other" one, or the one talked about."""
    named, current = desk.mentions.first("study"), desk.context.study
    if named != OTHER_STUDY:
        return named or current
    others = [
        key.study
        for identifier, keys in desk.snapshot.figures.items()
        for key in keys
        if key.study != current
        and key.measure == desk.context.measure
        and desk.snapshot.sources[key.study].study_name
        and identifier != last.id
    ]
    return next(iter(others), None)


def how_many(desk: Desk) -> Reply:
    """How many people the last answer rests on."""
    lines = sayings.sample_sizes(desk.given(), desk.snapshot, desk.voice)
    if not lines:
        return desk.about_given([desk.phrase("no_sample_size")], "suggest_source", "suggest_more")
    return desk.about_given(["\n".join(lines)], "suggest_source", "suggest_simpler")


def repeat(desk: Desk) -> Reply:
    """The last answer again."""
    return _again(desk, desk.style, "suggest_simpler", "suggest_source", "suggest_more")


def simpler(desk: Desk) -> Reply:
    """The last answer in the plainest words."""
    return _again(desk, replace(desk.style, simpler=True), "suggest_source", "suggest_more")


def _again(desk: Desk, style: Style, *usual: str) -> Reply:
    facts = desk.given()
    if not facts:
        return nothing_yet(desk)
    wanted = Wanted(in_months(desk.context.timepoint), desk.context.group)
    return desk.give(facts, replace(style, wanted=wanted), desk.suggestions(facts, [], *usual))


def more(desk: Desk) -> Reply:
    """The next facts on the same subject that were not shown yet."""
    given = desk.given()
    if not given:
        return nothing_yet(desk)
    last = given[0]
    query = Query(
        text=last.questions.first(desk.language),
        topics={last.topic: 1.0},
        terms=frozenset(last.facets.terms),
        study=desk.context.study,
    )
    found = desk.find(query)
    shown = {*desk.context.facts_shown, *desk.context.facts_given}
    new = [f for f in found if f.fact.id not in shown and not f.fact.sensitive]
    new = [f for f in new if f.fact.topic == last.topic]
    if not new:
        return desk.say("smalltalk", desk.phrase("no_more"))
    facts = [item.fact for item in new[:MORE_FACTS]]
    suggestions = desk.suggestions(facts, new, "suggest_simpler", "suggest_more")
    return desk.give(facts, desk.style, suggestions, topic=last.topic)


def source(desk: Desk) -> Reply:
    """Where the last answer comes from."""
    if not desk.given():
        return questions.question(desk) if desk.mentions.get("study") else nothing_yet(desk)
    lines = sayings.sources(desk.given(), desk.snapshot, desk.voice)
    return desk.about_given(["\n".join(lines)], "suggest_how_many", "suggest_more")


def nothing_yet(desk: Desk) -> Reply:
    """There is no answer to go on from."""
    return desk.say("smalltalk", desk.phrase("nothing_yet"), desk.starters())
