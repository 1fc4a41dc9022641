"""Yes and no: to figures that were offered, or to what was said last."""

from dataclasses import replace

from hepatica.dialogue import follow_ups
from hepatica.dialogue.desk import Desk, Reply
from hepatica.dialogue.offering import YES


def accepted(desk: Desk) -> Reply:
    """A yes: the facts that were offered, or else more on the subject."""
    fact = desk.snapshot.facts.get(desk.context.offered or "")
    if fact is None:
        return follow_ups.more(desk)
    wanted = replace(desk, context=replace(desk.context, figures_wanted=YES))
    study = next(iter(fact.facets.studies), None)
    buttons = wanted.suggestions([fact], [], "suggest_simpler", "suggest_source", "suggest_more")
    return wanted.give([fact], desk.style, buttons, topic=fact.topic, study=study)


def declined(desk: Desk) -> Reply:
    """A no: leave it, kindly."""
    reply = desk.say("smalltalk", desk.phrase("all_right"), desk.starters())
    return replace(reply, context=replace(desk.context, offered=None))
