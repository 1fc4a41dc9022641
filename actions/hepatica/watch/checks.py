"""Whether a server can answer: its checks, each bounded, asked together and seldom.

The same file is in ``bot/watch/`` and in ``actions/hepatica/watch/``, as two environments cannot
share one (docs/decisions/0001-two-environments.md); a test keeps them the same.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import Enum

log = logging.getLogger(__name__)

SECONDS = 1.0
"""How long a check may take."""
KEPT = 2.0
"""Seconds for which a report is given again, however often somebody asks."""


class State(str, Enum):
    """How something is; as a number, for graphs, 1, 0.5 and 0."""

    OK = "ok"
    DEGRADED = "degraded"
    FAILED = "failed"

    @property
    def number(self) -> float:
        """The state as a number."""
        return {State.OK: 1.0, State.DEGRADED: 0.5, State.FAILED: 0.0}[self]


@dataclass(frozen=True)
class Finding:
    """How something is, and why if it is not well; no address and no secret stands in it."""

    state: State
    why: str = ""

    def __str__(self) -> str:
        return f"{self.state.value}: {self.why}" if self.why else self.state.value


OK = Finding(State.OK)
Check = Callable[[], Awaitable[Finding]]


def failed(why: str) -> Finding:
    """What stops patients from being answered."""
    return Finding(State.FAILED, why)


def degraded(why: str) -> Finding:
    """What patients do not notice yet."""
    return Finding(State.DEGRADED, why)


@dataclass(frozen=True)
class Report:
    """What all checks found."""

    findings: Mapping[str, Finding]

    @property
    def ready(self) -> bool:
        """Whether patients are answered."""
        return all(finding.state is not State.FAILED for finding in self.findings.values())

    def payload(self) -> dict[str, object]:
        """As JSON tells it."""
        well = all(finding.state is State.OK for finding in self.findings.values())
        status = "not ready" if not self.ready else "ready" if well else "degraded"
        return {
            "status": status,
            "checks": {name: str(finding) for name, finding in self.findings.items()},
        }


class Checks:
    """Runs checks together; a check that hangs is not begun a second time.

    Args:
        checks: each by its name.
        clock: gives seconds.
    """

    def __init__(
        self, checks: Mapping[str, Check], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._checks = checks
        self._clock = clock
        self._running: dict[str, asyncio.Task[Finding]] = {}
        self._report: Report | None = None
        self._at = 0.0
        self._asking: asyncio.Lock | None = None

    async def report(self) -> Report:
        """What the checks find now, or found a moment ago."""
        # Made here, where the loop runs that it is used in.
        self._asking = self._asking or asyncio.Lock()
        async with self._asking:
            if self._report is None or self._clock() - self._at > KEPT:
                names = list(self._checks)
                findings = await asyncio.gather(*(self._finding(name) for name in names))
                self._report = Report(dict(zip(names, findings, strict=True)))
                self._at = self._clock()
            return self._report

    async def _finding(self, name: str) -> Finding:
        task = self._running.get(name)
        if task is None:
            task = self._running[name] = asyncio.ensure_future(self._checks[name]())
        done, _ = await asyncio.wait({task}, timeout=SECONDS)
        if not done:
            return failed("did not answer in time")
        del self._running[name]
        try:
            return task.result()
        except Exception as error:  # noqa: BLE001 - whatever a check meets, it is not well
            log.warning("the check of %s failed: %s", name, type(error).__name__)
            return failed("cannot be used")
