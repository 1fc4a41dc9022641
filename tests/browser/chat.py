"""The chat's page as a person finds it: by roles and names, never by the code's own words."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, FrameLocator, Locator, Page, expect

from tests.browser.axe import violations
from tests.browser.words import LANGUAGES, word

PATIENCE = 10_000
"""Milliseconds for a reply; a page that hangs fails the test instead of the run."""
NAMES = {
    language: {
        "box": word(language, "your_question"),
        "send": word(language, "send"),
    }
    for language in LANGUAGES
}
"""Accessible names of what every test needs, by language."""


def quiet() -> list[str]:
    """Switches that keep Chromium itself from calling its makers."""
    return [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
    ]


def somebody() -> dict[str, str]:
    """Headers of a person with an address of their own, as the reverse proxy sets them.

    Limits hold for an address, and all tests together are busier than any one person.
    """
    return {"X-Real-IP": ".".join(["10", *(str(secrets.randbelow(254) + 1) for _ in range(3))])}


@dataclass
class Chat:
    """One open page and what it did that it must not.

    ``also`` are other origins that the page may call; ``frame`` is where the chat is, when it
    stands inside another page.
    """

    context: BrowserContext
    page: Page
    home: str
    language: str = "en"
    also: tuple[str, ...] = ()
    frame: FrameLocator | None = None
    foreign: list[str] = field(default_factory=list)
    breaches: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @classmethod
    def opened(
        cls,
        browser: Browser,
        base_url: str,
        path: str = "/",
        language: str = "en",
        ready: bool = True,
        **settings: Any,
    ) -> Chat:
        """Open ``path`` with a browser that prefers ``language`` ("en" or "zh").

        Args:
            browser: Chromium.
            base_url: address of the server.
            path: what to open there.
            language: what the browser asks for.
            ready: whether to wait until the person can type.
            settings: more for Playwright's ``new_context``, such as ``viewport``.
        """
        chat = cls.prepared(browser, base_url, language, **settings)
        chat.page.goto(base_url + path)
        if ready:
            expect(chat.box).to_be_visible()
        return chat

    @classmethod
    def prepared(
        cls, browser: Browser, base_url: str, language: str = "en", **settings: Any
    ) -> Chat:
        """An empty page in a fresh profile; what it does is watched from now on."""
        locale = {"en": "en-GB", "zh": "zh-CN"}[language]
        context = browser.new_context(locale=locale, extra_http_headers=somebody(), **settings)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        chat = cls(context, page, base_url, language)
        context.on("request", lambda request: chat._requested(request.url))
        page.on("pageerror", lambda error: chat.errors.append(str(error)))
        page.on("console", lambda said: chat._logged(said.type, said.text))
        return chat

    def _requested(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("data", "blob", "about"):
            return
        if f"{parts.scheme}://{parts.netloc}" not in (self.home, *self.also):
            self.foreign.append(url)

    def _logged(self, kind: str, text: str) -> None:
        if "Content Security Policy" in text or "TrustedHTML" in text or "Trusted" in text:
            self.breaches.append(text)
        elif kind == "error" and "Failed to load resource" not in text:
            self.errors.append(text)

    def faults(self) -> list[str]:
        """Requests to other hosts, breaches of the policy, and errors, each as a sentence."""
        return [
            *(f"request to another host: {url}" for url in self.foreign),
            *(f"policy: {text}" for text in self.breaches),
            *(f"error: {text}" for text in self.errors),
        ]

    def close(self) -> None:
        """Close the page and forget its profile."""
        self.context.close()

    @property
    def view(self) -> Page | FrameLocator:
        """Where the chat is."""
        return self.frame or self.page

    def word(self, key: str, **fields: object) -> str:
        """A text of the widget in the language of this chat."""
        return word(self.language, key, **fields)

    def button(self, key: str, within: Locator | None = None) -> Locator:
        """The button whose name is the text ``key``."""
        return (within or self.view).get_by_role("button", name=self.word(key), exact=True)

    def dialog(self, key: str) -> Locator:
        """The dialog whose name is the text ``key``."""
        return self.view.get_by_role("dialog", name=self.word(key), exact=True)

    @property
    def box(self) -> Locator:
        """Where the person types."""
        return self.view.get_by_role("textbox", name=NAMES[self.language]["box"])

    @property
    def log(self) -> Locator:
        """The conversation."""
        return self.view.get_by_role("log")

    @property
    def send(self) -> Locator:
        """The button that sends what stands in the box."""
        return self.view.get_by_role("button", name=NAMES[self.language]["send"], exact=True).last

    @property
    def replies(self) -> Locator:
        """Every reply of the bot, in order."""
        return self.view.locator("hepatica-reply")

    @property
    def last(self) -> Locator:
        """The newest reply."""
        return self.replies.last

    @property
    def asked(self) -> Locator:
        """Every message of the person, in order."""
        return self.log.get_by_role("article")

    def post(self, text: str) -> None:
        """Type ``text`` and send it, whatever comes of it."""
        self.box.fill(text)
        self.send.click()

    def say(self, text: str) -> Locator:
        """Type ``text``, send it, and give the reply to it."""
        before = self.replies.count()
        self.post(text)
        return self.reply_after(before)

    def tap(self, name: str, within: Locator | None = None) -> Locator:
        """Tap the button ``name``, which asks something, and give the reply."""
        before = self.replies.count()
        (within or self.view).get_by_role("button", name=name, exact=True).last.click()
        return self.reply_after(before)

    def reply_after(self, before: int) -> Locator:
        """The reply that comes after ``before`` others; waits for it."""
        expect(self.replies).to_have_count(before + 1, timeout=PATIENCE)
        return self.last

    def open_menu(self) -> Locator:
        """Open the menu, and give its dialog."""
        self.button("menu").click()
        return self.dialog("menu")

    def axe(self, *skip: str) -> list[str]:
        """Accessibility faults that axe-core finds in the page as it is now, each as a sentence."""
        return violations(self.page, *skip)
