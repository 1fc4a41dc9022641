"""How fast one person may send messages, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable

from cachetools import TTLCache

from bot.buckets import Limit

MOST = 20_000
"""People that are counted at a time; one unheard of for the longest may begin anew."""


class Pace:
    """So many a minute for each key; at first as many may come at once.

    Args:
        per_minute: how many.
        clock: seconds, from anywhere.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float]) -> None:
        self._limit = Limit(per_minute / 60, per_minute, clock)

    def allows(self, key: str) -> bool:
        """Whether one more is within the pace; it then counts."""
        return self._limit.wait(key) == 0


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
