"""A message with several requests: each is answered, or named and declined, in one reply."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TypeVar

from hepatica.answers.contract import Contract, Kind, ShownPart, ShownSource
from hepatica.answers.contract_charts import MOST_CHARTS, ShownChart
from hepatica.dialogue.context import Context, Mentions
from hepatica.dialogue.desk import Desk, Reply

Thing = TypeVar("Thing")
HARD = "sadness"
"""A remark that is met with sympathy before the questions are answered."""
SAID_HERE = {
    "out_of_scope": ("out_of_scope", "part_out_of_scope"),
    "ask_are_you_human": ("smalltalk", "notice"),
}
"""Parts whose reply alone would come from the domain's responses: kind and phrase."""
WEIGHT: tuple[Kind, ...] = (
    "personal_advice",
    "answer",
    "clarify",
    "no_fact",
    "out_of_scope",
    "smalltalk",
)
"""Which kind a reply of several has: the first of these that one of its parts has."""
NO_TOPICS = frozenset({"ask_source", "ask_are_you_human"})
ABOUT_TOLD = frozenset({"ask_source", "simpler", "follow_up"})
"""Intents whose reply has the facts of the last answer and says something new about them."""
LONGEST_HEADING = 90
"""Characters of a question that are said again above its answer."""


@dataclass(frozen=True)
class Part:
    """One request of a message, as Rasa understood it.

    ``text`` is what was meant, without typing errors; ``asked`` what was typed.
    """

    text: str
    intent: str
    ranking: dict[str, float] = field(default_factory=dict)
    mentions: Mentions = field(default_factory=Mentions)
    asked: str = ""


Answer = Callable[[Desk, Part], Reply]


def several(desk: Desk, parts: list[Part], answer: Answer) -> Reply:
    """Answer each part in turn, later ones in the light of earlier ones.

    Args:
        desk: the turn.
        parts: two or more parts, or one with a remark beside it.
        answer: replies to one part at a desk of its own.
    """
    opening = [desk.phrase("sorry_hard")] if any(part.intent == HARD for part in parts) else []
    asked = [part for part in parts if part.intent != HARD]
    replies = _in_turn(desk, asked, answer)
    if len(replies) == 1:
        [(_, only)] = replies
        return replace(only, texts=[*opening, *only.texts])
    texts = [*opening]
    for part, reply in replies:
        texts += [desk.phrase("part", asked=_heading(part.asked or part.text)), *reply.texts]
    contract = _merged([(part.asked or part.text, reply.contract) for part, reply in replies])
    facts = [fact for _, reply in replies for fact in reply.contract.facts]
    context = replace(replies[-1][1].context, facts_given=list(dict.fromkeys(facts)))
    return Reply(texts, contract, context)


def _in_turn(desk: Desk, parts: list[Part], answer: Answer) -> list[tuple[Part, Reply]]:
    """The replies; a part that brings nothing new joins the one before."""
    context: Context = desk.context
    replies: list[tuple[Part, Reply]] = []
    for part in parts:
        own = replace(
            desk,
            text=part.text,
            topics=topics(part.ranking),
            ranking=part.ranking,
            mentions=part.mentions,
            context=context,
            brief=len(parts) > 1,
        )
        said = SAID_HERE.get(part.intent)
        reply = own.say(_kind(said[0]), own.phrase(said[1])) if said else answer(own, part)
        context = reply.context
        about_told = part.intent in ABOUT_TOLD or own.asks_sample_size
        if replies and _adds_nothing(reply, [earlier for _, earlier in replies], about_told):
            earlier, told = replies[-1]
            replies[-1] = replace(earlier, asked=f"{earlier.asked} {part.asked}"), told
        else:
            replies.append((part, reply))
    return replies


def _adds_nothing(reply: Reply, earlier: list[Reply], about_told: bool) -> bool:
    """Whether all of it was told; what is ``about_told`` facts says something else of them."""
    told = {fact for one in earlier for fact in one.contract.facts}
    if reply.contract.facts and not about_told:
        return set(reply.contract.facts) <= told
    return any(one.texts == reply.texts for one in earlier)


def topics(ranking: dict[str, float]) -> dict[str, float]:
    """Probability of each topic, from the intents named after them ("ask_<topic>")."""
    return {
        name.removeprefix("ask_").replace("_", "-"): probability
        for name, probability in ranking.items()
        if name.startswith("ask_") and name not in NO_TOPICS
    }


def _heading(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_HEADING else f"{plain[: LONGEST_HEADING - 1].rstrip()}…"


def _kind(kind: str) -> Kind:
    return next(known for known in WEIGHT if known == kind)


def _merged(parts: list[tuple[str, Contract]]) -> Contract:
    """One contract for all parts; its lists hold each thing once."""
    contracts = [contract for _, contract in parts]
    kinds = {contract.kind for contract in contracts}
    lead = next((c for c in contracts if c.facts), contracts[0])
    sources: dict[str, ShownSource] = {s.id: s for c in contracts for s in c.sources}
    small_print = _once([line for c in contracts for line in c.small_print or []])
    offers = list(dict.fromkeys(s for c in reversed(contracts) for s in c.suggestions))
    return lead.model_copy(
        update={
            "kind": next((kind for kind in WEIGHT if kind in kinds), lead.kind),
            "language": contracts[0].language,
            "facts": _once([fact for c in contracts for fact in c.facts]),
            "sources": list(sources.values()),
            "figures": _once([figure for c in contracts for figure in c.figures]),
            "reviewed": min(
                (c.reviewed for c in contracts if c.reviewed),
                key=lambda review: (review.status, review.on),
                default=None,
            ),
            "suggestions": offers[:3],
            "charts": _charts([c.charts or [] for c in contracts]) or None,
            "small_print": small_print or None,
            "parts": [
                ShownPart(asked=text, kind=contract.kind, facts=contract.facts)
                for text, contract in parts
            ],
        }
    )


def _charts(parts: list[list[ShownChart]]) -> list[ShownChart]:
    """Charts of the parts, in their order, each once; every part gets one before any gets two."""
    in_turn = [chart for turn in zip_longest(*parts) for chart in turn if chart]
    kept = _once(in_turn)[:MOST_CHARTS]
    return _once([chart for part in parts for chart in part if chart in kept])


def _once(things: list[Thing]) -> list[Thing]:
    """Each thing once, in the order in which they come first."""
    return [thing for place, thing in enumerate(things) if thing not in things[:place]]
