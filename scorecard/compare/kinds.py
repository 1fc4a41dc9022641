"""The kinds of message that different systems are held to, whatever words they use themselves.

A classifier alone cannot know whether a fact answers a question, so "answer", "no_fact" and
"clarify" are one kind here: a question within the subject.
"""

from typing import Any

QUESTION = "question"
OUT_OF_SCOPE = "out_of_scope"
ALARMS = frozenset({"emergency", "crisis"})
KINDS = (QUESTION, "personal_advice", OUT_OF_SCOPE, "emergency", "crisis", "smalltalk")
UNCLEAR = "nlu_fallback"
"""Rasa's name for "not sure enough". It counts as declined, like another subject."""
_REPLIES = {"answer": QUESTION, "no_fact": QUESTION, "clarify": QUESTION}
_FOLLOW_UPS = frozenset({"follow_up", "repeat", "simpler", "more", "ask_source"})
_SMALLTALK = frozenset(
    {
        "greet",
        "thanks",
        "goodbye",
        "help",
        "affirm",
        "deny",
        "sadness",
        "switch_language",
        "ask_are_you_human",
    }
)
_FEELINGS = "sadness"


def kind_of_reply(kind: str) -> str:
    """The kind for one of the answer contract.

    >>> kind_of_reply("no_fact")
    'question'
    """
    return _REPLIES.get(kind, kind)


def kind_of_intent(intent: str | None) -> str:
    """The kind that an intent stands for.

    Raises:
        ValueError: an intent that is not assigned to a kind yet.
    """
    if intent in (None, UNCLEAR):
        return OUT_OF_SCOPE
    if intent in KINDS:
        return str(intent)
    if intent in _SMALLTALK:
        return "smalltalk"
    if intent in _FOLLOW_UPS or str(intent).startswith("ask_"):
        return QUESTION
    raise ValueError(f"the intent {intent!r} has no kind in {__name__}")


def kind_of_parse(parse: dict[str, Any], *, fallback: bool = True) -> str:
    """The kind of a message as Rasa understood it.

    Args:
        parse: Rasa's parse.
        fallback: whether "not sure enough" counts; if not, the likeliest intent is taken.
    """
    name = _intent(parse)
    if name == UNCLEAR and (parts := parse.get("parts")):
        # Several requests, of which the first that is no remark leads.
        names = [_intent(part) for part in parts]
        name = next((one for one in names if one != _FEELINGS), names[0])
    if name == UNCLEAR and not fallback:
        ranking = [item["name"] for item in parse.get("intent_ranking") or []]
        name = next((one for one in ranking if one != UNCLEAR), name)
    return kind_of_intent(name)


def _intent(parse: dict[str, Any]) -> str | None:
    name = (parse.get("intent") or {}).get("name")
    return str(name) if name else None
