"""Programs started by the tools: always in a process group of their own, always ended with us."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from dev.paths import ROOT
from dev.say import Elapsed

Words = Sequence[str | Path]
GRACE = 10.0
"""Seconds that a program has to end by itself before it is killed."""
_FOREIGN = ("VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT", "PYTHONHOME", "PYTHONPATH")
# pyenv's python3 sets these for its children, and so hides all other Pythons from uv.
_PYENV = ("PYENV_VERSION", "PYENV_DIR")


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """Our environment, without what would lead a program to another checkout's packages."""
    ours = {name: value for name, value in os.environ.items() if name not in _FOREIGN + _PYENV}
    ours |= {
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONUNBUFFERED": "1",
    }
    return ours | dict(extra or {})


class Process:
    """One program with its own process group, so that a Ctrl-C reaches it through us only.

    Its output goes to ``log`` (written anew), or to our own output when there is no log.
    """

    def __init__(
        self,
        command: Words,
        log: Path | None = None,
        cwd: Path = ROOT,
        env: Mapping[str, str] | None = None,
    ) -> None:
        with contextlib.ExitStack() as stack:
            output = None
            if log:
                log.parent.mkdir(parents=True, exist_ok=True)
                output = stack.enter_context(log.open("wb"))
            self._child = subprocess.Popen(
                [str(word) for word in command],
                cwd=cwd,
                env=environment(env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT if output else None,
                start_new_session=True,
            )

    def code(self) -> int | None:
        """The exit code, or None while it runs."""
        return self._child.poll()

    def wait(self, seconds: float) -> int | None:
        """The exit code, or None when it still runs after that time."""
        try:
            return self._child.wait(max(0.0, seconds))
        except subprocess.TimeoutExpired:
            return None

    def send(self, number: signal.Signals) -> None:
        """Signal the whole group: a server's workers can outlive their parent."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._child.pid, number)


def ending(code: int) -> str:
    """How a program ended, in words."""
    if code >= 0:
        return f"exit code {code}"
    try:
        return f"killed by {signal.Signals(-code).name}"
    except ValueError:  # a real-time signal has no name
        return f"killed by signal {-code}"


def stop(*processes: Process, by: signal.Signals = signal.SIGTERM, grace: float = GRACE) -> None:
    """End the programs, together; kill what is still there after ``grace`` seconds."""
    for process in processes:
        process.send(by)
    deadline = time.monotonic() + grace
    for process in processes:
        process.wait(deadline - time.monotonic())
        process.send(signal.SIGKILL)
        process.wait(GRACE)


def logged(
    what: str, command: Words, log: Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> tuple[int, int]:
    """Run a program to its end, its output in ``log``, showing the seconds meanwhile.

    Returns:
        The exit code and how many seconds it took.
    """
    process = Process(command, log, cwd, env)
    try:
        with Elapsed(what) as elapsed:
            while (code := process.wait(0.5)) is None:
                elapsed.show()
        return code, elapsed.seconds
    finally:
        stop(process)


def read(log: Path) -> str:
    """The text of a log; empty when there is none."""
    try:
        return log.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""
