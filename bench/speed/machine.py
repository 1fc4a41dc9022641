"""What the figures were measured on, and whether it is quiet enough."""

import os
import platform
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

from dev.paths import ACTIONS_PYTHON, BOT_PYTHON
from dev.processes import environment
from dev.say import Trouble

QUIET = 0.7
"""Load average of the last minute above which a run would measure other programs, too."""
_VERSIONS = "import sys, importlib.metadata as m; print(sys.version.split()[0], m.version('{0}'))"


def require_quiet(most: float = QUIET) -> None:
    """Make sure that little else runs.

    Raises:
        Trouble: the machine is busy.
    """
    load = os.getloadavg()[0]
    if load > most:
        raise Trouble(
            f"The machine is busy: its load of the last minute is {load:.2f}, and {most} is the "
            "most at which figures mean something. Wait, or add --anyway."
        )


def machine() -> dict[str, Any]:
    """Processor, memory and versions."""
    bot_python, rasa = _versions(BOT_PYTHON, "rasa")
    actions_python, sdk = _versions(ACTIONS_PYTHON, "rasa-sdk")
    return {
        "measured": date.today().isoformat(),
        "processor": processor(Path("/proc/cpuinfo").read_text(encoding="utf-8")),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}",
        "rasa": rasa,
        "rasa_python": bot_python,
        "actions_sdk": sdk,
        "actions_python": actions_python,
    }


def processor(cpuinfo: str) -> str:
    r"""The processor's name, from what Linux says of it.

    >>> processor("processor\t: 0\nmodel name\t: Some CPU @ 2 GHz\n")
    'Some CPU @ 2 GHz'
    """
    for line in cpuinfo.splitlines():
        name, _, value = line.partition(":")
        if name.strip() == "model name":
            return value.strip()
    return platform.machine()


def _versions(python: Path, package: str) -> list[str]:
    words = [str(python), "-c", _VERSIONS.format(package)]
    found = subprocess.run(words, capture_output=True, text=True, check=True, env=environment())
    return found.stdout.split()
