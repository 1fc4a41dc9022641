"""What an answer of the homeserver means."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import aiohttp
from nio import ErrorResponse

from bot.messaging.sending import Gone, Rejected, TryAgain
from bot.messaging.timing import Timing

T = TypeVar("T")

_LOGGED_OUT = ("M_UNKNOWN_TOKEN", "M_MISSING_TOKEN", "M_USER_DEACTIVATED", "M_USER_LOCKED")
_GONE = ("M_FORBIDDEN", "M_NOT_FOUND", "M_GUEST_ACCESS_FORBIDDEN")
_SERVER_FAILS = 500


class LoggedOut(Exception):  # noqa: N818 - it says what happened
    """The homeserver does not know the access token any more."""


async def asked(request: Awaitable[T]) -> T:
    """What the homeserver answered to a request of nio.

    Raises:
        TryAgain: it is down or busy.
        Rejected: it will never take this request.
        Gone: the room is closed to us.
        LoggedOut: the access token is not valid any more.
    """
    try:
        answer = await request
    except (aiohttp.ClientError, OSError, asyncio.TimeoutError):
        # Not with its message, which may name a room or a person.
        raise TryAgain from None
    return checked(answer)


def checked(answer: T) -> T:
    """An answer of nio that is no refusal.

    Raises:
        TryAgain, Rejected, Gone, LoggedOut: as ``asked``.
    """
    if isinstance(answer, ErrorResponse):
        raise _failure(answer)
    return answer


async def patiently(work: Callable[[], Awaitable[T]], timing: Timing) -> T:
    """What ``work`` gives; tried again, after pauses, for as long as it raises TryAgain."""
    failures = 0
    while True:
        try:
            return await work()
        except TryAgain as trouble:
            failures += 1
            after = trouble.after
        await timing.pause(timing.before_retry(failures, after))


def _failure(answer: Any) -> Exception:
    code = answer.status_code
    status = getattr(answer.transport_response, "status", _SERVER_FAILS)
    # Without a code of Matrix it is something between us and the homeserver that answered.
    if code is None or status >= _SERVER_FAILS:
        return TryAgain()
    if code == "M_LIMIT_EXCEEDED":
        after = answer.retry_after_ms
        return TryAgain(after / 1000 if after else None)
    if code in _LOGGED_OUT:
        return LoggedOut("the homeserver does not know the access token any more")
    return Gone() if code in _GONE else Rejected()
