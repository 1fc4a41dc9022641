"""Finding or fetching a program of Debian."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dev import debian
from dev.say import Trouble


class Machine:
    """A machine without the program; ``brings`` says whether fetching helps."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bin = root / "bin"
        self.bin.mkdir()
        self.brings = True
        self.fetched: list[str] = []
        monkeypatch.setenv("PATH", str(self.bin))
        monkeypatch.setattr(debian, "_FOLDERS", (str(root / "sbin"),))
        monkeypatch.setattr(debian, "RUN", root)
        monkeypatch.setattr(debian, "logged", self.run)
        monkeypatch.setattr(debian, "is_debian", lambda: True)
        monkeypatch.setattr(debian.os, "geteuid", lambda: 0)

    def put(self, folder: Path) -> Path:
        folder.mkdir(exist_ok=True)
        path = folder / "nginx"
        path.write_text("#!/bin/sh\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    def run(self, _: str, command: Sequence[Any], log: Path, **__: Any) -> tuple[int, int]:
        self.fetched.append(str(command[-1]))
        log.write_text("E: no network\n", encoding="utf-8")
        if self.brings:
            self.put(self.bin)
        return 0, 1


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    return Machine(tmp_path, monkeypatch)


@pytest.mark.parametrize("folder", ["bin", "sbin"])
def test_a_program_that_is_there_is_taken(machine: Machine, folder: str) -> None:
    path = machine.put(machine.bin.parent / folder)

    assert debian.program("nginx", "nginx-light") == path
    assert machine.fetched == []


def test_a_program_that_is_missing_is_fetched(machine: Machine) -> None:
    assert debian.program("nginx", "nginx-light") == machine.bin / "nginx"
    assert "install -y --no-install-recommends nginx-light" in machine.fetched[0]


def test_what_cannot_be_fetched_is_told_with_the_reason(machine: Machine) -> None:
    machine.brings = False

    with pytest.raises(Trouble, match=r"no network(?s:.*)apt-get install nginx-light"):
        debian.program("nginx", "nginx-light")


def test_elsewhere_one_is_told_what_to_install(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(debian, "is_debian", lambda: False)

    with pytest.raises(Trouble, match="apt-get install nginx-light"):
        debian.program("nginx", "nginx-light")
    assert machine.fetched == []
