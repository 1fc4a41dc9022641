"""What Rasa's dialogue part does for each turn, without what does not count.

Each function takes the place of one of Rasa 3.6.21, and gives the same; tests/bot/lean holds them
against each other.
"""

from __future__ import annotations

import copy
import inspect
from types import SimpleNamespace
from typing import Any

from rasa.core import processor
from rasa.core.policies import rule_policy
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.constants import USER
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT

_LONGEST, _TEXTS, _EMPTY = "_longest_rule", "_rules_on_texts", "_is_empty"
"""Where what was found out once is kept, with the policy and with the domain."""

_from_rules = RulePolicy._find_action_from_rules
_is_empty = Domain.is_empty


def _rules(policy: RulePolicy) -> list[list[State]]:
    tables = (rule_policy.RULES, rule_policy.RULES_FOR_LOOP_UNHAPPY_PATH)
    keys = [key for table in tables for key in policy.lookup.get(table, ())]
    return [policy._rule_key_to_state(key) for key in keys]


def _find_from_rules(
    policy: RulePolicy,
    tracker: DialogueStateTracker,
    domain: Domain,
    use_text_for_last_user_input: bool,
) -> tuple[str | None, str | None, bool]:
    """As Rasa's, but rules on a message's very words are sought only where there are such rules."""
    if use_text_for_last_user_input and not tracker.active_loop_name:
        kept = policy.__dict__
        if _TEXTS not in kept:
            kept[_TEXTS] = any(TEXT in state.get(USER, {}) for r in _rules(policy) for state in r)
        if not kept[_TEXTS]:
            return None, None, False
    found: tuple[str | None, str | None, bool] = _from_rules(
        policy, tracker, domain, use_text_for_last_user_input
    )
    return found


def _latest_states(
    policy: RulePolicy,
    tracker: DialogueStateTracker,
    domain: Domain,
    use_text_for_last_user_input: bool = False,
    rule_only_data: dict[str, Any] | None = None,  # noqa: ARG001 - is for other policies
) -> list[State]:
    """The latest states of a conversation: as many as the longest rule has.

    No rule looks at more, while Rasa makes those of the whole conversation.
    """
    kept = policy.__dict__
    if _LONGEST not in kept:
        kept[_LONGEST] = max(map(len, _rules(policy)), default=1)
    moments = 1 + sum(isinstance(event, ActionExecuted) for event in tracker.applied_events())
    first = moments - kept[_LONGEST]
    states = [
        domain.get_active_state(earlier)
        for number, (earlier, _) in enumerate(tracker.generate_all_prior_trackers())
        if number >= first
    ]
    policy.featurizer._choose_last_user_input([states], use_text_for_last_user_input)
    return states


def _domain_is_empty(domain: Domain) -> bool:
    """Found once, and not by writing the domain out for every message."""
    kept = domain.__dict__
    if _EMPTY not in kept:
        kept[_EMPTY] = _is_empty(domain)
    return bool(kept[_EMPTY])


def _copied(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """A tracker of its own with the same events; Rasa plays all of them again for it."""
    twin = copy.copy(tracker)
    twin.__dict__.pop("view", None)  # what bot.stores knows of the original
    twin.events = tracker.events.copy()
    twin.slots = copy.copy(tracker.slots)
    twin.slots.update({name: copy.copy(slot) for name, slot in tracker.slots.items()})
    twin.active_loop = copy.copy(tracker.active_loop)
    twin.latest_action = copy.copy(tracker.latest_action)
    twin.sender_source = twin.model_id = twin.assistant_id = None
    return twin


UNCOPIED = SimpleNamespace(deepcopy=lambda value: value, copy=copy.copy)
"""For modules that copy only what they write into the debug log, whether it is written or not."""


def install() -> None:
    """Put all in place.

    Raises:
        RuntimeError: this Rasa has other functions there.
    """
    states = ["tracker", "domain", "use_text_for_last_user_input", "rule_only_data"]
    for function, parameters in (
        (_from_rules, ["self", "tracker", "domain", "use_text_for_last_user_input"]),
        (RulePolicy._prediction_states, ["self", *states]),
        (_is_empty, ["self"]),
        (DialogueStateTracker.copy, ["self"]),
    ):
        if list(inspect.signature(function).parameters) != parameters:
            raise RuntimeError(f"this version of Rasa has another {function.__qualname__}")
    RulePolicy._find_action_from_rules = _find_from_rules
    RulePolicy._prediction_states = _latest_states
    Domain.is_empty = _domain_is_empty
    DialogueStateTracker.copy = _copied
    processor.copy = rule_policy.copy = UNCOPIED
