"""Finding or fetching a Dovecot."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dev import debian
from dev import dovecot as dovecots
from dev.say import Trouble

WORKING, NEWER, BROKEN = (
    "#!/bin/sh\necho '2.3.19.1 (9b53102964)'\n",
    "#!/bin/sh\necho '2.4.1-4 (7d8c0e5759)'\n",
    "#!/bin/sh\nexit 127\n",
)


class Machine:
    """A machine without a Dovecot; ``brings`` is what fetching leaves behind."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bin = root / "bin"
        self.bin.mkdir()
        self.fetched: list[list[str]] = []
        self.brings: Path | None = None
        monkeypatch.setenv("PATH", str(self.bin))
        monkeypatch.delenv(dovecots.SETTING, raising=False)
        monkeypatch.setattr(dovecots, "_FOLDERS", (str(root / "sbin"),))
        monkeypatch.setattr(dovecots, "_LOG", root / "dovecot.log")
        monkeypatch.setattr(debian, "is_debian", lambda: True)
        monkeypatch.setattr(debian, "logged", self.run)
        monkeypatch.setattr(dovecots.os, "geteuid", lambda: 0)

    def program(self, path: Path, text: str = WORKING) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)
        return path

    def run(self, _what: str, command: Sequence[object], log: Path, **_: Any) -> tuple[int, int]:
        self.fetched.append([str(word) for word in command])
        log.write_text("no such package", encoding="utf-8")
        if self.brings:
            self.program(self.brings)
        return (0 if self.brings else 100), 1


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Root on Debian, without a Dovecot."""
    return Machine(tmp_path, monkeypatch)


@pytest.mark.parametrize("folder", ["bin", "sbin"])
def test_the_machines_own_is_taken(machine: Machine, folder: str) -> None:
    own = machine.program(machine.bin.parent / folder / "dovecot")
    assert dovecots.dovecot() == own
    assert machine.fetched == []


def test_a_named_one_comes_first(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.program(machine.bin / "dovecot")
    named = machine.program(machine.bin / "mine")
    monkeypatch.setenv(dovecots.SETTING, str(named))
    assert dovecots.dovecot() == named


def test_a_named_one_that_does_not_start_is_told(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = machine.program(machine.bin / "mine", BROKEN)
    monkeypatch.setenv(dovecots.SETTING, str(named))
    with pytest.raises(Trouble, match="no Dovecot that starts"):
        dovecots.dovecot()


def test_one_that_is_too_new_is_told(machine: Machine) -> None:
    machine.program(machine.bin / "dovecot", NEWER)
    with pytest.raises(Trouble, match=r"is 2\.4\.1-4.*HEPATICA_DOVECOT="):
        dovecots.dovecot()


def test_root_on_debian_gets_the_package(machine: Machine) -> None:
    machine.brings = machine.bin.parent / "sbin" / "dovecot"
    assert dovecots.dovecot() == machine.brings
    assert "dovecot-imapd" in machine.fetched[0][-1]


def test_a_package_that_cannot_be_fetched_is_told(machine: Machine) -> None:
    with pytest.raises(Trouble, match=r"could not be fetched:\n.*no such package"):
        dovecots.dovecot()


def test_others_are_told_what_to_do(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dovecots.os, "geteuid", lambda: 1000)
    with pytest.raises(Trouble, match=r"apt-get install dovecot-imapd.*HEPATICA_DOVECOT="):
        dovecots.dovecot()
    assert machine.fetched == []
