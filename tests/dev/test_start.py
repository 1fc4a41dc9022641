"""``python3 -m dev`` on machines that can and cannot run it."""

import ast
import os
import sys

import pytest

from dev import __main__ as start
from dev import commands
from dev.paths import ROOT


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether the commands were handed over to; they end with 7."""
    calls: list[bool] = []
    monkeypatch.setattr(commands, "main", lambda: calls.append(True) or 7)
    return calls


def test_the_command_is_run_and_its_code_passed_on(started: list[bool]) -> None:
    assert start.main() == 7
    assert started == [True]


def test_an_old_python_is_told_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, started: list[bool]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 18, "final", 0))
    assert start.main() == 1
    told = capsys.readouterr().err
    assert "Python 3.10 or newer, and this is Python 3.9.18." in told
    assert "make PY=" in told
    assert started == []


def test_the_oldest_python_is_old_enough(
    monkeypatch: pytest.MonkeyPatch, started: list[bool]
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 10, 0, "final", 0))
    start.main()
    assert started == [True]


def test_windows_is_told_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, started: list[bool]
) -> None:
    monkeypatch.setattr(os, "name", "nt")
    code = start.main()
    monkeypatch.undo()
    assert code == 1
    assert "WSL" in capsys.readouterr().err
    assert started == []


@pytest.mark.parametrize("name", ["__init__.py", "__main__.py"])
def test_an_old_python_can_read_what_tells_it_so(name: str) -> None:
    newer = (ast.JoinedStr, ast.AnnAssign, ast.NamedExpr, ast.Match)
    tree = ast.parse((ROOT / "dev" / name).read_text(encoding="utf-8"), feature_version=(3, 7))
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, newer)] == []
