"""Why a program failed, found in what it printed and told in a sentence."""

import re
from pathlib import Path

from dev.paths import ROOT, shown
from dev.processes import tail
from dev.say import indented

_COMPILER = (
    "A package has to be compiled here, and that failed for want of a C compiler or of Python's "
    "headers. Install one (Debian and Ubuntu: apt-get install build-essential; macOS: "
    "xcode-select --install; Fedora: dnf install gcc) and try again."
)
_NETWORK = (
    "The packages could not be downloaded: no connection to the package index. Check the network "
    "(behind a proxy, set HTTPS_PROXY) and try again; what was downloaded already is kept."
)
_PYTHON = (
    "Python {python} is neither on this machine nor could it be downloaded. Install it "
    "(for example: pyenv install {python}), or connect to the network, and try again."
)
_VENV = (
    "This Python cannot make environments: it lacks the venv module. Install it (Debian and "
    "Ubuntu: apt-get install python3-venv) and try again."
)
_FULL = "The disk is full. Hepatica's environments need about 3 GB; make room and try again."
_NO_COMPILER = (
    r"No such file or directory: '\S*(gcc|cc|clang|[gc]\+\+)'|command '?\S*(gcc|cc|clang|g\+\+)'? "
    r"failed|Python\.h|(gcc|cc|clang): (command )?not found|no developer tools were found|"
    r"Command '\['\S*(gcc|cc|clang|[gc]\+\+)'.* returned non-zero"
)
_NO_NETWORK = (
    r"dns error|client error \(Connect\)|tcp connect error|timed out|NewConnectionError|"
    r"Network is unreachable|Temporary failure in name resolution|Connection refused"
)
# The first match counts: a Python that cannot be downloaded is a network error, too.
_INSTALL = (
    (r"ensurepip is not available|No module named '?(venv|ensurepip)", _VENV),
    (r"No space left on device", _FULL),
    (r"python-build-standalone|No interpreter found for", _PYTHON),
    (_NO_COMPILER, _COMPILER),
    (_NO_NETWORK, _NETWORK),
)


def install_reason(output: str, python: str, log: str) -> str:
    """Why an environment could not be set up: one sentence, or the last lines and what to try."""
    for pattern, sentence in _INSTALL:
        if re.search(pattern, output):
            return sentence.format(python=python)
    return (
        f"It ended with:\n{indented(tail(output))}\n"
        f"The whole output is in {log}. Try again; if it stays, delete .tools, .venv and "
        "actions/.venv and start over."
    )


def training_reason(log: str) -> list[str]:
    """The lines of Rasa's log that say why training failed."""
    # Rasa prints what it knows to be the author's mistake in red, everything else as a traceback.
    red = re.findall(r"\x1b\[91m(.*?)\x1b\[0m", log, flags=re.DOTALL)
    if red:
        return [line.rstrip() for line in red[-1].splitlines() if line.strip()]
    return _raised(log) or tail(re.sub(r"[^\n]*\r", "", log))


def _raised(log: str) -> list[str]:
    """The first exception (those after it only pass it on) and where in the checkout it arose."""
    trace = re.search(
        r"^Traceback \(most recent call last\):\n((?:[ \t].*\n|\n)*)(\S.*)$", log, re.MULTILINE
    )
    if not trace:
        return []
    frames = re.findall(r'File "([^"]+)", line (\d+)', trace[1])
    ours = [f"in {shown(Path(file))}, line {line}" for file, line in frames if _own(file)]
    return [trace[2].rstrip(), *ours[-1:]]


def _own(file: str) -> bool:
    path = Path(file)
    return path.is_relative_to(ROOT) and "site-packages" not in path.parts
