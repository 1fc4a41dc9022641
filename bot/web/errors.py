"""What the web channel answers when it cannot do what was asked."""

from __future__ import annotations

import logging
from types import MappingProxyType

from sanic.response import HTTPResponse, json

from bot.channels.failures import where

log = logging.getLogger(__name__)

STATUS = MappingProxyType(
    {
        "bad_request": 400,
        "no_session": 401,
        "origin": 403,
        "not_found": 404,
        "too_large": 413,
        "not_json": 415,
        "too_many": 429,
        "broken": 503,
    }
)
"""The stable codes, which the widget turns into kind sentences, and their HTTP status."""


class Refused(Exception):  # noqa: N818 - nothing went wrong here: the request is turned down
    """A request that is turned down.

    Args:
        code: one of ``STATUS``.
        detail: an English sentence that says what is wrong and what to do; never what was sent.
        retry_after: seconds after which it may be tried again.
        status: HTTP status, when not the usual one of the code.
    """

    def __init__(
        self, code: str, detail: str, retry_after: float | None = None, status: int | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail
        self.retry_after = retry_after
        self.status = status or STATUS[code]

    def response(self) -> HTTPResponse:
        """The answer that says so."""
        headers = {}
        if self.retry_after is not None:
            headers["Retry-After"] = str(max(1, int(-(-self.retry_after // 1))))
        if self.code == "no_session":
            headers["WWW-Authenticate"] = "Bearer"
        body = {"error": self.code, "detail": self.detail}
        return json(body, status=self.status, headers=headers)


def refusal(error: Exception) -> Refused:
    """What to answer after any error; an unexpected one is logged."""
    if isinstance(error, Refused):
        return error
    status = getattr(error, "status_code", 500)
    if status == STATUS["too_large"]:
        return Refused("too_large", "The request is too large. Send a shorter message.")
    if status < 500:  # noqa: PLR2004 - an HTTP status
        return Refused("bad_request", "The request cannot be read. Send it as described.")
    log.error("a request failed: %s", where(error))
    return Refused("broken", "Something went wrong on the server. Try again later.", status=500)
