"""Finding or fetching a browser."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dev import browser as browsers
from dev import debian
from dev.say import Trouble

WORKING, BROKEN = "#!/bin/sh\necho Chromium 150\n", "#!/bin/sh\nexit 127\n"


class Machine:
    """A machine without a browser; ``brings`` is what each way of fetching leaves behind."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.bin = root / "bin"
        self.bin.mkdir()
        self.fetched: list[list[str]] = []
        self.brings: list[Path | None] = []
        monkeypatch.setenv("PATH", str(self.bin))
        monkeypatch.delenv(browsers.SETTING, raising=False)
        monkeypatch.setattr(browsers, "_DOWNLOADED", root / "browsers")
        monkeypatch.setattr(browsers, "_LOG", root / "browser.log")
        monkeypatch.setattr(browsers, "logged", self.run)
        monkeypatch.setattr(debian, "is_debian", lambda: True)
        monkeypatch.setattr(debian, "logged", self.run)
        monkeypatch.setattr(browsers.os, "geteuid", lambda: 0)

    def program(self, path: Path, text: str = WORKING) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)
        return path

    def run(self, _what: str, command: Sequence[object], log: Path, **_: Any) -> tuple[int, int]:
        self.fetched.append([str(word) for word in command])
        log.write_text("no such package", encoding="utf-8")
        brought = self.brings.pop(0) if self.brings else None
        if brought:
            self.program(brought)
        return (0 if brought else 100), 1


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Root on Debian, without a browser."""
    return Machine(tmp_path, monkeypatch)


def test_the_machines_own_browser_is_taken(machine: Machine) -> None:
    own = machine.program(machine.bin / "chromium")
    assert browsers.browser() == own
    assert machine.fetched == []


def test_a_named_browser_comes_first(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    machine.program(machine.bin / "chromium")
    named = machine.program(machine.bin / "mine")
    monkeypatch.setenv(browsers.SETTING, str(named))
    assert browsers.browser() == named


def test_a_named_browser_that_does_not_start_is_told(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = machine.program(machine.bin / "mine", BROKEN)
    monkeypatch.setenv(browsers.SETTING, str(named))
    with pytest.raises(Trouble, match="no browser that starts"):
        browsers.browser()


def test_a_browser_that_lacks_libraries_is_passed_over(machine: Machine) -> None:
    machine.program(machine.bin / "chromium", BROKEN)
    good = machine.program(machine.bin / "google-chrome")
    assert browsers.browser() == good


def test_root_on_debian_gets_the_package(machine: Machine) -> None:
    machine.brings = [machine.bin / "chromium"]
    assert browsers.browser() == machine.bin / "chromium"
    assert "apt-get" in machine.fetched[0][-1]


def test_others_get_a_download(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browsers.os, "geteuid", lambda: 1000)
    place = machine.bin.parent / "browsers" / "shell-1" / "linux" / "chrome-headless-shell"
    machine.brings = [place]
    assert browsers.browser() == place
    assert "playwright" in machine.fetched[0]


def test_where_nothing_helps_it_says_what_to_do(machine: Machine) -> None:
    with pytest.raises(Trouble, match=r"apt-get install chromium.*HEPATICA_BROWSER="):
        browsers.browser()
    assert len(machine.fetched) == 2


def test_a_font_with_chinese_letters_is_fetched(machine: Machine) -> None:
    machine.program(machine.bin / "chromium")
    machine.program(machine.bin / "fc-list", "#!/bin/sh\n")

    with pytest.raises(Trouble, match="fonts-noto-cjk"):
        browsers.browser()
    assert "fonts-noto-cjk" in machine.fetched[0][-1]


def test_a_font_that_is_there_is_enough(machine: Machine) -> None:
    chromium = machine.program(machine.bin / "chromium")
    machine.program(machine.bin / "fc-list", "#!/bin/sh\necho NotoSansCJK.ttc\n")

    assert browsers.browser() == chromium
    assert machine.fetched == []
