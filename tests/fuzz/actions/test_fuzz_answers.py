"""Whatever is asked and whatever a tracker holds: the contract is kept, and no number made up."""

import re
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator
from rasa_sdk import Tracker
from small_knowledge import REAL_KNOWLEDGE, numbers

from actions import turn_from
from hepatica.answers import contract_schema
from hepatica.dialogue import Context, Part, Turn
from hepatica.dialogue.context import Mentions
from hepatica.dialogue.turn import HANDLERS
from hepatica.store import Snapshot
from tests.actions.answers.test_numbers import SCALE, _of_store
from tests.fuzz.actions.conftest import Real
from tests.fuzz.budget import fed, fuzzed
from tests.fuzz.mutations import mutated
from tests.fuzz.mutations import texts as any_texts

VALIDATOR = Draft7Validator(contract_schema())
KINDS = ["term", "stage", "study", "treatment", "measure", "timepoint", "group", "side_effect"]
IDS = [
    "wei-2019-jco", "wu-2022-jamasurg", "other-study", "gone-study", "bclc-b", "cnlc-iv", "pvtt",
    "overall-survival", "24 months", "5 years", "0 months", "surgery alone", "tace", "jco-os-24",
    "jama-os", "hcc-what-is", "gone-fact", "outcomes", "",
]  # fmt: skip
TOPICS = [
    "ask_basics", "ask_outcomes", "ask_stages", "ask_side_effects", "ask_surgery", "ask_living",
    "ask_treatments", "ask_evidence", "out_of_scope", "ask_are_you_human", "", "x",
]  # fmt: skip

texts = any_texts.map(lambda text: text[:300])
"""Channels take 4,000 characters, but encoding so many takes seconds: test_fuzz_encoder.py."""
ids = st.sampled_from(IDS) | texts.map(lambda text: text[:30])
intents = st.sampled_from([*HANDLERS, *TOPICS])
mentions = st.dictionaries(st.sampled_from(KINDS), st.lists(ids, max_size=3), max_size=4)
rankings = st.dictionaries(intents, st.floats(0, 1), max_size=4)
parts = st.builds(Part, texts, intents, rankings, mentions.map(Mentions), texts)
slot = ids | st.none() | st.integers() | st.lists(ids | st.integers(), max_size=4)
slots = st.dictionaries(st.sampled_from(list(Context().to_slots())), slot, max_size=8)
turns = st.builds(
    Turn,
    texts,
    intents,
    rankings,
    mentions.map(Mentions),
    slots.map(Context.from_slots),
    st.booleans(),
    st.sampled_from(["en", "zh", "es", "fr"]),
    st.just([]) | st.lists(parts, max_size=3),
)


@cache
def _always() -> set[str]:
    """Numbers in words that no fact owns: phrases, labels, names of terms, the stage table."""
    names = ("phrases", "labels", "glossary", "crosswalk", "unknown")
    files = [REAL_KNOWLEDGE / f"{name}.yml" for name in names]
    return numbers("\n".join(file.read_text(encoding="utf-8") for file in files)) | SCALE


_ADDRESS = re.compile(r"https?://\S+")


def _known(facts: list[str], snapshot: Snapshot) -> set[str]:
    found = set(_always())
    for identifier in facts:
        fact = snapshot.facts[identifier]
        wordings = (fact.statement, fact.simpler, fact.caveat)
        found |= _of_store(fact, snapshot)
        # Chinese writes the month of a date in digits.
        found |= {str(review.on.month) for review in fact.reviews}
        found |= numbers("\n".join(words.zh or "" for words in wordings if words))
        found |= numbers(" ".join([*fact.questions.en, *fact.questions.zh]))
    return found


def _value(value: float | str) -> float | str:
    """A figure's value; the contract has "2" of the store as 2.0."""
    try:
        return float(value)
    except ValueError:
        return value


def _said(turn: Turn) -> set[str]:
    """Numbers of the person's own, which a heading may say again."""
    return numbers(" ".join([turn.text, *(f"{part.text} {part.asked}" for part in turn.parts)]))


@pytest.fixture(scope="module")
def everywhere(real: Real) -> set[str]:
    """Numbers of the whole store: a suggestion may name a question that another fact answers."""
    return _known(list(real.snapshot.facts), real.snapshot)


@fuzzed(0.15)
@given(turns)
def test_a_turn_keeps_the_contract_and_says_no_number_of_its_own(
    real: Real, everywhere: set[str], turn: Turn
) -> None:
    with fed("answers: turns"):
        reply = real.answerer.answer(turn)
        payload = reply.contract.payload()
        assert reply.texts
        assert all(text.strip() for text in reply.texts)
        assert list(VALIDATOR.iter_errors(payload)) == []
        assert Context.from_slots(reply.context.to_slots()) == reply.context
        offered = numbers(" ".join(payload["suggestions"])) & everywhere
        known = _known(payload["facts"], real.snapshot) | offered
        # Addresses of sources are no statements.
        new = numbers(_ADDRESS.sub("", "\n".join(reply.texts))) - known
        # A heading says the question again, and may cut it off in a number.
        assert [one for one in new if not any(of.startswith(one) for of in _said(turn))] == []
        facts = [real.snapshot.facts[identifier] for identifier in payload["facts"]]
        values = {_value(figure.value) for fact in facts for figure in fact.figures}
        assert {_value(figure["value"]) for figure in payload["figures"]} <= values


@fuzzed(0.03)
@given(turns, st.lists(turns, min_size=1, max_size=4))
def test_a_whole_conversation_goes_on(real: Real, first: Turn, others: list[Turn]) -> None:
    context = first.context
    with fed("answers: conversations"):
        for turn in (first, *others):
            changed = Turn(turn.text, turn.intent, turn.ranking, turn.mentions, context)
            reply = real.answerer.answer(changed)
            assert list(VALIDATOR.iter_errors(reply.contract.payload())) == []
            context = reply.context


TRACKER: dict[str, Any] = {
    "sender_id": "ann",
    "slots": {"study": "wei-2019-jco", "facts_given": ["jco-os-24"], "offered": None},
    "latest_message": {
        "text": "and after 5 years?",
        "intent": {"name": "follow_up", "confidence": 0.9},
        "intent_ranking": [{"name": "follow_up", "confidence": 0.9}],
        "entities": [
            {"entity": "timepoint", "value": "5 years", "text": "5 years"},
            {"entity": "language", "value": "en", "sure": True},
        ],
        "parts": [{"text": "and after 5 years?", "intent": {"name": "follow_up"}, "entities": []}],
        "metadata": {"language": "en", "notice": "shown"},
    },
    "events": [
        {"event": "user", "parse_data": {"entities": [{"entity": "language", "value": "zh"}]}},
        {"event": "bot", "text": "Hello"},
    ],
    "paused": False,
    "followup_action": None,
    "active_loop": {},
    "latest_action_name": None,
}


@fuzzed(0.1)
@given(st.fixed_dictionaries({name: mutated([TRACKER[name]]) for name in ("slots", "events")}),
       mutated([TRACKER["latest_message"]]))  # fmt: skip
def test_a_changed_tracker_is_a_turn_or_is_caught(changed: dict[str, Any], message: Any) -> None:
    """The action catches what is raised, and the channel then says that it cannot answer now."""
    with fed("answers: trackers"):
        try:
            turn = turn_from(Tracker.from_dict({**TRACKER, **changed, "latest_message": message}))
        except (TypeError, ValueError, LookupError, AttributeError, OverflowError):
            return
        assert isinstance(turn.context, Context)
        assert isinstance(turn.first, bool)
