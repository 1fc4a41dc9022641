"""A real Chromium and real servers, each started once.

The browser is the machine's own or is fetched (dev/browser.py). To test servers that run already:
HEPATICA_TEST_URL=http://127.0.0.1:5005, with the tests and the servers in the same environment:
what ``SETTINGS`` says, and HEPATICA_FEEDBACK and HEPATICA_WEB_SITES.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from dev.browser import browser as installed
from dev.ports import HOST, unused
from dev.servers import running
from tests.browser.chat import PATIENCE, Chat, quiet

SETTINGS = {
    "HEPATICA_COUNTRY": "GB",
    "HEPATICA_WEB_RATE": "600",
    "HEPATICA_WEB_PROXIES": HOST,
}
"""A country, so that there are numbers to call; tests are quicker than people; and each page has an
address of its own, as limits hold for an address."""

OpenChat = Callable[..., Chat]


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What the servers are started with."""
    own = {
        "HEPATICA_FEEDBACK": str(tmp_path_factory.mktemp("feedback") / "feedback.sqlite"),
        "HEPATICA_WEB_SITES": f"http://{HOST}:{unused().rasa}",
    }
    if os.environ.get("HEPATICA_TEST_URL"):
        own |= {name: os.environ[name] for name in own if name in os.environ}
    return SETTINGS | own


@pytest.fixture(scope="session")
def base_url(settings: dict[str, str]) -> Iterator[str]:
    """Address of a Rasa server with its action server."""
    if url := os.environ.get("HEPATICA_TEST_URL"):
        yield url
        return
    with running(env=settings) as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser."""
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=installed(), args=quiet())
        yield launched
        launched.close()


@pytest.fixture
def open_chat(base_url: str, chromium: Browser) -> Iterator[OpenChat]:
    """Opens the chat's page in a fresh browser profile; what must never happen is checked at last.

    Never: a request to another host, a breach of the content security policy, an error in a script.
    """
    opened: list[Chat] = []

    def open_one(path: str = "/", **settings: Any) -> Chat:
        chat = Chat.opened(chromium, base_url, path, **settings)
        opened.append(chat)
        return chat

    yield open_one
    for chat in opened:
        faults = chat.faults()
        chat.close()
        assert faults == []
