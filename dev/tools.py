"""Setting up: uv, and the environments that it fills."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from dev import fresh
from dev.paths import ACTIONS, MATRIX, ROOT, RUN, SYNAPSE, VENDORS, shown
from dev.processes import Words, logged, read
from dev.reasons import install_reason
from dev.say import Trouble, say

UV_VERSION = "0.13.9"
_TOOLS = ROOT / ".tools" / "uv"
UV = _TOOLS / "bin" / "uv"
_SERVERS = {"Rasa server": ROOT, "action server": ACTIONS}
_MATRIX = {"Matrix channel": MATRIX}
_FOR_TESTS = {"Matrix server for tests": SYNAPSE, "vendors' packages for tests": VENDORS}
_PATIENCE = {"UV_HTTP_TIMEOUT": "180", "UV_NO_PROGRESS": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
"""Some wheels have 500 MB, and uv gives up on a connection after 30 s."""


def setup() -> None:
    """Make the environments of both servers as the lock files say; quick when they are so already.

    Raises:
        Trouble: with the reason and what to do.
    """
    _make(_SERVERS)


def setup_matrix() -> None:
    """As ``setup``, and the environment of the Matrix channel.

    Raises:
        Trouble: with the reason and what to do.
    """
    _make(_SERVERS | _MATRIX)


def setup_all() -> None:
    """As ``setup``, and everything that only the tests need.

    Raises:
        Trouble: with the reason and what to do.
    """
    _make(_SERVERS | _MATRIX | _FOR_TESTS)


def _make(environments: Mapping[str, Path]) -> None:
    stale = {name: folder for name, folder in environments.items() if _changed(folder)}
    if not stale:
        return
    _get_uv()
    for name, folder in stale.items():
        _sync(name, folder)


def _get_uv() -> None:
    if _uv_version() == UV_VERSION:
        return
    say(f"Getting uv {UV_VERSION}, which installs everything else, into .tools/ ...")
    shutil.rmtree(_TOOLS, ignore_errors=True)
    _install("tool uv", [sys.executable, "-m", "venv", _TOOLS])
    python = _TOOLS / "bin" / "python"
    _install("tool uv", [python, "-m", "pip", "install", f"uv=={UV_VERSION}"])


def _uv_version() -> str | None:
    try:
        told = subprocess.run([UV, "--version"], capture_output=True, text=True, check=False)
    except OSError:
        return None
    words = told.stdout.split()
    return words[1] if told.returncode == 0 and len(words) > 1 else None


def _sync(name: str, folder: Path) -> None:
    locked = _locked(folder)
    say(f"Installing the packages of the {name} (a few minutes the first time) ...")
    command: Words = [UV, "sync", "--frozen", "--compile-bytecode"]
    seconds = _install(name, command, folder)
    fresh.write_stamp(_stamp(folder), {"locked": locked})
    say(f"Installed the packages of the {name} in {seconds} s.")


def _install(name: str, command: Words, folder: Path = ROOT) -> int:
    log = RUN / f"setup-{name.replace(' ', '-')}.log"
    code, seconds = logged(f"Installing {name}", command, log, folder, _PATIENCE)
    if code:
        reason = install_reason(read(log), _python(folder), shown(log))
        raise Trouble(f"The {name} could not be installed. {reason}")
    return seconds


def _changed(folder: Path) -> bool:
    # The interpreter is a link, which dangles after an upgrade of the machine's Python.
    present = (folder / ".venv" / "bin" / "python").exists()
    return not present or fresh.stamped(_stamp(folder)) != {"locked": _locked(folder)}


def _locked(folder: Path) -> str:
    return fresh.digest(folder / name for name in ("pyproject.toml", "uv.lock", ".python-version"))


def _python(folder: Path) -> str:
    return read(folder / ".python-version").strip()


def _stamp(folder: Path) -> Path:
    return folder / ".venv" / "hepatica-synced.json"
