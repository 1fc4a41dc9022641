"""What the dashboard, the alerts and the page say of the action server's numbers is right."""

import re

import pytest
from prometheus_client import generate_latest
from prometheus_client.parser import text_string_to_metric_families
from small_knowledge import ROOT

from hepatica.paths import STORE
from hepatica.store import FactStore
from hepatica.watch.metrics import Numbers

FILES = (
    "deploy/grafana/hepatica.json",
    "deploy/prometheus/alerts.yml",
    "docs/operating/watching.md",
)
_SUFFIX = re.compile(r"_(bucket|count|sum|info)$")


@pytest.fixture(scope="module")
def existing() -> set[str]:
    text = generate_latest(Numbers(FactStore(STORE).snapshot).registry).decode()
    return {_SUFFIX.sub("", family.name) for family in text_string_to_metric_families(text)}


@pytest.mark.parametrize("name", FILES)
def test_every_number_of_the_action_server_that_is_named_exists(
    name: str, existing: set[str]
) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    named = {_SUFFIX.sub("", word) for word in re.findall(r"hepatica_actions_\w+", text)}

    assert named
    assert named <= existing


def test_the_page_tells_every_one(existing: set[str]) -> None:
    page = (ROOT / FILES[2]).read_text(encoding="utf-8")
    told = {_SUFFIX.sub("", word) for word in re.findall(r"^\| `(\w+)`", page, re.MULTILINE)}

    assert {name for name in existing if name.startswith("hepatica_")} <= told
