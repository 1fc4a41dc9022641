"""Ways in which the line or the server fails under an open page."""

from __future__ import annotations

import json
from collections.abc import Callable

from playwright.sync_api import Page, Route

CHANNEL = "**/webhooks/web"
FOREVER = 10_000
"""More uses of a route than any test has."""


def answering(
    page: Page,
    path: str,
    status: int,
    body: str = "",
    times: int = FOREVER,
    headers: dict[str, str] | None = None,
) -> None:
    """Let a route of the channel answer with a status and a body; the server hears nothing.

    Args:
        page: the chat's page.
        path: such as "webhook" or "session".
        status: of HTTP.
        body: JSON, or anything else.
        times: how often, before the server is heard again.
        headers: more of them.
    """
    page.route(
        f"{CHANNEL}/{path}",
        lambda route: route.fulfill(
            status=status,
            body=body or json.dumps({"error": "x", "detail": "x"}),
            content_type="application/json",
            headers=headers or {},
        ),
        times=times,
    )


def dropping(page: Page, path: str, times: int = FOREVER) -> None:
    """Let the connection break before the server has heard anything."""
    page.route(f"{CHANNEL}/{path}", lambda route: route.abort("connectionreset"), times=times)


def losing(page: Page, path: str, times: int = 1) -> None:
    """Let the server hear and answer, and its answer get lost on the way."""

    def lost(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    page.route(f"{CHANNEL}/{path}", lost, times=times)


def working_again(page: Page, path: str) -> None:
    """Take back what was done to a route."""
    page.unroute(f"{CHANNEL}/{path}")


class Held:
    """Requests that got no answer yet."""

    def __init__(self, page: Page, path: str, times: int = FOREVER) -> None:
        self._routes: list[Route] = []
        page.route(f"{CHANNEL}/{path}", self._hold, times=times)

    def _hold(self, route: Route) -> None:
        self._routes.append(route)

    def let_go(self) -> None:
        """Let all of them through to the server."""
        for route in self._routes:
            route.continue_()
        self._routes.clear()


def altering(page: Page, messages: Callable[[str], list[dict[str, object]]]) -> None:
    """Let the next reply say ``messages`` (made from the message's text) in place of the real."""

    def altered(route: Route) -> None:
        said = route.request.post_data_json or {}
        real = route.fetch()
        body = {**real.json(), "messages": messages(said["message"])}
        route.fulfill(response=real, body=json.dumps(body))

    page.route(f"{CHANNEL}/webhook", altered, times=1)
