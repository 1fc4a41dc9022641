"""A server without the curators' workshop: it answers and builds, and says what it cannot do."""

import subprocess
import sys
from pathlib import Path

import pytest
from small_knowledge import ROOT, SmallKnowledge

HIDDEN = """
import importlib.abc, sys

WORKSHOP = ("textstat", "wordfreq", "pypdf", "docx", "bs4", "lxml", "fhir")

class Hide(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in WORKSHOP:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Hide())
"""
COMMAND = "from hepatica.cli import main; main()"


def _without_workshop(code: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    words = [sys.executable, "-c", HIDDEN + code, *map(str, arguments)]
    return subprocess.run(
        words, cwd=ROOT / "actions", capture_output=True, text=True, timeout=60, check=False
    )


def test_the_action_server_needs_no_workshop() -> None:
    done = _without_workshop("import actions; print(actions.ActionAnswer().name())")
    assert done.stdout.strip() == "action_answer", done.stderr


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_missing_library_is_told_with_the_way_to_get_it(
    small: SmallKnowledge, tmp_path: Path, command: str
) -> None:
    store = ["--store", tmp_path / "facts.sqlite"] if command == "build" else []
    done = _without_workshop(COMMAND, command, "--knowledge", small.write(), *store)
    assert done.returncode == 1
    assert "The library 'textstat' is not installed." in done.stderr
    assert "uv sync --group workshop" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_store_can_be_built_unchecked(small: SmallKnowledge, tmp_path: Path) -> None:
    store = tmp_path / "facts.sqlite"
    words = ("build", "--no-checked", "--knowledge", small.write(), "--store", store)
    done = _without_workshop(COMMAND, *words)
    assert done.returncode == 0, done.stderr
    assert store.is_file()
