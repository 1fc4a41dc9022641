"""Figures that are hard to take are offered first, and given at once to who asks for them."""

import re
from dataclasses import replace

from hepatica.dialogue.desk import Desk, Reply
from hepatica.models import Fact
from hepatica.search.query import Query
from hepatica.search.words import plain_words

YES = "yes"
_LETTERS = re.compile(r"[a-z]")
_LIVING = re.compile(r"\b(?:a?live[sd]?|living|life|surviv(?:e[ds]?|ing))\b|活")
"""Everyday words for a measure: "how long do people live" names no figure."""


def needs_offer(desk: Desk, fact: Fact, query: Query) -> bool:
    """Whether to ask softly before giving a sensitive fact.

    Not when the person said yes before, tapped its button, or named what they want: a time
    point, a study, a group, a measure, or another word of ``asks_for_figures``.
    """
    if not fact.sensitive or desk.context.figures_wanted == YES:
        return False
    buttons = {plain_words(fact.questions.first(language)) for language in ("en", "zh")}
    if plain_words(desk.text) in buttons:
        return False
    named = query.months or query.study or desk.mentions.get("group")
    return not (named or _names_a_measure(desk) or _asks_for_figures(desk))


def _names_a_measure(desk: Desk) -> bool:
    measures = desk.mentions.get("measure")
    words = [text for m in measures for text in desk.mentions.texts.get(m, [m])]
    return any(not _LIVING.search(text.casefold()) for text in words)


def _asks_for_figures(desk: Desk) -> bool:
    return _has_words(desk.text, desk.snapshot.policy.asks_for_figures.all())


def _has_words(written: str, words: list[str]) -> bool:
    text = written.casefold()
    padded = " " + " ".join(re.findall(r"[\w']+|%", text)) + " "
    return any(f" {w} " in padded if _LETTERS.search(w) else w in text for w in words)


def vague_on_outlook(desk: Desk, query: Query) -> Fact | None:
    """The fact to offer when the message asks vaguely how long people live; None when it does not.

    Not when it names a figure, a study, a treatment, a group, a stage or a time, is an example
    question of a fact, nor when the figures were wanted before: then it finds its own fact.
    """
    policy = desk.snapshot.policy
    asked = _has_words(desk.text, policy.asks_for_outlook.all())
    of_a_fact = plain_words(desk.text) in desk.snapshot.questions
    if desk.context.figures_wanted == YES or not asked or of_a_fact:
        return None
    named = query.months or query.study or query.stages or desk.mentions.get("group")
    if named or desk.mentions.get("treatment") or _names_a_measure(desk) or _asks_for_figures(desk):
        return None
    nearest = desk.find(query)[:1]
    if nearest and nearest[0].fact.id in policy.outlook.values():
        return nearest[0].fact  # "how long do people in China live"
    outlook = policy.outlook.get("zh" if desk.language == "zh" else "en")
    return desk.snapshot.facts.get(outlook) if outlook else None


def offer(desk: Desk, fact: Fact) -> Reply:
    """Ask whether the figures are wanted, with a button for each answer."""
    buttons = [desk.phrase("offer_yes"), desk.phrase("offer_no")]
    reply = desk.say("clarify", desk.phrase("offer_figures"), buttons)
    return replace(reply, context=replace(desk.context, offered=fact.id, topic=fact.topic))
