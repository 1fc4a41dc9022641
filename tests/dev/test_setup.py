"""Setting up both environments."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from dev import tools
from dev.say import Trouble
from dev.tools import UV_VERSION


class Machine:
    """A checkout and a record of what would be run in it; ``fails`` is what the program prints."""

    def __init__(self, root: Path) -> None:
        self.folders = {"Rasa server": root, "action server": root / "actions"}
        self.uv = root / ".tools" / "uv" / "bin" / "uv"
        self.ran: list[tuple[Path, list[str]]] = []
        self.fails: str | None = None
        for folder in self.folders.values():
            folder.mkdir(exist_ok=True)
            for name in ("pyproject.toml", "uv.lock", ".python-version"):
                (folder / name).write_text(f"3.10 # {name}\n", encoding="utf-8")
        self.have_uv(UV_VERSION)

    def have_uv(self, version: str) -> None:
        self.uv.parent.mkdir(parents=True, exist_ok=True)
        self.uv.write_text(f"#!/bin/sh\necho uv {version} '(linux)'\n", encoding="utf-8")
        self.uv.chmod(0o755)

    def run(
        self,
        _what: str,
        command: Sequence[str | Path],
        log: Path,
        cwd: Path,
        _env: Mapping[str, str],
    ) -> tuple[int, int]:
        words = [str(word) for word in command]
        self.ran.append((cwd, words))
        log.parent.mkdir(exist_ok=True)
        log.write_text(self.fails or "", encoding="utf-8")
        if self.fails is not None:
            return 1, 0
        if "sync" in words:
            python = cwd / ".venv" / "bin" / "python"
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
        return 0, 3

    @property
    def synced(self) -> list[Path]:
        return [cwd for cwd, words in self.ran if words[:2] == [str(self.uv), "sync"]]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A checkout with the right uv and no environments."""
    made = Machine(tmp_path)
    monkeypatch.setattr(tools, "_SERVERS", made.folders)
    monkeypatch.setattr(tools, "_TOOLS", made.uv.parents[1])
    monkeypatch.setattr(tools, "UV", made.uv)
    monkeypatch.setattr(tools, "RUN", tmp_path / ".run")
    monkeypatch.setattr(tools, "logged", made.run)
    return made


def test_a_fresh_checkout_gets_both_environments(machine: Machine) -> None:
    tools.setup()
    assert machine.synced == list(machine.folders.values())


def test_the_tests_get_their_environments_too(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    others = [tmp_path / "matrix", tmp_path / "synapse"]
    for folder in others:
        folder.mkdir()
        for name in ("pyproject.toml", "uv.lock", ".python-version"):
            (folder / name).write_text(name, encoding="utf-8")
    monkeypatch.setattr(tools, "_MATRIX", {"Matrix channel": others[0]})
    monkeypatch.setattr(tools, "_FOR_TESTS", {"server for tests": others[1]})

    tools.setup_matrix()
    assert machine.synced == [*machine.folders.values(), others[0]]

    tools.setup_all()
    assert machine.synced == [*machine.folders.values(), *others]


def test_the_lock_file_is_followed(machine: Machine) -> None:
    tools.setup()
    assert all("--frozen" in words for _, words in machine.ran)


def test_the_second_time_there_is_nothing_to_do(
    machine: Machine, capsys: pytest.CaptureFixture[str]
) -> None:
    tools.setup()
    machine.ran.clear()
    capsys.readouterr()
    tools.setup()
    assert machine.ran == []
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ["pyproject.toml", "uv.lock", ".python-version"])
def test_only_the_environment_whose_files_changed_is_set_up(machine: Machine, name: str) -> None:
    tools.setup()
    machine.ran.clear()
    folder = machine.folders["action server"]
    (folder / name).write_text("changed", encoding="utf-8")
    tools.setup()
    assert machine.synced == [folder]


def test_an_environment_whose_python_is_gone_is_set_up(machine: Machine) -> None:
    tools.setup()
    machine.ran.clear()
    folder = machine.folders["Rasa server"]
    python = folder / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to(folder / "no-such-python")
    tools.setup()
    assert machine.synced == [folder]


def test_files_that_change_while_installing_are_installed_next_time(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = machine.folders["action server"]

    def pull(what: str, command: list[str | Path], log: Path, cwd: Path, env: Any) -> Any:
        (cwd / "uv.lock").write_text("pulled", encoding="utf-8")
        return machine.run(what, command, log, cwd, env)

    monkeypatch.setattr(tools, "logged", pull)
    tools.setup()
    machine.ran.clear()
    tools.setup()
    assert folder in machine.synced


def test_the_right_uv_is_not_installed_again(machine: Machine) -> None:
    tools.setup()
    assert [words[1] for _, words in machine.ran] == ["sync", "sync"]


@pytest.mark.parametrize("have", ["other", "broken", "none"])
def test_another_uv_makes_way_for_the_right_one(machine: Machine, have: str) -> None:
    if have == "other":
        machine.have_uv("0.1.0")
    if have == "broken":
        machine.uv.write_text(f"#!/bin/sh\necho uv {UV_VERSION}\nexit 1\n", encoding="utf-8")
    if have == "none":
        machine.uv.unlink()
    tools.setup()
    first, second = machine.ran[0][1], machine.ran[1][1]
    assert first[1:3] == ["-m", "venv"]
    assert second[-2:] == ["install", f"uv=={UV_VERSION}"]
    assert not machine.uv.exists()


def test_a_failure_is_told_with_its_reason(machine: Machine) -> None:
    machine.fails = "error: No space left on device"
    with pytest.raises(Trouble, match=r"The Rasa server could not be installed\. The disk is full"):
        tools.setup()


def test_a_failure_that_nobody_knows_is_told_with_its_log(machine: Machine) -> None:
    machine.fails = "error: odd"
    with pytest.raises(Trouble, match=r"error: odd\n.*setup-Rasa-server\.log"):
        tools.setup()


def test_a_python_that_is_missing_is_told_with_its_version(machine: Machine) -> None:
    machine.fails = "error: No interpreter found for Python 3.10"
    (machine.folders["Rasa server"] / ".python-version").write_text("3.10\n", encoding="utf-8")
    with pytest.raises(Trouble, match=r"pyenv install 3\.10\)"):
        tools.setup()


def test_after_a_failure_it_is_tried_again(machine: Machine) -> None:
    machine.fails = "error: odd"
    with pytest.raises(Trouble):
        tools.setup()
    machine.fails = None
    machine.ran.clear()
    tools.setup()
    assert machine.synced == list(machine.folders.values())
