"""Work that Rasa does anew in every turn, done once.

Each function takes the place of one of Rasa 3.6.21, and gives the same; tests/bot/lean holds them
against each other.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import fastjsonschema
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.events import Event
from rasa.shared.exceptions import RasaException


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


def install() -> None:
    """Put both in place; takes the time for compiling, so that no patient waits for it.

    Raises:
        RuntimeError: this Rasa has other functions there.
    """
    expected = {"self", "result"}
    if set(inspect.signature(RemoteAction._validate_action_result).parameters) != expected:
        raise RuntimeError("this version of Rasa checks the results of actions in another way")
    _checks()
    RemoteAction._validate_action_result = _validate
    Event.resolve_by_type = staticmethod(_resolve_by_type)
