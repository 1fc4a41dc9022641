"""Running named checks one after another, all of them even when one fails."""

import signal
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from dev.processes import GRACE, Process, Words, stop
from dev.say import heading, say

LIMIT = 52 * 60.0
"""Seconds for all steps of a run, so that one that hangs ends with a summary all the same."""


@dataclass(frozen=True)
class Command:
    """A program and what its environment needs besides ours."""

    words: Words
    env: Mapping[str, str] = field(default_factory=dict)

    def passes(self, deadline: float) -> bool:
        """Run it; False when it fails or is not done in time."""
        process = Process(self.words, env=self.env)
        try:
            code = process.wait(deadline - time.monotonic())
        finally:
            # As Ctrl-C would: a test runner then stops the servers that it has started.
            stop(process, by=signal.SIGINT, grace=3 * GRACE)
        if code is None:
            say("Not done in time; stopped.")
        return code == 0


@dataclass(frozen=True)
class Step:
    """One named check; passes when all its commands do."""

    name: str
    commands: Sequence[Command]


@dataclass(frozen=True)
class Result:
    """How a step went."""

    name: str
    passed: bool
    seconds: float


def run_steps(steps: Sequence[Step], only: Collection[str]) -> int:
    """Run the steps (those in ``only``, if any are), print a summary; 1 if one failed."""
    deadline = time.monotonic() + LIMIT
    chosen = [step for step in steps if not only or step.name in only]
    results = [_run(step, deadline) for step in chosen]
    _summary(results)
    return 0 if all(result.passed for result in results) else 1


def _run(step: Step, deadline: float) -> Result:
    heading(step.name)
    start = time.monotonic()
    # All of them run, so that one round shows all there is to mend.
    passed = [command.passes(deadline) for command in step.commands]
    return Result(step.name, all(passed), time.monotonic() - start)


def _summary(results: Sequence[Result]) -> None:
    heading("summary")
    width = max(len(result.name) for result in results)
    for result in results:
        word = "passed" if result.passed else "FAILED"
        say(f"{result.name:<{width}}  {word}  {result.seconds:6.1f} s")
    passed = sum(result.passed for result in results)
    say(f"{passed} passed, {len(results) - passed} failed")
