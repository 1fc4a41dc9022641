"""Asks the platforms' own SDKs, which run in an environment of their own (tests/vendors)."""

from __future__ import annotations

import atexit
import json
import subprocess
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import Any

from bot.paths import ROOT

VENDORS = ROOT / "tests" / "vendors"
PYTHON = VENDORS / ".venv" / "bin" / "python"
END_SECONDS = 5


class NoVendorSdks(Exception):  # noqa: N818 - it says what there is not
    """The environment is not installed, or its program does not run; says what to do."""


class Refused(Exception):  # noqa: N818 - it says what the SDK did
    """An SDK does not take what it was given; says why."""


class VendorSdks:
    """A program beside the tests, started when it is first asked and ended with them.

    Args:
        python: the environment's Python.
    """

    def __init__(self, python: Path = PYTHON) -> None:
        self._python = python
        self._lock = Lock()
        self._running: subprocess.Popen[str] | None = None

    def ask(self, sdk: str, do: str, **given: Any) -> Any:
        """Let an SDK do something; ``tests/vendors`` has a module for each.

        Raises:
            Refused: the SDK does not take what it was given.
            NoVendorSdks: the program cannot be asked.
        """
        question = json.dumps({"sdk": sdk, "do": do, "with": given})
        with self._lock:
            line = self._exchanged(f"{question}\n")
        answer = json.loads(line)
        if "refused" in answer:
            raise Refused(answer["refused"])
        return answer["told"]

    def _exchanged(self, question: str) -> str:
        self._running = self._running or self._started()
        questions, answers = self._running.stdin, self._running.stdout
        assert questions is not None
        assert answers is not None
        try:
            questions.write(question)
            questions.flush()
            line = answers.readline()
        except OSError:
            line = ""
        if not line:
            self.end()
            raise NoVendorSdks("tests/vendors ended by itself. Run: make setup-tests")
        return line

    def _started(self) -> subprocess.Popen[str]:
        if not self._python.exists():
            raise NoVendorSdks("The vendors' SDKs are not installed. Run: make setup-tests")
        atexit.register(self.end)
        return subprocess.Popen(
            [self._python, VENDORS],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            encoding="utf-8",
        )

    def end(self) -> None:
        """End the program, if it runs."""
        running, self._running = self._running, None
        if running is None:
            return
        assert running.stdin is not None
        assert running.stdout is not None
        with suppress(OSError):
            running.stdin.close()
        try:
            running.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
        running.stdout.close()


ask = VendorSdks().ask
"""Asks the program that all tests of a run share."""
