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
from hepatica.answers.contract_charts import (
    MOST_CHARTS,
    MOST_PEOPLE,
    CurveChart,
    IconChart,
    ShownPanel,
    ShownPoint,
    ShownSeries,
)
from hepatica.store import Snapshot

PANEL = ShownPanel(label=None, count=27, out_of=100, text="27 out of 100")
ICONS = IconChart(
    kind="icons",
    title="Survival",
    panels=[PANEL],
    filled="alive",
    empty="had died",
    caption="a",
    alt="b",
)
POINT = ShownPoint(months=24, percent=27.4, text="27 out of 100")
SERIES = ShownSeries(label="New care", points=[POINT])
CURVE = CurveChart(kind="curve", title="Survival over time", series=[SERIES], caption="a", alt="b")
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
    contract = Contract(
        kind="answer",
        store="none",
        parts=[part],
        call=[call],
        table=table,
        charts=[ICONS, CURVE],
        small_print=["Source: a."],
    )
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
        {"charts": [ICONS.model_dump()] * (MOST_CHARTS + 1)},
        {"charts": [{**ICONS.model_dump(), "kind": "pie"}]},
        {"charts": [{**ICONS.model_dump(), "panels": []}]},
        {"charts": [{**CURVE.model_dump(), "series": []}]},
        {"charts": [{**CURVE.model_dump(), "filled": "alive"}]},
        {"small_print": "Source: a."},
    ],
)
def test_a_wrong_payload_is_invalid(wrong: dict[str, Any]) -> None:
    assert _problems({**_payload(), **wrong})


def test_a_fourth_suggestion_is_refused() -> None:
    with pytest.raises(ValidationError):
        Contract(kind="answer", store="none", suggestions=["a", "b", "c", "d"])


@pytest.mark.parametrize(("count", "out_of"), [(3, 2), (-1, 2), (0, 0), (1, MOST_PEOPLE + 1)])
def test_people_that_cannot_be_drawn_are_refused(count: int, out_of: int) -> None:
    with pytest.raises(ValidationError):
        ShownPanel(label=None, count=count, out_of=out_of, text="so many")


def test_a_source_is_shown_with_its_title_and_journal(snapshot: Snapshot) -> None:
    [shown] = compose([snapshot.facts["jco-os-24"]], snapshot, Style()).contract.sources
    source = snapshot.sources["wei-2019-jco"]
    assert (shown.title, shown.journal) == (source.title, source.journal)
    assert "Portal Vein" in shown.title


def test_every_fact_of_the_store_gives_a_valid_payload(snapshot: Snapshot) -> None:
    invalid = {}
    for fact in snapshot.facts.values():
        payload = compose([fact], snapshot, Style()).contract.payload()
        if problems := _problems(json.loads(json.dumps(payload))):
            invalid[fact.id] = problems
    assert invalid == {}
