"""The dashboard, the alerts and the page name numbers that exist."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families

from bot.knowledge_files import read
from bot.paths import ROOT
from bot.watch import metrics
from bot.watch.access import Access
from bot.watch.checks import Checks
from bot.watch.service import WatchService
from bot.watch.waiting import Waiting

BOARD = json.loads((ROOT / "deploy" / "grafana" / "hepatica.json").read_text())
RULES = read(ROOT / "deploy" / "prometheus" / "alerts.yml")["groups"][0]["rules"]
PAGE = (ROOT / "docs" / "operating" / "watching.md").read_text()
NAME = re.compile(r"\b(?:hepatica|process)_\w+")
ACTIONS = "hepatica_actions_"
"""Numbers of the action server; tests/actions/watch looks at them."""
SUFFIXES = ("_bucket", "_count", "_sum", "_total", "_info", "_created")


def expressions() -> Iterator[str]:
    for panel in BOARD["panels"]:
        yield from (target["expr"] for target in panel.get("targets", ()))
    yield from (rule["expr"] for rule in RULES)


def base(name: str) -> str:
    """A sample's name without what Prometheus adds to it."""
    return next((name.removesuffix(s) for s in SUFFIXES if name.endswith(s)), name)


@pytest.fixture(scope="module")
def existing(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The numbers of the Rasa server, with and without what Prometheus adds."""
    folder = tmp_path_factory.mktemp("watch")
    waiting = Waiting(folder / "inbox.sqlite", folder / "spool.sqlite")
    service = WatchService(Access({}), Checks({}), waiting)
    text = (generate_latest(metrics.REGISTRY) + generate_latest(service.registry)).decode()
    return {base(family.name) for family in text_string_to_metric_families(text)}


def test_every_number_that_is_drawn_or_alerted_on_exists(existing: set[str]) -> None:
    asked = {name for text in expressions() for name in NAME.findall(text)}
    ours = {name for name in asked if not name.startswith(ACTIONS)}

    assert len(ours) > 5
    assert {name for name in ours if base(name) not in existing} == set()


def test_every_label_that_is_asked_for_is_one(existing: set[str]) -> None:
    known = {"channel", "kind", "language", "outcome", "box", "check", "version", "call", "status"}
    known |= {"le", "job", "instance"}
    asked = set()
    for text in expressions():
        for group in re.findall(r"by \(([^)]*)\)", text):
            asked |= {word.strip() for word in group.split(",")}
        asked |= set(re.findall(r"(\w+)=~?\"", text))

    assert asked <= known


def test_kinds_that_are_asked_for_are_kinds_of_replies() -> None:
    asked = {
        kind
        for text in expressions()
        for value in re.findall(r"kind=~?\"([^\"]*)\"", text)
        for kind in value.split("|")
    }

    assert {"unavailable", "emergency", "crisis", "no_fact", "out_of_scope"} <= asked
    assert asked <= set(metrics.KINDS)


def test_the_kinds_are_those_of_the_contract() -> None:
    schema = json.loads((ROOT / "docs" / "answer-contract.schema.json").read_text())

    assert tuple(schema["properties"]["kind"]["enum"]) == metrics.KINDS


def test_grafana_can_read_the_dashboard() -> None:
    identifiers = [panel["id"] for panel in BOARD["panels"]]

    assert BOARD["schemaVersion"] >= 36
    assert BOARD["uid"] == "hepatica"
    assert len(set(identifiers)) == len(identifiers)
    for panel in BOARD["panels"]:
        place = panel["gridPos"]
        assert 0 <= place["x"] < place["x"] + place["w"] <= 24
        assert panel["title"]
        assert panel["type"] == "row" or panel["targets"]


def test_panels_do_not_lie_on_each_other() -> None:
    taken: set[tuple[int, int]] = set()
    for panel in BOARD["panels"]:
        p = panel["gridPos"]
        rows, columns = range(p["y"], p["y"] + p["h"]), range(p["x"], p["x"] + p["w"])
        cells = {(x, y) for x in columns for y in rows}
        assert not cells & taken, panel["title"]
        taken |= cells


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: str(rule["alert"]))
def test_an_alert_says_what_is_amiss_and_the_page_says_what_to_do(rule: dict[str, Any]) -> None:
    assert rule["labels"]["severity"] in ("page", "ticket")
    assert rule["annotations"]["summary"]
    assert rule["annotations"]["description"]
    assert f"`{rule['alert']}`" in PAGE


def test_the_page_tells_every_number_and_no_other(existing: set[str]) -> None:
    told = {base(name) for name in re.findall(r"^\| `(hepatica_\w+)`", PAGE, re.MULTILINE)}
    ours = {name for name in told if not name.startswith(ACTIONS)}

    assert ours == {name for name in existing if name.startswith("hepatica_")}


def test_the_page_tells_every_setting() -> None:
    files = [*(ROOT / "bot" / "watch").glob("*.py")]
    settings = {name for path in files for name in re.findall(r'"(HEPATICA_[A-Z_]+)"', _text(path))}

    assert settings == {"HEPATICA_LOG", "HEPATICA_METRICS_TOKEN"}
    assert all(f"`{name}`" in PAGE for name in settings)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
