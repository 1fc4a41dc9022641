"""Clocks, pauses and chance, in one place so that tests need not wait."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass


@dataclass
class Timing:
    """How time passes.

    Args:
        clock: seconds since 1970.
        pause: waits so many seconds.
        chance: a number from 0 to 1, for spreading retries.
        attempt: seconds that one attempt to send may take.
        first: seconds before the first retry; doubled every time.
        longest: most seconds between two retries.
    """

    clock: Callable[[], float] = time.time
    pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    chance: Callable[[], float] = random.random
    attempt: float = 20.0
    first: float = 1.0
    longest: float = 60.0

    def before_retry(self, failures: int, after: float | None = None) -> float:
        """Seconds to wait after so many failures in a row (1 at first).

        Half of it is left to chance, so that not all retry at once. What the platform asked for is
        the least.
        """
        steps = min(self.longest, self.first * 2.0 ** min(failures - 1, 30))
        return max(after or 0.0, steps * (0.5 + self.chance() / 2))
