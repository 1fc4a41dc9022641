"""How often something may be done: token buckets in bounded memory."""

from __future__ import annotations

import time
from collections.abc import Callable

from cachetools import TTLCache

from bot.web.errors import Refused

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
        left = min(self._burst, left + (now - since) * self._per_second)
        if left < 1:
            return (1 - left) / self._per_second
        self._buckets[key] = (left - 1, now)
        return 0.0


class Limits:
    """What the web channel allows.

    Args:
        messages: messages a minute in one conversation.
        clock: seconds, from anywhere.
    """

    def __init__(self, messages: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._messages = Limit(messages / 60, min(5, messages), clock)
        # Clinics share one address, so these are wide; nginx can add its own.
        self._sessions = Limit(6 / 60, 20, clock)
        self._requests = Limit(5, 30, clock)

    def message(self, sender: str) -> None:
        """Count a message of a conversation.

        Raises:
            Refused: there are too many.
        """
        _take(self._messages, sender, "messages in this conversation")

    def session(self, address: str) -> None:
        """Count a new session from an address.

        Raises:
            Refused: there are too many.
        """
        _take(self._sessions, address, "new sessions from your network")

    def request(self, address: str) -> None:
        """Count any request from an address.

        Raises:
            Refused: there are too many.
        """
        _take(self._requests, address, "requests from your network")


def _take(limit: Limit, key: str, what: str) -> None:
    wait = limit.wait(key)
    if wait > 0:
        raise Refused("too_many", f"Too many {what}. Wait a little, then try again.", wait)
