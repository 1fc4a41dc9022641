"""Running named checks, two at a time, all of them even when one fails."""

import os
import signal
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dev.paths import RUN
from dev.processes import GRACE, Process, Words, read, stop
from dev.say import heading, say

LIMIT = 52 * 60.0
"""Seconds for all steps of a run, so that one that hangs ends with a summary all the same."""
AT_ONCE = min(2, os.cpu_count() or 1)
"""Steps at a time: many wait for servers most of the time; with more, servers are too slow."""
_LOGS = RUN / "checks"
_BETWEEN = 0.1


@dataclass(frozen=True)
class Command:
    """A program and what its environment needs besides ours."""

    words: Words
    env: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Step:
    """One named check; passes when all its commands do. It waits for the steps that it needs."""

    name: str
    commands: Sequence[Command]
    needs: Sequence[str] = ()


@dataclass(frozen=True)
class Result:
    """How a step went."""

    name: str
    passed: bool
    seconds: float


class Running:
    """A step under way.

    Args:
        step: the step; its commands run one after another, also when one fails, so that one round
            shows all there is to mend.
        shown: whether its output is shown as it comes; else it is kept until the step is over.
    """

    def __init__(self, step: Step, *, shown: bool) -> None:
        self._step = step
        self._shown = shown
        self._start = time.monotonic()
        self._left = list(step.commands)
        self._logs: list[Path] = []
        self._passed = True
        self._process = self._next()

    def result(self, deadline: float) -> Result | None:
        """How it went; None while it goes on."""
        code = self._process.code()
        if code is None:
            if time.monotonic() < deadline:
                return None
            self.stop()
            say(f"{self._step.name}: not done in time; stopped.")
            self._passed, self._left = False, []
        elif code:
            self._passed = False
        if self._left:
            # A command may leave processes of its own behind.
            self.stop()
            self._process = self._next()
            return None
        self.stop()
        self._tell()
        return Result(self._step.name, self._passed, time.monotonic() - self._start)

    def stop(self) -> None:
        """End it as Ctrl-C would: a test runner then stops the servers that it has started."""
        stop(self._process, by=signal.SIGINT, grace=3 * GRACE)

    def _next(self) -> Process:
        command = self._left.pop(0)
        log = None if self._shown else _LOGS / f"{self._step.name}-{len(self._logs) + 1}.log"
        if log is not None:
            self._logs.append(log)
        return Process(command.words, log, env=command.env)

    def _tell(self) -> None:
        if not self._shown:
            heading(self._step.name)
            for log in self._logs:
                say(read(log).rstrip())


def run_steps(steps: Sequence[Step], only: Collection[str]) -> int:
    """Run the steps (those in ``only``, if any are), print a summary; 1 if one failed."""
    chosen = [step for step in steps if not only or step.name in only]
    results = {result.name: result for result in _all(chosen, time.monotonic() + LIMIT)}
    _summary([results[step.name] for step in chosen])
    return 0 if all(result.passed for result in results.values()) else 1


def _all(steps: Sequence[Step], deadline: float) -> list[Result]:
    waiting, running, results = list(steps), list[Running](), list[Result]()
    try:
        while waiting or running:
            for one in list(running):
                if (result := one.result(deadline)) is not None:
                    running.remove(one)
                    results.append(result)
            unfinished = {step.name for step in steps} - {result.name for result in results}
            while len(running) < AT_ONCE and (step := _ready(waiting, unfinished)) is not None:
                waiting.remove(step)
                running.append(_started(step, shown=len(steps) == 1))
            time.sleep(_BETWEEN if running else 0)
    finally:
        for one in running:
            one.stop()
    return results


def _ready(waiting: Sequence[Step], unfinished: Collection[str]) -> Step | None:
    """The first step that waits for no other."""
    return next((step for step in waiting if not set(step.needs) & set(unfinished)), None)


def _started(step: Step, *, shown: bool) -> Running:
    heading(step.name) if shown else say(f"Running {step.name} ...")
    return Running(step, shown=shown)


def _summary(results: Sequence[Result]) -> None:
    heading("summary")
    width = max(len(result.name) for result in results)
    for result in results:
        word = "passed" if result.passed else "FAILED"
        say(f"{result.name:<{width}}  {word}  {result.seconds:6.1f} s")
    passed = sum(result.passed for result in results)
    say(f"{passed} passed, {len(results) - passed} failed")
