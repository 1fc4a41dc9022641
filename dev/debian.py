"""Programs that the tests need and that are packages of Debian."""

import os
import shutil
from pathlib import Path

from dev.paths import RUN, shown
from dev.processes import logged, read
from dev.reasons import tail
from dev.say import Trouble, indented, say

_FOLDERS = ("/usr/sbin", "/usr/local/sbin")
"""Where servers are on machines whose users have no such folder in their PATH."""


def is_debian() -> bool:
    """Whether this is Debian itself: others have packages of these names that are only pointers."""
    try:
        lines = Path("/etc/os-release").read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    return "ID=debian" in lines


def can_install() -> bool:
    """Whether ``install`` may be tried."""
    return os.geteuid() == 0 and is_debian()


def install(name: str, package: str, log: Path) -> None:
    """Try to install a package; what it says goes into ``log``."""
    say(f"Getting {name} for the tests ...")
    words = f"apt-get -qq update && apt-get -qq install -y --no-install-recommends {package}"
    logged(f"Getting {name}", ["sh", "-c", words], log, env={"DEBIAN_FRONTEND": "noninteractive"})


def program(name: str, package: str) -> Path:
    """A program, fetched first when the machine has none and we are root on Debian.

    Raises:
        Trouble: there is none, and none could be fetched; says what to do.
    """
    if found := _present(name):
        return found
    how = f"Install it (Debian: apt-get install {package})."
    if not can_install():
        raise Trouble(f"The tests need {name}. {how}")
    log = RUN / f"{package}.log"
    install(name, package, log)
    if found := _present(name):
        return found
    raise Trouble(
        f"The tests need {name}, and it could not be fetched:\n{indented(tail(read(log)))}\n"
        f"The whole output is in {shown(log)}. {how}"
    )


def _present(name: str) -> Path | None:
    found = shutil.which(name) or shutil.which(name, path=":".join(_FOLDERS))
    return Path(found) if found else None
