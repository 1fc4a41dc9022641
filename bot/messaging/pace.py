"""How fast one person may send messages, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable

from cachetools import TTLCache

MOST = 20_000
"""People that are counted at a time; one unheard of for the longest may begin anew."""


class Pace:
    """So many a minute for each key; at first as many may come at once.

    Args:
        per_minute: how many.
        clock: seconds, from anywhere.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._most = float(per_minute)
        self._clock = clock
        # A bucket that was left alone for a minute is full, which is what a missing one is.
        self._buckets: TTLCache[str, tuple[float, float]] = TTLCache(MOST, 60, timer=clock)

    def allows(self, key: str) -> bool:
        """Whether one more is within the pace; it then counts."""
        now = self._clock()
        left, since = self._buckets.get(key, (self._most, now))
        left = min(self._most, left + max(0.0, now - since) * self._most / 60)
        allowed = left >= 1
        self._buckets[key] = (left - 1 if allowed else left, now)
        return allowed


class Once:
    """Whether something was done for a key in the last ``seconds``."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._done: TTLCache[str, bool] = TTLCache(MOST, seconds, timer=clock)

    def first(self, key: str) -> bool:
        """True the first time; then False until ``seconds`` have passed."""
        if key in self._done:
            return False
        self._done[key] = True
        return True
