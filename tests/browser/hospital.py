"""A hospital's own page, on another origin, with the one line that puts the chat into it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import Browser, Locator, expect

from dev.ports import HOST
from tests.browser.chat import Chat
from tests.browser.words import launcher_word

FRAME = "/webhooks/web/?"
"""Part of the address of the chat inside the page."""


class _Desk(BaseHTTPRequestHandler):
    """Gives the page, whatever is asked for."""

    def __init__(self, page: str, policy: str, *args: Any) -> None:
        self._page = page.encode()
        self._policy = policy
        super().__init__(*args)

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Security-Policy", self._policy)
        self.end_headers()
        self.wfile.write(self._page)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


def page(base_url: str, attributes: str = "", language: str = "en") -> str:
    """The page's HTML: words, a field of its own, and the one line."""
    line = f'<script src="{base_url}/webhooks/web/static/embed.js" {attributes} async></script>'
    return f"""<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><title>St. Elsewhere</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">{line}</head>
<body><main><h1>St. Elsewhere</h1><p>{"Visiting hours are from two to six. " * 200}</p>
<label>Search <input></label></main></body></html>"""


def policy(base_url: str) -> str:
    """As strict as it can be where the chat is wanted."""
    return (
        f"default-src 'none'; script-src {base_url}; frame-src {base_url}; img-src data:; "
        "style-src 'none'; base-uri 'none'; form-action 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


@contextmanager
def serving(html: str, policy: str, port: int = 0) -> Iterator[str]:
    """The page on a port of its own, for as long as the block lasts; gives its origin."""
    server = ThreadingHTTPServer((HOST, port), partial(_Desk, html, policy))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Visit:
    """Somebody on the hospital's page."""

    chat: Chat

    @classmethod
    def begun(cls, browser: Browser, base_url: str, site: str, **settings: Any) -> Visit:
        """Open the page."""
        chat = Chat.prepared(browser, base_url, **settings)
        chat.also = (site,)
        chat.frame = chat.page.frame_locator("hepatica-launcher iframe")
        chat.page.goto(site)
        return cls(chat)

    @property
    def launcher(self) -> Locator:
        """The button that opens the chat and closes it."""
        return self.chat.page.locator("hepatica-launcher").get_by_role("button")

    def open(self) -> Chat:
        """Open the chat, and wait until one can type."""
        self.launcher.click()
        expect(self.chat.box).to_be_focused()
        return self.chat

    def word(self, key: str) -> str:
        """A word of the launcher."""
        return launcher_word(self.chat.language, key)
