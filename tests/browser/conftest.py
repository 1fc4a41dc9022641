"""A real Chromium and real servers, each started once.

The browser is the machine's own or is fetched (dev/browser.py). To test servers that run already:
HEPATICA_TEST_URL=http://127.0.0.1:5005 (with HEPATICA_COUNTRY=GB and HEPATICA_WEB_RATE=600).
"""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from dev.browser import browser as installed
from dev.servers import running
from tests.browser.chat import Chat, quiet

SETTINGS = {"HEPATICA_COUNTRY": "GB", "HEPATICA_WEB_RATE": "600"}
"""A country, so that there are numbers to call; and tests are quicker than people."""

OpenChat = Callable[..., Chat]


@pytest.fixture(scope="session")
def base_url() -> Iterator[str]:
    """Address of a Rasa server with its action server."""
    if url := os.environ.get("HEPATICA_TEST_URL"):
        yield url
        return
    with running(env=SETTINGS) as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser."""
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

    def open_one(path: str = "/", **settings: object) -> Chat:
        chat = Chat.opened(chromium, base_url, path, **settings)
        opened.append(chat)
        return chat

    yield open_one
    for chat in opened:
        faults = chat.faults()
        chat.close()
        assert faults == []
