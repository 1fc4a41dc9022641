"""Why a program failed, found in what it printed and told in a sentence."""

import re
from pathlib import Path

from dev.paths import ROOT, shown
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
    r"Network is unreachable|Temporary failure in name resolution|Connection refused|"
    r"\(from versions: none\)"
)
# The first match counts: a Python that cannot be downloaded is a network error, too.
_INSTALL = (
    (r"ensurepip is not available|No module named '?(venv|ensurepip)", _VENV),
    (r"No space left on device", _FULL),
    (r"python-build-standalone|No interpreter found for|Failed to inspect Python", _PYTHON),
    (_NO_COMPILER, _COMPILER),
    (_NO_NETWORK, _NETWORK),
)

# The frames (indented), then the exception's message up to a blank line or the next log entry.
_TRACEBACK = (
    r"^Traceback \(most recent call last\):\n((?:[ \t].*\n)+)"
    r"(\S.*(?:\n(?!\d{4}-|Traceback|The above|During handling).*\S.*)*)"
)
_MESSAGE_LINES = 5


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


def tail(log: str, count: int = 15) -> list[str]:
    """The last lines that say something: neither blank nor a library's warning about itself."""
    # A progress bar overwrites itself; only what it said last counts.
    lines = [line.rstrip().rpartition("\r")[2] for line in log.split("\n") if line.strip()]
    kept = []
    code_follows = False
    for line in lines:
        if re.search(r"\.py:\d+: \w*Warning: ", line):
            code_follows = True
        elif not (code_follows and line.startswith(" ")):
            kept.append(line)
            code_follows = False
    return kept[-count:]


def program_reason(log: str) -> list[str]:
    """The lines of a log that say why Rasa or one of our programs gave up."""
    # Rasa prints what it knows to be its user's mistake in red, everything else as a traceback.
    red = re.findall(r"\x1b\[91m(.*?)\x1b\[0m", log, flags=re.DOTALL)
    if red:
        return [line.rstrip() for line in red[-1].splitlines() if line.strip()]
    return _raised(log) or tail(log)


def _raised(log: str) -> list[str]:
    """The exception that counts and where in the checkout it arose.

    Of a chain that is the last one raised by our own code, or else the first: those after it only
    pass it on.
    """
    chain = re.findall(_TRACEBACK, log, re.MULTILINE)
    if not chain:
        return []
    own = [(frames, words) for frames, words in chain if _own(_places(frames)[-1:])]
    frames, words = (own or chain[:1])[-1]
    place = [f"in {shown(Path(file))}, line {line}" for file, line in _own(_places(frames))[-1:]]
    return [*words.splitlines()[:_MESSAGE_LINES], *place]


def _places(frames: str) -> list[tuple[str, str]]:
    return re.findall(r'File "([^"]+)", line (\d+)', frames)


def _own(places: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [
        (file, line)
        for file, line in places
        if Path(file).is_relative_to(ROOT) and "site-packages" not in Path(file).parts
    ]
