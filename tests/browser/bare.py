"""A page that trusts whatever it is given: it shows that the hostile texts are not blunt."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Route

from tests.browser.chat import PATIENCE
from tests.browser.probes import ELSEWHERE, MARK

ADDRESS = "http://bare.example/"
_POLICY = re.compile(r"<meta http-equiv=.Content-Security-Policy.[^>]*>", re.IGNORECASE)
_DANGERS = f"""
() => [...document.querySelectorAll("*")]
  .filter((element) =>
    /^(script|iframe|object|embed|img|svg|math|form|base|link)$/.test(element.localName) ||
    [...element.attributes].some(({{name}}) => /^(on.*|style|srcdoc|src)$/.test(name)) ||
    /^(javascript|data|vbscript):/i.test(element.href ?? ""))
  .map((element) => element.outerHTML.slice(0, 200))
  .concat("{MARK}" in window ? ["a program ran, or a name was taken"] : [])
"""


class Bare:
    """A page without any policy; nothing that it asks for is there."""

    def __init__(self, browser: Browser) -> None:
        self._context = browser.new_context()
        self._context.set_default_timeout(PATIENCE)
        self.page = self._context.new_page()
        self.foreign: list[str] = []
        self._html = ""
        self._context.route("**/*", self._serve)

    def _serve(self, route: Route) -> None:
        if route.request.url == ADDRESS:
            body = self._html.encode("utf-8", "replace")
            route.fulfill(body=body, content_type="text/html; charset=utf-8")
            return
        if ELSEWHERE in route.request.url:
            self.foreign.append(route.request.url)
        route.abort()

    def show(self, html: str) -> None:
        """Make ``html`` the page, without a policy that it may bring along."""
        self._html = _POLICY.sub("", html)
        self.page.goto(ADDRESS, wait_until="commit")

    def require_harmed(self, html: str, kind: str) -> None:
        """Make ``html`` the page and make sure that it does what it is for.

        Args:
            html: a hostile text.
            kind: "script", "click", "request" or "clobber" (see ``hostile.yml``).
        """
        if kind == "request":
            with self.page.expect_request(lambda request: ELSEWHERE in request.url):
                self.show(html)
            return
        self.show(html)
        if kind == "click":
            self.page.locator("button, x").first.click()
        self.page.wait_for_function(f"window.{MARK}")

    def require_unharmed(self) -> None:
        """Make sure that the page has nothing in it that could run or call elsewhere."""
        self.page.wait_for_load_state()
        assert self.foreign == []
        assert self.page.evaluate(_DANGERS) == []

    def close(self) -> None:
        """Close it."""
        self._context.close()
