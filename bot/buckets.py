"""How often something may be done: token buckets in bounded memory."""

from __future__ import annotations

import time
from collections.abc import Callable

from cachetools import TTLCache

MOST_KEYS = 20_000
"""Buckets that are kept; when there are more, the one unused for the longest is full again."""


class Limit:
    """So many a second for each key, after a number that may come all at once.

    Args:
        per_second: how fast a bucket fills again.
        burst: how much it holds; at first it is full.
        clock: seconds, from anywhere.
    """

    def __init__(
        self, per_second: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_second = per_second
        self._burst = burst
        self._clock = clock
        # A bucket that was left alone for so long is full, which is what a missing one is.
        full_after = burst / per_second
        self._buckets: TTLCache[str, tuple[float, float]] = TTLCache(
            MOST_KEYS, ttl=full_after, timer=clock
        )

    def wait(self, key: str) -> float:
        """Take one out of the bucket: 0, or the seconds until there is one when it is empty."""
        now = self._clock()
        left, since = self._buckets.get(key, (float(self._burst), now))
        left = min(self._burst, left + max(0.0, now - since) * self._per_second)
        if left < 1:
            return (1 - left) / self._per_second
        self._buckets[key] = (left - 1, now)
        return 0.0
