"""One lane for each conversation: in order within it, beside each other between them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.channels.failures import where
from bot.messaging.timing import Timing

log = logging.getLogger(__name__)


class Lanes:
    """Does the work of a key in one task at a time, as long as there is some.

    Args:
        work: does all that waits for a key; called again when it raises, after a pause.
        timing: its pauses.
    """

    def __init__(self, work: Callable[[str], Awaitable[None]], timing: Timing) -> None:
        self._work = work
        self._timing = timing
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._woken: dict[str, asyncio.Event] = {}

    def wake(self, key: str) -> None:
        """There is something to do for ``key``."""
        if key not in self._tasks:
            self._woken[key] = asyncio.Event()
            self._tasks[key] = asyncio.create_task(self._run(key))
        self._woken[key].set()

    async def _run(self, key: str) -> None:
        failures = 0
        woken = self._woken[key]
        try:
            while woken.is_set():
                woken.clear()
                try:
                    await self._work(key)
                    failures = 0
                except Exception as error:  # noqa: BLE001 - whatever fails, nothing may be lost
                    failures += 1
                    log.error("trying again later: %s", where(error))
                    await self._timing.pause(self._timing.before_retry(failures))
                    woken.set()
        finally:
            del self._tasks[key], self._woken[key]

    async def pause(self, key: str, seconds: float) -> None:
        """Wait in the lane of ``key``, but not longer than until it is woken."""
        waits = [
            asyncio.ensure_future(self._timing.pause(seconds)),
            asyncio.ensure_future(self._woken[key].wait()),
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    @property
    def busy(self) -> bool:
        """Whether something is being done."""
        return bool(self._tasks)

    async def idle(self) -> None:
        """Wait until nothing is to be done."""
        while self._tasks:
            await asyncio.wait(list(self._tasks.values()))

    async def cancel(self) -> None:
        """Stop at once, whatever is being done."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
