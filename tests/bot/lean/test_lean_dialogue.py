"""What is left out of Rasa's dialogue part changes nothing that it decides."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rasa.core.policies.policy import Policy
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    BotUttered,
    Event,
    Restarted,
    SessionStarted,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from bot.lean.dialogue import _copied, _domain_is_empty, _find_from_rules, _latest_states

DOMAIN = Domain.from_dict(
    {
        "intents": ["greet", "ask", "thanks"],
        "entities": ["stage"],
        "actions": ["action_answer", "action_more"],
        "forms": {"a_form": {"required_slots": ["topic"]}},
        "responses": {"utter_greet": [{"text": "hello"}]},
        "slots": {
            "topic": {"type": "text", "mappings": [{"type": "custom"}]},
            "list": {
                "type": "list",
                "influence_conversation": False,
                "mappings": [{"type": "custom"}],
            },
        },
    }
)


def asked(intent: str, text: str | None = None) -> UserUttered:
    return UserUttered(text or intent, {"name": intent, "confidence": 0.9})


def rule(*events: Event) -> DialogueStateTracker:
    steps = [ActionExecuted("action_listen"), *events, ActionExecuted("action_listen")]
    tracker = DialogueStateTracker("rule", DOMAIN.slots, is_rule_tracker=True)
    for step in steps:
        tracker.update(step)
    return tracker


RULES = [
    rule(asked("greet"), ActionExecuted("utter_greet")),
    rule(asked("ask"), ActionExecuted("action_answer"), ActionExecuted("action_more")),
    rule(SlotSet("topic", "stages"), asked("thanks"), ActionExecuted("action_answer")),
    rule(asked("thanks"), ActionExecuted("a_form"), ActiveLoop("a_form")),
]
ON_TEXT = rule(
    UserUttered("the very words"),
    ActionExecuted(action_text="so said"),
    ActionExecuted("utter_greet"),
)


def policy(folder: Path, rules: list[DialogueStateTracker]) -> RulePolicy:
    storage = LocalModelStorage(folder)
    config = RulePolicy.get_default_config() | {"check_for_contradictions": False}
    context = ExecutionContext(GraphSchema({}))
    made = RulePolicy(config, storage, Resource("rules"), context)
    made.train(rules, DOMAIN)
    return made


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> RulePolicy:
    return policy(tmp_path_factory.mktemp("rules"), RULES)


STEPS = st.lists(
    st.sampled_from(
        [
            [asked("greet"), ActionExecuted("utter_greet")],
            [asked("ask"), ActionExecuted("action_answer")],
            [asked("ask"), ActionExecuted("action_answer"), ActionExecuted("action_more")],
            [asked("thanks"), ActionExecuted("action_answer"), BotUttered("said")],
            [asked("thanks"), ActionExecuted("a_form"), ActiveLoop("a_form")],
            [asked("ask")],
            [SlotSet("topic", "stages"), SlotSet("list", [1, 2])],
            [SlotSet("topic", None), ActiveLoop(None)],
            [UserUtteranceReverted()],
            [ActionExecuted("action_session_start"), SessionStarted()],
            [Restarted()],
        ]
    ),
    max_size=8,
)


def conversation(steps: list[list[Event]]) -> DialogueStateTracker:
    events: list[Event] = [ActionExecuted("action_listen")]
    for step in steps:
        events += [*step, ActionExecuted("action_listen")] if len(step) > 1 else step
    return DialogueStateTracker.from_events("ann", events, DOMAIN.slots)


@given(STEPS)
@settings(deadline=None)
def test_the_rules_decide_the_same(trained: RulePolicy, steps: list[list[Event]]) -> None:
    expected = predicted(trained, conversation(steps))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(RulePolicy, "_find_action_from_rules", _find_from_rules)
        patched.setattr(RulePolicy, "_prediction_states", _latest_states)
        found = predicted(trained, conversation(steps))

    assert found == expected


def predicted(trained: RulePolicy, tracker: DialogueStateTracker) -> Any:
    prediction = trained.predict_action_probabilities(tracker, DOMAIN)
    return [
        prediction.probabilities,
        prediction.is_end_to_end_prediction,
        [event.as_dict()["event"] for event in prediction.events],
        prediction.hide_rule_turn,
    ]


@given(STEPS)
@settings(deadline=None)
def test_the_latest_states_are_the_last_of_all(
    trained: RulePolicy, steps: list[list[Event]]
) -> None:
    longest = max(len(trained._rule_key_to_state(key)) for key in trained.lookup["rules"])

    found = _latest_states(trained, conversation(steps), DOMAIN)

    assert found == Policy._prediction_states(trained, conversation(steps), DOMAIN)[-longest:]


def test_a_rule_on_the_very_words_is_still_found(tmp_path: Path) -> None:
    made = policy(tmp_path, [*RULES, ON_TEXT])
    said = conversation([[UserUttered("the very words")]])

    assert _find_from_rules(made, said, DOMAIN, True)[0] == "so said"


@given(STEPS)
@settings(deadline=None)
def test_a_copy_is_the_tracker_that_rasa_makes(steps: list[list[Event]]) -> None:
    tracker = conversation(steps)

    copied, expected = _copied(tracker), tracker.travel_back_in_time(float("inf"))

    assert set(vars(copied)) == set(vars(expected))
    assert state(copied) == state(expected)


@given(STEPS, STEPS)
@settings(deadline=None)
def test_what_happens_to_a_copy_does_not_happen_to_the_tracker(
    steps: list[list[Event]], later: list[list[Event]]
) -> None:
    tracker = conversation(steps)
    before = state(tracker)

    copied = _copied(tracker)
    for step in copy.deepcopy([*later, [SlotSet("topic", "other"), ActiveLoop("a_form")]]):
        copied.update_with_events(step, DOMAIN)

    assert state(tracker) == before


def state(tracker: DialogueStateTracker) -> Any:
    slots = {name: slot.as_feature() for name, slot in tracker.slots.items()}
    loop = tracker.active_loop and vars(tracker.active_loop)
    events = [event.as_dict() for event in tracker.events]
    others = [tracker.latest_action, tracker.followup_action, tracker.is_paused()]
    return [slots, tracker.current_slot_values(), loop, events, others, tracker.latest_message]


def test_what_the_store_knows_of_a_tracker_is_not_copied() -> None:
    tracker = conversation([])
    tracker.view = "known"

    assert not hasattr(_copied(tracker), "view")


@pytest.mark.parametrize("domain", [DOMAIN, Domain.empty()])
def test_a_domain_is_empty_as_rasa_says(domain: Domain) -> None:
    for _ in range(2):
        assert _domain_is_empty(domain) == (domain is not DOMAIN)
