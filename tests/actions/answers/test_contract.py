"""The contract and its JSON Schema."""

import json
from typing import Any, get_args

import pytest
from jsonschema import Draft7Validator
from pydantic import ValidationError
from small_knowledge import ROOT

from hepatica.answers import Contract, compose, contract_schema
from hepatica.answers.compose import Style
from hepatica.answers.contract import RARE, Kind, ShownCall, ShownPart, ShownTable
from hepatica.store import Snapshot

SCHEMA_FILE = ROOT / "docs" / "answer-contract.schema.json"


def _problems(payload: dict[str, Any]) -> list[str]:
    return [error.message for error in Draft7Validator(contract_schema()).iter_errors(payload)]


def _payload() -> dict[str, Any]:
    return Contract(kind="no_fact", store="none").payload()


def test_the_schema_is_draft_7() -> None:
    Draft7Validator.check_schema(contract_schema())
    assert "$defs" not in json.dumps(contract_schema())


def test_the_documented_schema_is_the_one_in_use() -> None:
    assert json.loads(SCHEMA_FILE.read_text(encoding="utf-8")) == contract_schema()


@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_reply_of_every_kind_is_valid(kind: Kind) -> None:
    assert _problems(Contract(kind=kind, store="none").payload()) == []


def test_every_field_is_always_there() -> None:
    assert sorted(_payload()) == contract_schema()["required"]


def test_rare_fields_are_left_out_where_they_say_nothing() -> None:
    assert set(_payload()) & RARE == set()
    assert set(contract_schema()["properties"]) >= RARE


def test_rare_fields_are_there_when_they_say_something() -> None:
    part = ShownPart(asked="what is HCC", kind="answer", facts=["hcc-what-is"])
    call = ShownCall(label="Ambulance", number="112", purpose="emergency")
    table = ShownTable(columns=["a"], rows=[["b"]])
    contract = Contract(kind="answer", store="none", parts=[part], call=[call], table=table)
    assert set(contract.payload()) >= RARE
    assert _problems(contract.payload()) == []


@pytest.mark.parametrize("name", contract_schema()["required"])
def test_a_payload_that_lost_a_field_is_invalid(name: str) -> None:
    payload = _payload()
    del payload[name]
    assert _problems(payload)


@pytest.mark.parametrize(
    "wrong",
    [
        {"schema": 2},
        {"kind": "other"},
        {"language": "english"},
        {"suggestions": ["a", "b", "c", "d"]},
        {"reviewed": {"status": "checked", "on": "23 November"}},
        {"extra": 1},
    ],
)
def test_a_wrong_payload_is_invalid(wrong: dict[str, Any]) -> None:
    assert _problems({**_payload(), **wrong})


def test_a_fourth_suggestion_is_refused() -> None:
    with pytest.raises(ValidationError):
        Contract(kind="answer", store="none", suggestions=["a", "b", "c", "d"])


def test_every_fact_of_the_store_gives_a_valid_payload(snapshot: Snapshot) -> None:
    invalid = {}
    for fact in snapshot.facts.values():
        payload = compose([fact], snapshot, Style()).contract.payload()
        if problems := _problems(json.loads(json.dumps(payload))):
            invalid[fact.id] = problems
    assert invalid == {}
