"""An open chat into which hostile texts are put, through the real server's answers on their way."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import httpx
from playwright.sync_api import Browser, Locator, Route, expect

from tests.browser.chat import Chat, somebody
from tests.browser.inspecting import Alarms, foreign_matter

CHANNEL = "**/webhooks/web"
MOST_USES = 20
"""Probes that meet the same page; a longer talk would only make the test slow."""

Data = dict[str, Any]


def real_session(base_url: str) -> Data:
    """A session of the real server, which several pages can share."""
    address = f"{base_url}/webhooks/web/session"
    answer = httpx.post(address, json={}, headers=somebody(), timeout=20)
    assert answer.status_code == 200, answer.text
    found: Data = answer.json()
    return found


class Siege:
    """A chat that is not open yet, so that what it loads can be changed before.

    Args:
        browser: Chromium.
        base_url: address of the server.
        session: what the server said when the conversation began.
    """

    def __init__(self, browser: Browser, base_url: str, session: Data) -> None:
        self.chat = Chat.prepared(browser, base_url)
        self.page = self.chat.page
        self.uses = 0
        self.unharmed = True
        self._alarms: Alarms | None = None
        self.answer("session", json.dumps(session))

    def answer(self, path: str, body: str) -> None:
        """Answer a route of the channel with JSON."""
        self.page.route(
            f"{CHANNEL}/{path}",
            lambda route: route.fulfill(body=body, content_type="application/json"),
        )

    def change(self, path: str, change: Callable[[Data], Data]) -> None:
        """Let ``change`` work on what the real server answers at a route."""

        def altered(route: Route) -> None:
            real = route.fetch()
            route.fulfill(response=real, body=json.dumps(change(real.json())))

        self.page.route(f"{CHANNEL}/{path}", altered)

    def open(self) -> None:
        """Open the chat, and listen from then on."""
        self.page.goto(f"{self.chat.home}/")
        expect(self.chat.box).to_be_enabled()
        self._alarms = Alarms(self.page)

    def begin_anew(self, session: Data) -> None:
        """Open the chat as somebody who was never here."""
        self.answer("session", json.dumps(session))
        self.page.add_init_script("sessionStorage.clear()")
        self.open()

    def hear(self, messages: str) -> Locator:
        """Ask something and get ``messages``, JSON, in place of the real ones."""
        self.prepare(messages)
        return self.chat.say("what is HCC")

    def prepare(self, messages: str) -> None:
        """Let the next message be answered with ``messages``, JSON, in place of the real ones."""
        self.page.route(f"{CHANNEL}/webhook", lambda route: _reply(route, messages), times=1)

    def type(self, text: str) -> None:
        """Put a text into the field, also one that no keyboard has; and send it."""
        self.chat.box.evaluate(
            """(box, text) => {
                box.value = JSON.parse(text);
                box.dispatchEvent(new InputEvent("input", {bubbles: true}));
            }""",
            json.dumps(text),
        )
        self.chat.send.click()

    def press(self, button: Locator) -> Locator:
        """Press a button that asks something, and give the reply."""
        before = self.chat.replies.count()
        button.click()
        return self.chat.reply_after(before)

    def require_quiet(self) -> None:
        """Make sure that nothing has happened until now."""
        rung = self._alarms.rung() if self._alarms else ["nobody listens"]
        found = [*foreign_matter(self.page), *rung, *self.chat.faults()]
        assert not found, "\n".join(found)

    def require_unharmed(self) -> None:
        """Make sure that nothing has happened, and that the real bot is still heard."""
        expect(self.chat.say("thank you")).to_contain_text("welcome")
        self.require_quiet()
        self.unharmed = True


def _reply(route: Route, messages: str) -> None:
    identifier = json.dumps(json.loads(route.request.post_data or "")["id"])
    token = json.dumps(route.request.headers["authorization"].removeprefix("Bearer "))
    rest = f'"id": {identifier}, "token": {token}, "expires_in": 3600'
    route.fulfill(body=f'{{{rest}, "messages": {messages}}}', content_type="application/json")


class Sieges:
    """Hands out one page again and again, and a new one after a probe did harm."""

    def __init__(self, opened: Callable[[], Siege]) -> None:
        self._opened = opened
        self._current: Siege | None = None

    def next(self) -> Siege:
        """A chat that no probe has harmed."""
        current = self._current
        if current and (not current.unharmed or current.uses >= MOST_USES):
            self.close()
        current = self._current = self._current or self._opened()
        current.uses += 1
        current.unharmed = False
        return current

    def close(self) -> None:
        """Close the page."""
        if self._current:
            self._current.chat.close()
        self._current = None
