"""What takes the place of Rasa's own functions gives the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rasa.core.actions.action import RemoteAction
from rasa.engine.exceptions import GraphRunError
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema, SchemaNode
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.lean.faster import (
    UnexpectedResultError,
    _call,
    _resolve_by_type,
    _run,
    _slowly,
    _validate,
)
from bot.paths import ROOT

ACTION = RemoteAction("action_answer", None)
SCHEMA = ACTION.action_response_format_spec()
KINDS = [
    kind["properties"]["event"]["const"]
    for kind in SCHEMA["properties"]["events"]["items"]["oneOf"]
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)
FIELDS = st.sampled_from(
    ["timestamp", "metadata", "name", "value", "text", "parse_data", "policy", "entities", "action"]
)
EVENTS = st.builds(
    lambda kind, others: {"event": kind, **others},
    st.sampled_from([*KINDS, "nothing", 3, None]),
    st.dictionaries(FIELDS, JSON, max_size=4),
)
RESULTS = st.fixed_dictionaries(
    {},
    optional={
        "events": st.lists(EVENTS | JSON, max_size=3) | JSON,
        "responses": st.lists(JSON, max_size=2) | JSON,
        "more": JSON,
    },
)


def is_valid(result: Any) -> bool:
    return bool(jsonschema.Draft7Validator(SCHEMA).is_valid(result))


@given(RESULTS | JSON)
def test_what_rasa_takes_is_taken_and_nothing_else(result: Any) -> None:
    if is_valid(result):
        assert _validate(ACTION, result)
    else:
        with pytest.raises(UnexpectedResultError):
            _validate(ACTION, result)


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_event_is_checked_by_its_own_rules(kind: str) -> None:
    for timestamp in (None, 1.5, "soon"):
        result = {"events": [{"event": kind, "timestamp": timestamp}]}
        assert is_valid(result) == (timestamp != "soon" and _is_taken(result))


def _is_taken(result: Any) -> bool:
    try:
        return _validate(ACTION, result)
    except UnexpectedResultError:
        return False


def test_an_error_does_not_quote_the_reply() -> None:
    with pytest.raises(UnexpectedResultError) as raised:
        _validate(ACTION, {"events": [{"event": "slot", "timestamp": "xylophone"}]})

    assert "xylophone" not in str(raised.value)


@pytest.mark.parametrize("kind", [*KINDS, "topic"])
def test_the_class_of_an_event_is_the_one_that_rasa_finds(kind: str) -> None:
    for _ in range(2):
        assert _resolve_by_type(kind) is _slowly(kind)


def test_an_unknown_event_is_an_error_or_the_default() -> None:
    for _ in range(2):
        assert _resolve_by_type("nothing", UserUttered) is UserUttered
        with pytest.raises(ValueError, match="nothing"):
            _resolve_by_type("nothing")


def test_a_class_that_is_defined_later_is_found() -> None:
    with pytest.raises(ValueError, match="later"):
        _resolve_by_type("later")

    class Later(SlotSet):  # type: ignore[misc]
        type_name = "later"

    assert _resolve_by_type("later") is Later
    assert issubclass(Later, Event)


def test_an_action_is_told_the_same_but_for_the_domain() -> None:
    domain = Domain.load(ROOT / "domain.yml")
    tracker = DialogueStateTracker.from_events("ann", [UserUttered("hello")], domain.slots)

    told, fully = _call(ACTION, tracker, domain), ACTION._action_call_format(tracker, domain)

    assert told["domain"] == {}
    assert {**fully, "domain": {}} == told


def test_an_action_that_asks_for_the_domain_gets_it() -> None:
    domain = Domain.from_dict({"actions": [{"action_answer": {"send_domain": True}}]})
    tracker = DialogueStateTracker.from_events("ann", [])

    assert _call(ACTION, tracker, domain)["domain"] == domain.as_dict()


class Adds(GraphComponent):  # type: ignore[misc]
    """Adds up what it is given."""

    @classmethod
    def create(cls, *_: Any, **__: Any) -> Adds:
        return cls()

    def add(self, **numbers: int) -> int:
        return sum(numbers.values()) + 1


def runner(inputs: dict[str, dict[str, str]], targets: set[str]) -> DaskGraphRunner:
    nodes = {
        name: SchemaNode(
            needs=needs,
            uses=Adds,
            constructor_name="create",
            fn="add",
            config={},
            is_target=name in targets,
        )
        for name, needs in inputs.items()
    }
    storage = LocalModelStorage(Path("unused"))
    context = ExecutionContext(GraphSchema(nodes))
    return DaskGraphRunner.create(GraphSchema(nodes), storage, context)


@given(st.data())
def test_a_graph_gives_what_dask_gives(data: st.DataObject) -> None:
    names = [f"n{number}" for number in range(data.draw(st.integers(1, 7)))]
    needs = {
        name: {
            f"of_{other}": other
            for other in data.draw(
                st.lists(st.sampled_from(["start", *names[:place]]), unique=True)
            )
        }
        for place, name in enumerate(names)
    }
    targets = data.draw(st.lists(st.sampled_from(names), min_size=1, unique=True))
    made = runner(needs, set(targets))

    for asked in (targets, None):
        assert _run(made, {"start": 5}, asked) == made.run({"start": 5}, asked)


def test_an_input_with_the_name_of_a_node_is_refused() -> None:
    made = runner({"one": {"of": "start"}}, {"one"})

    with pytest.raises(GraphRunError, match="clashes"):
        _run(made, {"start": "one"})
