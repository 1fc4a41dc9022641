"""Examples in docstrings and documents are true."""

import doctest
import importlib
import json
import pkgutil
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

import hepatica
from hepatica.answers.contract import contract_schema
from hepatica.cli import app
from hepatica.loading.yaml_lines import CuratorLoader
from hepatica.models import Fact

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    module.name
    for module in pkgutil.walk_packages(hepatica.__path__, "hepatica.")
    if not module.name.endswith("__main__")
)
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(document: str, language: str) -> list[str]:
    text = (ROOT / document).read_text(encoding="utf-8")
    return [body for kind, body in BLOCK.findall(text) if kind == language]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_in_docstrings_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


def test_some_docstrings_have_examples() -> None:
    assert sum(doctest.testmod(importlib.import_module(name)).attempted for name in MODULES) >= 5


def test_the_contract_in_the_guide_keeps_the_schema() -> None:
    (example,) = blocks("docs/answer-contract.md", "json")
    assert list(Draft7Validator(contract_schema()).iter_errors(json.loads(example))) == []


def test_the_fact_in_the_curators_guide_is_a_fact() -> None:
    (example,) = blocks("docs/curating.md", "yaml")
    (entry,) = yaml.load(example, CuratorLoader)  # noqa: S506 - a safe loader
    assert Fact(topic="outcomes", **entry).id == "jco-os-24"


def test_every_field_of_a_fact_stands_in_the_curators_guide() -> None:
    (example,) = blocks("docs/curating.md", "yaml")
    (entry,) = yaml.load(example, CuratorLoader)  # noqa: S506 - a safe loader
    assert set(Fact.model_fields) - set(entry) == {"topic"}


def test_the_kinds_of_replies_stand_in_the_guide() -> None:
    guide = (ROOT / "docs" / "answer-contract.md").read_text(encoding="utf-8")
    kinds = contract_schema()["properties"]["kind"]["enum"]
    assert [kind for kind in kinds if f"`{kind}`" not in guide] == []


def test_every_command_stands_in_a_guide() -> None:
    guides = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))
    names = [command.name or command.callback.__name__ for command in app.registered_commands]
    assert [name for name in names if f"hepatica {name}" not in guides] == []


@pytest.mark.parametrize(
    "document", ["README.md", *(f"docs/{n}.md" for n in ("curating", "testing"))]
)
def test_links_lead_to_files(document: str) -> None:
    text = (ROOT / document).read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    missing = [link for link in links if not (ROOT / document).parent.joinpath(link).exists()]
    assert missing == []


def test_every_make_target_of_the_readme_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`?make ([a-z-]+)", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert [name for name in named if f"\n{name}:" not in makefile] == []
