"""A Chromium for the browser tests: the machine's own, or one that is fetched."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from dev.debian import can_install, install
from dev.paths import ACTIONS_PYTHON, ROOT, RUN, shown
from dev.processes import Words, logged, read
from dev.reasons import tail
from dev.say import Trouble, indented, say

SETTING = "HEPATICA_BROWSER"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_DOWNLOADED = ROOT / ".tools" / "browsers"
_LOG = RUN / "browser.log"
_APT = "apt-get -qq update && apt-get -qq install -y --no-install-recommends chromium"


def browser() -> Path:
    """The program, fetched first when the machine has none.

    As root on Debian that is its package; elsewhere Playwright's download, which goes to .tools/.

    Raises:
        Trouble: there is none and none could be fetched; says what to do.
    """
    found = _browser()
    _get_letters()
    return found


def _browser() -> Path:
    if named := os.environ.get(SETTING):
        if not works(Path(named)):
            raise Trouble(f"{SETTING}={named} is no browser that starts.")
        return Path(named)
    if found := _present():
        return found
    say("Getting Chromium for the browser tests ...")
    for command in _ways():
        env = {"PLAYWRIGHT_BROWSERS_PATH": str(_DOWNLOADED), "DEBIAN_FRONTEND": "noninteractive"}
        logged("Getting Chromium", command, _LOG, env=env)
        if found := _present():
            return found
    raise Trouble(
        f"The browser tests need Chromium, and it could not be fetched:\n"
        f"{indented(tail(read(_LOG)))}\nThe whole output is in {shown(_LOG)}. Install it (Debian: "
        f"apt-get install chromium), or name one: {SETTING}=/path/to/chrome make test"
    )


def works(program: Path) -> bool:
    """Whether it starts; a downloaded one may lack the system's libraries."""
    try:
        told = subprocess.run([program, "--version"], capture_output=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return told.returncode == 0


def _get_letters() -> None:
    """Without a font that has them, Chinese letters are small boxes, and too small to be tapped."""
    if _writes_chinese():
        return
    if can_install():
        install("a font with Chinese letters", "fonts-noto-cjk", _LOG)
    if not _writes_chinese():
        raise Trouble(
            "The browser tests need a font with Chinese letters (Debian: apt-get install "
            "fonts-noto-cjk)."
        )


def _writes_chinese() -> bool:
    """Whether there is such a font; taken for granted where fonts cannot be asked for."""
    if shutil.which("fc-list") is None:
        return True
    words = ["fc-list", ":lang=zh"]
    told = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    return bool(told.stdout.strip())


def _present() -> Path | None:
    return next((path for path in _candidates() if works(path)), None)


def _candidates() -> Iterator[Path]:
    for name in NAMES:
        if found := shutil.which(name):
            yield Path(found)
    for name in ("chrome-headless-shell", "headless_shell", "chrome"):
        yield from sorted(_DOWNLOADED.glob(f"*/*/{name}"))


def _ways() -> Iterator[Words]:
    if can_install():
        yield ["sh", "-c", _APT]
    yield [ACTIONS_PYTHON, "-m", "playwright", "install", "chromium-headless-shell"]
