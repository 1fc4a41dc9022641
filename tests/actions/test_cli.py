"""The curators' command line."""

import json
from pathlib import Path

import pytest
from small_knowledge import SmallKnowledge
from typer.testing import CliRunner, Result

from hepatica.answers import contract_schema
from hepatica.cli import app
from hepatica.store import FactStore, content_version


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def _said(result: Result) -> str:
    """The output with the terminal's line breaks taken out."""
    return " ".join(result.output.split())


def test_knowledge_in_order_is_counted(small: SmallKnowledge) -> None:
    result = _run("check", "--knowledge", small.write())
    assert result.exit_code == 0
    assert "1 facts, 1 sources and 1 terms are in order." in _said(result)


def test_the_repositorys_knowledge_is_checked_by_default() -> None:
    result = _run("check")
    assert result.exit_code == 0
    assert "in order" in _said(result)


@pytest.mark.parametrize("command", ["check", "build", "nlu"])
def test_broken_knowledge_is_told_and_fails(
    small: SmallKnowledge, tmp_path: Path, command: str
) -> None:
    del small.fact["statement"]
    target: dict[str, list[str | Path]] = {
        "build": ["--store", tmp_path / "s.sqlite"],
        "nlu": ["--target", tmp_path / "n.yml"],
    }
    result = _run(command, "--knowledge", small.write(), *target.get(command, []))
    assert result.exit_code == 1
    assert "liver-what statement: is missing; add it" in _said(result)
    assert "Traceback" not in result.output
    assert [item.name for item in tmp_path.iterdir()] == ["knowledge"]


def test_the_store_is_built(small: SmallKnowledge, tmp_path: Path) -> None:
    store = tmp_path / "facts.sqlite"
    result = _run("build", "--knowledge", small.write(), "--store", store)
    assert result.exit_code == 0
    version = content_version(small.load())
    assert version in _said(result)
    assert FactStore(store).snapshot().version == version


def test_an_unchanged_store_is_not_built_again(small: SmallKnowledge, tmp_path: Path) -> None:
    store = tmp_path / "facts.sqlite"
    _run("build", "--knowledge", small.write(), "--store", store)
    before = store.stat()
    result = _run("build", "--knowledge", small.root, "--store", store)
    assert "The fact store is up to date" in _said(result)
    assert (store.stat().st_ino, store.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("change", ["knowledge", "force", "damage"])
def test_a_store_is_built_again_when_there_is_a_reason(
    small: SmallKnowledge, tmp_path: Path, change: str
) -> None:
    store = tmp_path / "facts.sqlite"
    _run("build", "--knowledge", small.write(), "--store", store)
    if change == "knowledge":
        small.fact["statement"]["en"] = "The liver is a big organ."
        small.write()
    if change == "damage":
        store.write_bytes(b"not a database")
    options = ["--force"] if change == "force" else []
    result = _run("build", "--knowledge", small.root, "--store", store, *options)
    assert _said(result).startswith("Built")
    assert FactStore(store).snapshot().version == content_version(small.load())


def test_the_schema_is_printed_as_json() -> None:
    result = _run("schema")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == contract_schema()


def test_training_data_is_written(small: SmallKnowledge, tmp_path: Path) -> None:
    target = tmp_path / "from-facts.yml"
    result = _run("nlu", "--knowledge", small.write(), "--target", target)
    assert result.exit_code == 0
    assert "- what is liver what" in target.read_text(encoding="utf-8")


def test_without_a_command_the_commands_are_listed() -> None:
    result = _run()
    assert all(command in result.output for command in ("check", "build", "nlu", "schema"))
