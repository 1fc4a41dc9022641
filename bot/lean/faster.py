"""Work that Rasa does anew in every turn, done once.

Each function takes the place of one of Rasa 3.6.21, and gives the same; tests/bot/lean holds them
against each other.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from functools import lru_cache
from graphlib import TopologicalSorter
from typing import Any

import fastjsonschema
from rasa.core.actions.action import RemoteAction
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.shared.exceptions import RasaException
from rasa.version import __version__


class UnexpectedResultError(RasaException):
    """The action server answered something that is no result of an action."""


Check = Callable[[Any], Any]


@lru_cache(maxsize=1)
def _checks() -> tuple[Check, dict[str, Check]]:
    """The check of a result without its events, and one for each kind of event.

    Rasa's schema tries all kinds of events on each event; its name tells which one it must be.
    """
    schema = RemoteAction.action_response_format_spec()
    event = schema["properties"]["events"]["items"]
    kinds = {kind["properties"]["event"]["const"]: kind for kind in event["oneOf"]}
    if len(kinds) < len(event["oneOf"]):
        raise RuntimeError("this version of Rasa has two kinds of events of one name")
    common = {name: rule for name, rule in event.items() if name != "oneOf"}
    properties = {**schema["properties"], "events": {"type": "array"}}
    whole = fastjsonschema.compile({**schema, "properties": properties})
    return whole, {
        name: fastjsonschema.compile({"allOf": [common, kind]}) for name, kind in kinds.items()
    }


def _check(result: Any) -> None:
    whole, kinds = _checks()
    whole(result)
    for event in result.get("events", []):
        name = event.get("event") if isinstance(event, dict) else None
        if not isinstance(name, str) or name not in kinds:
            raise fastjsonschema.JsonSchemaValueException("unknown event", rule="event")
        kinds[name](event)


def _validate(_: RemoteAction, result: dict[str, Any]) -> bool:
    """Check what the action server answered, with checks that were compiled once.

    Raises:
        UnexpectedResultError: it is no result of an action.
    """
    try:
        _check(result)
    except fastjsonschema.JsonSchemaValueException as error:
        # Not with its message, which quotes the reply.
        raise UnexpectedResultError(
            f"The action server's answer breaks the rule '{error.rule}' of its format."
        ) from None
    return True


_slowly: Callable[..., type[Event] | None] = Event.resolve_by_type
_resolved: dict[str, type[Event]] = {}


def _resolve_by_type(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    """The class of an event, found once and not by walking through all classes for each event.

    Raises:
        ValueError: there is no such event and no ``default``.
    """
    if type_name in _resolved:
        return _resolved[type_name]
    found = _slowly(type_name, default)
    if found is not None and found is not default:
        _resolved[type_name] = found
    return found


def _call(action: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    """What an action is told: not the whole domain, unless it asks for it by ``send_domain``.

    An empty one and not none, which the action server would ask for (docs/decisions/0003).
    """
    needs = domain.does_custom_action_explicitly_need_domain(action.name())
    return {
        "next_action": action.name(),
        "sender_id": tracker.sender_id,
        "tracker": tracker.current_state(EventVerbosity.ALL),
        "version": __version__,
        "domain": domain.as_dict() if needs else {},
    }


Node = tuple[str, tuple[str, ...]]


def _order(runner: DaskGraphRunner, targets: tuple[str, ...]) -> Sequence[Node]:
    """The nodes that ``targets`` need and what each needs, in an order in which they can run."""
    kept: dict[tuple[str, ...], Sequence[Node]] = runner.__dict__.setdefault("_orders", {})
    if targets not in kept:
        nodes = runner._graph_schema.minimal_graph_schema(list(targets)).nodes
        needs = {name: tuple(node.needs.values()) for name, node in nodes.items()}
        order = TopologicalSorter(needs).static_order()
        kept[targets] = [(name, needs[name]) for name in order if name in needs]
    return kept[targets]


def _run(
    runner: DaskGraphRunner,
    inputs: dict[str, Any] | None = None,
    targets: list[str] | None = None,
) -> dict[str, Any]:
    """Run a graph node by node, in an order that was found once.

    Raises:
        GraphRunError: an input has the name of a node.
    """
    order = _order(runner, tuple(targets or runner._graph_schema.target_names))
    done: dict[str, Any] = dict(runner._instantiated_nodes)
    runner._add_inputs_to_graph(inputs, done)
    for name, needs in order:
        done[name] = runner._instantiated_nodes[name](*(done[need] for need in needs))
    return dict(done[name] for name in targets or runner._graph_schema.target_names)


def install() -> None:
    """Put all in place; takes the time for compiling, so that no patient waits for it.

    Raises:
        RuntimeError: this Rasa has other functions there.
    """
    for function, parameters in (
        (RemoteAction._validate_action_result, ["self", "result"]),
        (RemoteAction._action_call_format, ["self", "tracker", "domain"]),
        (DaskGraphRunner.run, ["self", "inputs", "targets"]),
        (Event.resolve_by_type, ["type_name", "default"]),
    ):
        if list(inspect.signature(function).parameters) != parameters:
            raise RuntimeError(f"this version of Rasa has another {function.__qualname__}")
    _checks()
    RemoteAction._validate_action_result = _validate
    RemoteAction._action_call_format = _call
    DaskGraphRunner.run = _run
    Event.resolve_by_type = staticmethod(_resolve_by_type)
