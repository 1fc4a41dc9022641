"""The chat's page as a person finds it: by roles and names, never by the code's own words."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from dev.paths import ROOT

AXE = ROOT / "widget" / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE = 10_000
"""Milliseconds for a reply; a page that hangs fails the test instead of the run."""
NAMES = {
    "en": {"box": "Your question", "send": "Send", "log": "Conversation"},
    "zh": {"box": "您的问题", "send": "发送", "log": "对话"},
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


@dataclass
class Chat:
    """One open page and what it did that it must not."""

    context: BrowserContext
    page: Page
    home: str
    language: str = "en"
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
        locale = {"en": "en-GB", "zh": "zh-CN"}[language]
        context = browser.new_context(locale=locale, **settings)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        chat = cls(context, page, base_url, language)
        context.on("request", lambda request: chat._requested(request.url))
        page.on("pageerror", lambda error: chat.errors.append(str(error)))
        page.on("console", lambda said: chat._logged(said.type, said.text))
        page.goto(base_url + path)
        if ready:
            expect(chat.box).to_be_visible()
        return chat

    def _requested(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in ("data", "blob", "about"):
            return
        if f"{parts.scheme}://{parts.netloc}" != self.home:
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
    def box(self) -> Locator:
        """Where the person types."""
        return self.page.get_by_role("textbox", name=NAMES[self.language]["box"])

    @property
    def log(self) -> Locator:
        """The conversation."""
        return self.page.get_by_role("log", name=NAMES[self.language]["log"])

    @property
    def replies(self) -> Locator:
        """Every reply of the bot, in order."""
        return self.page.locator("hepatica-reply")

    @property
    def last(self) -> Locator:
        """The newest reply."""
        return self.replies.last

    def say(self, text: str) -> Locator:
        """Type ``text``, send it, and give the reply to it."""
        before = self.replies.count()
        self.box.fill(text)
        self.page.get_by_role("button", name=NAMES[self.language]["send"], exact=True).click()
        return self.reply_after(before)

    def tap(self, name: str, within: Locator | None = None) -> Locator:
        """Tap the button ``name``, which asks something, and give the reply."""
        before = self.replies.count()
        (within or self.page).get_by_role("button", name=name, exact=True).last.click()
        return self.reply_after(before)

    def reply_after(self, before: int) -> Locator:
        """The reply that comes after ``before`` others; waits for it."""
        expect(self.replies).to_have_count(before + 1, timeout=PATIENCE)
        return self.last

    def axe(self, *skip: str) -> list[str]:
        """Accessibility faults that axe-core finds in the page as it is now, each as a sentence."""
        # Evaluated in a world of its own, which the page's policy does not bind.
        session = self.context.new_cdp_session(self.page)
        frame = session.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        world = session.send("Page.createIsolatedWorld", {"frameId": frame})["executionContextId"]
        _evaluate(session, world, Path(AXE).read_text(encoding="utf-8"))
        rules = {rule: {"enabled": False} for rule in skip}
        found = _evaluate(session, world, f"axe.run({{rules: {rules}}})".replace("False", "false"))
        session.detach()
        return [
            f"{fault['id']}: {fault['help']} at {node['target']}: {node['failureSummary']}"
            for fault in found["violations"]
            for node in fault["nodes"]
        ]


def _evaluate(session: Any, world: int, script: str) -> Any:
    told = session.send(
        "Runtime.evaluate",
        {
            "expression": script,
            "contextId": world,
            "awaitPromise": True,
            "returnByValue": script.startswith("axe.run"),
        },
    )
    if "exceptionDetails" in told:
        raise AssertionError(told["exceptionDetails"])
    return told["result"].get("value")
