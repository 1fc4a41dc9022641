"""Whatever comes in, a turn gives a text and a valid contract."""

from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from hepatica.answers import contract_schema
from hepatica.dialogue import Answerer, Context, Turn
from hepatica.dialogue.context import Mentions
from hepatica.dialogue.turn import HANDLERS

VALIDATOR = Draft7Validator(contract_schema())
KINDS = ["term", "stage", "study", "treatment", "measure", "timepoint", "group", "side_effect"]
IDS = [
    "wei-2019-jco", "wu-2022-jamasurg", "other-study", "gone-study", "bclc-b", "pvtt",
    "overall-survival", "number-of-people", "24 months", "5 years", "0 months", "surgery alone",
    "jco-os-24", "jama-os", "pvtt-untreated-outlook", "gone-fact", "outcomes", "",
]  # fmt: skip

ids = st.sampled_from(IDS) | st.text(max_size=20)
intents = st.sampled_from([*HANDLERS, "ask_basics", "ask_outcomes", "ask_nothing", "", "x"])
mentions = st.dictionaries(st.sampled_from(KINDS), st.lists(ids, max_size=3), max_size=4)
slot = ids | st.none() | st.integers() | st.lists(ids | st.integers(), max_size=4)
slots = st.dictionaries(st.sampled_from(list(Context().to_slots())), slot, max_size=8)
texts = st.text(max_size=200) | st.sampled_from(
    ["", "what is HCC", "肝癌是什么", '"AND" NEAR(*)', "🙂" * 50, "x" * 4000, "\ud800"]
)
languages = st.sampled_from(["en", "zh", "es", "fr"])


@settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@example("x", "ask_outcomes", {"study": ["other-study"], "timepoint": ["24 months"]}, {}, "en")
@example("x", "follow_up", {"timepoint": ["5 years"]},
         {"study": "gone-study", "facts_given": ["jco-os-24"]}, "en")  # fmt: skip
@example("\ud800", "nlu_fallback", {}, {}, "en")
@given(texts, intents, mentions, slots, languages)
def test_any_turn_gives_a_text_and_a_valid_contract(
    answerer: Answerer,
    text: str,
    intent: str,
    mentions: dict[str, list[str]],
    slots: dict[str, Any],
    language: str,
) -> None:
    turn = Turn(
        text, intent, {intent: 0.5}, Mentions(mentions), Context.from_slots(slots), True, language
    )
    reply = answerer.answer(turn)
    assert reply.texts
    assert all(line.strip() for line in reply.texts)
    assert list(VALIDATOR.iter_errors(reply.contract.payload())) == []
    assert Context.from_slots(reply.context.to_slots()) == reply.context
