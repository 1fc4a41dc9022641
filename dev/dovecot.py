"""A Dovecot, the mail server of the email tests: the machine's own, or one that is fetched."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from dev.debian import can_install, install
from dev.paths import RUN, shown
from dev.processes import read
from dev.reasons import tail
from dev.say import Trouble, indented

SETTING = "HEPATICA_DOVECOT"
_FOLDERS = ("/usr/sbin", "/usr/local/sbin", "/opt/homebrew/sbin")
"""Where it is on machines whose users have no such folder in their PATH."""
_LOG = RUN / "dovecot.log"
_SERIES = "2.3."
"""Its settings have other names from 2.4 on."""


def dovecot() -> Path:
    """The program, fetched first when the machine has none and we are root on Debian.

    Raises:
        Trouble: there is none, and none could be fetched, or it is too new; says what to do.
    """
    if named := os.environ.get(SETTING):
        return _usable(Path(named))
    if found := _present():
        return _usable(found)
    if can_install():
        install("Dovecot", "dovecot-imapd", _LOG)
        if found := _present():
            return _usable(found)
        raise Trouble(
            f"The email tests need Dovecot, and it could not be fetched:\n"
            f"{indented(tail(read(_LOG)))}\nThe whole output is in {shown(_LOG)}."
        )
    raise Trouble(
        "The email tests need Dovecot 2.3. Install it (Debian 12: apt-get install dovecot-imapd), "
        f"or name one: {SETTING}=/path/to/dovecot make test"
    )


def _usable(program: Path) -> Path:
    version = _version(program)
    if version is None:
        raise Trouble(f"{program} is no Dovecot that starts.")
    if not version.startswith(_SERIES):
        raise Trouble(
            f"The email tests need Dovecot {_SERIES}x, and {program} is {version}. Name another: "
            f"{SETTING}=/path/to/dovecot make test"
        )
    return program


def _version(program: Path) -> str | None:
    try:
        told = subprocess.run(
            [program, "--version"], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    words = told.stdout.split()
    return words[0] if told.returncode == 0 and words else None


def _present() -> Path | None:
    return next((path for path in _candidates() if _version(path)), None)


def _candidates() -> Iterator[Path]:
    if found := shutil.which("dovecot"):
        yield Path(found)
    for folder in _FOLDERS:
        yield Path(folder) / "dovecot"
