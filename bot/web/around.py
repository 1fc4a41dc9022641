"""What surrounds the web channel's routes in the whole server: "/", CORS, headers, errors."""

from __future__ import annotations

from sanic import Sanic
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse, redirect

from bot.web.errors import Refused
from bot.web.pages import ROOT_BASE
from bot.web.service import WebService

PREFIX = "/webhooks/web"
"""Where Rasa puts the channel."""
REQUEST_LARGEST = 1024 * 1024
"""Bytes of any request to the server; Sanic would read 100 MB into memory."""
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}
"""For every answer that does not say otherwise itself."""


def surround(app: Sanic, service: WebService) -> None:
    """Put the web channel around the server's other middleware; once, before the server starts.

    Rasa's server has a route at "/" and answers OPTIONS itself, both before any channel is asked.
    """

    def before(request: Request) -> HTTPResponse | None:
        try:
            return _before(request, service)
        except Refused as refused:
            return refused.response()

    def after(request: Request, response: BaseHTTPResponse) -> None:
        if _is_ours(request):
            for name, value in _HEADERS.items():
                response.headers.setdefault(name, value)
            service.origins.mark(request, response)

    app.config.REQUEST_MAX_SIZE = REQUEST_LARGEST
    app.request_middleware.appendleft(before)
    app.response_middleware.append(after)


def _before(request: Request, service: WebService) -> HTTPResponse | None:
    if request.path == "/" and request.method in ("GET", "HEAD"):
        return service.pages.page(request, ROOT_BASE)
    if not _is_ours(request):
        return None
    if request.method == "OPTIONS":
        return service.origins.preflight(request)
    if request.path == PREFIX:
        return redirect("web/", status=308)  # the page's addresses count from the slash
    if request.route is None:
        raise Refused("not_found", "There is nothing at this address, or not by this method.")
    return None


def _is_ours(request: Request) -> bool:
    return request.path in ("/", PREFIX) or request.path.startswith(f"{PREFIX}/")
