"""Which web pages may call the channel."""

from __future__ import annotations

from collections.abc import Collection
from urllib.parse import urlsplit

from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse, empty

from bot.web.errors import Refused

METHODS = "GET, POST, DELETE"
HEADERS = "Authorization, Content-Type"
PREFLIGHT_SECONDS = "600"


class Origins:
    """The pages' own origin, and those that were listed.

    A browser names the origin of a page that calls; other programs name none, and are let in, as
    they need a token like everybody.

    Args:
        listed: scheme, host and port of the pages that may call from elsewhere.
    """

    def __init__(self, listed: Collection[str]) -> None:
        self._listed = frozenset(listed)

    def check(self, request: Request) -> None:
        """Make sure that the page that calls may do so.

        Raises:
            Refused: it may not.
        """
        origins = request.headers.getall("origin", [])
        if origins and not (len(origins) == 1 and self._may(origins[0], request)):
            raise Refused(
                "origin",
                "Web pages of this site may not call here. "
                "The operator can list the site in HEPATICA_WEB_ORIGINS.",
            )

    def _may(self, origin: str, request: Request) -> bool:
        return origin in self._listed or _is_own(origin, request)

    def preflight(self, request: Request) -> HTTPResponse:
        """Tell a browser what a listed page may send.

        Raises:
            Refused: the page may not call at all.
        """
        self.check(request)
        return empty(headers={"Cache-Control": "no-store"})

    def mark(self, request: Request, response: BaseHTTPResponse) -> None:
        """Let the page read the response if it is listed; take out what else would allow it."""
        for header in [name for name in response.headers if _allows(name)]:
            response.headers.pop(header, None)
        varies = response.headers.popall("Vary", [])
        response.headers["Vary"] = ", ".join(dict.fromkeys([*varies, "Origin"]))
        origin = request.headers.getall("origin", [])
        if len(origin) != 1 or origin[0] not in self._listed:
            return
        response.headers["Access-Control-Allow-Origin"] = origin[0]
        if request.method == "OPTIONS":
            response.headers["Access-Control-Allow-Methods"] = METHODS
            response.headers["Access-Control-Allow-Headers"] = HEADERS
            response.headers["Access-Control-Max-Age"] = PREFLIGHT_SECONDS
        else:
            response.headers["Access-Control-Expose-Headers"] = "Retry-After"


def _is_own(origin: str, request: Request) -> bool:
    """Whether it is the address that the request itself was sent to.

    The scheme may differ: behind a reverse proxy this server speaks plain HTTP.
    """
    hosts = request.headers.getall("host", [])
    if len(hosts) != 1:
        return False
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc.lower() == hosts[0].strip().lower()


def _allows(header: str) -> bool:
    return header.lower().startswith("access-control-")
