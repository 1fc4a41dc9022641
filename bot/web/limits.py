"""How often the web channel may be used."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.buckets import Limit
from bot.web.errors import Refused


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
