"""House rules of the Rasa project: one name for each topic, nothing without a test, walls."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from rasa.engine.graph import GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.utils.common import class_from_module_path

from bot.knowledge_files import read
from bot.paths import ROOT

DOMAIN = read(ROOT / "domain.yml")
INTENTS: list[str] = DOMAIN["intents"]
NOT_TOPICS = {"ask_source", "ask_are_you_human"}
TOPICS = [
    intent[len("ask_") :].replace("_", "-")
    for intent in INTENTS
    if intent.startswith("ask_") and intent not in NOT_TOPICS
]
FEWEST_EXAMPLES = 40
GENERATED = "from-facts.yml"
FROM_RASA = {"nlu_fallback"}
"""Intents that Rasa gives itself."""


def yaml_files(folder: str) -> list[Path]:
    return sorted((ROOT / folder).glob("*.yml"))


def examples(path: Path) -> Iterator[tuple[str, str]]:
    """Intent and text of each NLU example in a file."""
    for block in read(path)["nlu"]:
        for line in block["examples"].splitlines():
            if line.strip():
                yield block["intent"], line.strip()[1:].strip()


def normal(text: str) -> str:
    """Lower case without punctuation."""
    return " ".join(re.sub(r"[^\w\s]|_", "", text.lower()).split())


TRAINING = [(intent, text) for path in yaml_files("data/nlu") for intent, text in examples(path)]
BY_HAND = Counter(
    intent
    for path in yaml_files("data/nlu")
    if path.name != GENERATED
    for intent, _ in examples(path)
)


def steps(folder: str, key: str) -> Iterator[dict[str, Any]]:
    for path in yaml_files(folder):
        for item in read(path)[key]:
            yield from item["steps"]


RULE_STEPS = list(steps("data/rules", "rules"))
DIALOGUE_STEPS = list(steps("tests/dialogues", "stories"))


def imports(path: Path) -> set[str]:
    """Top-level names of the modules a source file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def sources(folder: str) -> list[Path]:
    return [path for path in (ROOT / folder).rglob("*.py") if ".venv" not in path.parts]


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize(
    "folder", ["knowledge/facts", "data/nlu", "data/rules", "tests/dialogues", "tests/nlu"]
)
def test_a_topic_has_its_file_everywhere(topic: str, folder: str) -> None:
    assert (ROOT / folder / f"{topic}.yml").is_file()


def test_every_facts_file_is_a_topic() -> None:
    assert {path.stem for path in yaml_files("knowledge/facts")} == set(TOPICS)


@pytest.mark.parametrize("topic", TOPICS)
def test_a_facts_file_names_its_topic(topic: str) -> None:
    assert read(ROOT / "knowledge/facts" / f"{topic}.yml")["topic"] == topic


@pytest.mark.parametrize("intent", INTENTS)
def test_an_intent_has_enough_examples_written_by_hand(intent: str) -> None:
    assert BY_HAND[intent] >= FEWEST_EXAMPLES


@pytest.mark.parametrize("intent", INTENTS)
def test_an_intent_has_a_rule(intent: str) -> None:
    assert intent in {step.get("intent") for step in RULE_STEPS}


@pytest.mark.parametrize("intent", INTENTS)
def test_an_intent_has_a_dialogue_test(intent: str) -> None:
    assert intent in {step.get("intent") for step in DIALOGUE_STEPS}


@pytest.mark.parametrize("intent", INTENTS)
def test_an_intent_has_an_nlu_test(intent: str) -> None:
    assert intent in {name for path in yaml_files("tests/nlu") for name, _ in examples(path)}


@pytest.mark.parametrize("folder", ["data/nlu", "tests/nlu"])
def test_every_example_is_of_an_intent_in_the_domain(folder: str) -> None:
    assert {name for path in yaml_files(folder) for name, _ in examples(path)} <= set(INTENTS)


@pytest.mark.parametrize("found", [RULE_STEPS, DIALOGUE_STEPS], ids=["rules", "dialogues"])
def test_every_step_is_of_an_intent_in_the_domain(found: list[dict[str, Any]]) -> None:
    assert {step["intent"] for step in found if "intent" in step} <= {*INTENTS, *FROM_RASA}


@pytest.mark.parametrize("found", [RULE_STEPS, DIALOGUE_STEPS], ids=["rules", "dialogues"])
def test_every_action_that_is_used_exists(found: list[dict[str, Any]]) -> None:
    known = {*DOMAIN["actions"], *DOMAIN["responses"]}

    assert {step["action"] for step in found if "action" in step} <= known


def test_every_response_is_used_in_a_rule() -> None:
    assert set(DOMAIN["responses"]) <= {step.get("action") for step in RULE_STEPS}


def test_the_action_server_has_every_custom_action() -> None:
    returned = {
        node.value.value
        for path in (ROOT / "actions").glob("*.py")
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef) and function.name == "name"
        for node in ast.walk(function)
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Constant)
    }

    assert set(DOMAIN["actions"]) <= returned


@pytest.mark.parametrize(
    "path",
    [pytest.param(path, id=path.name) for path in yaml_files("tests/nlu")],
)
def test_an_nlu_test_shares_no_sentence_with_the_training_data(path: Path) -> None:
    trained = {normal(text) for _, text in TRAINING}

    assert [text for _, text in examples(path) if normal(text) in trained] == []


def test_no_training_sentence_is_under_two_intents() -> None:
    intents: dict[str, set[str]] = {}
    for intent, text in TRAINING:
        intents.setdefault(normal(text), set()).add(intent)

    assert {text: names for text, names in intents.items() if len(names) > 1} == {}


@pytest.mark.parametrize("name", [part["name"] for part in read(ROOT / "config.yml")["pipeline"]])
def test_a_component_of_the_pipeline_can_be_imported(name: str) -> None:
    if "." in name:
        component = class_from_module_path(name)
    else:
        component = DefaultV1Recipe._from_registry(name).clazz

    assert issubclass(component, GraphComponent)


@pytest.mark.parametrize("name", [part["name"] for part in read(ROOT / "config.yml")["policies"]])
def test_a_policy_can_be_imported(name: str) -> None:
    assert issubclass(DefaultV1Recipe._from_registry(name).clazz, GraphComponent)


def test_the_safety_gate_runs_last() -> None:
    assert read(ROOT / "config.yml")["pipeline"][-1]["name"] == "bot.safety.gate.SafetyGate"


def test_jsonschema_is_the_fast_one() -> None:
    assert version("jsonschema") == "3.2.0"


def test_telemetry_is_off() -> None:
    source = (ROOT / "bot" / "__init__.py").read_text(encoding="utf-8")

    assert 'os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")' in source


@pytest.mark.parametrize("path", sources("actions"), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_action_server_never_imports_rasa_or_the_bot(path: Path) -> None:
    assert imports(path).isdisjoint({"rasa", "bot"})


@pytest.mark.parametrize(
    "path", sources("actions/hepatica"), ids=lambda path: str(path.relative_to(ROOT))
)
def test_the_core_never_imports_rasa_sdk(path: Path) -> None:
    assert "rasa_sdk" not in imports(path)


@pytest.mark.parametrize("path", sources("bot"), ids=lambda path: str(path.relative_to(ROOT)))
def test_the_bot_never_imports_the_action_server(path: Path) -> None:
    assert imports(path).isdisjoint({"actions", "hepatica", "rasa_sdk"})


def test_the_knowledge_folder_holds_no_code() -> None:
    files = [path for path in (ROOT / "knowledge").rglob("*") if path.is_file()]

    assert {path.suffix for path in files} <= {".yml", ".md"}
    assert [path for path in files if "!!python" in path.read_text(encoding="utf-8")] == []
