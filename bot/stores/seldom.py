"""Saying the same thing in the log now and then only."""

from __future__ import annotations

import time
from collections.abc import Callable


class Seldom:
    """Tells whether it is time to say something again.

    Args:
        seconds: how long to be silent after it was said.
        clock: gives the time in seconds.
    """

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._clock = clock
        self._next = float("-inf")

    def now(self) -> bool:
        """True when it is time; then it counts as said."""
        now = self._clock()
        if now < self._next:
            return False
        self._next = now + self._seconds
        return True
