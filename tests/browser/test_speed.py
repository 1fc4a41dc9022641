"""How much has to come over the wire before somebody can ask; the time is for bench/widget.py."""

from __future__ import annotations

import gzip
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from dev.paths import ROOT
from tests.browser.chat import Chat

WIDGET_MOST = 45_000
"""Bytes of the widget with its libraries, compressed."""
FIRST_USE_MOST = 50_000
"""Bytes of everything until somebody can ask: 0.25 s on the slow line of the benchmark."""
NEEDED = ("/", "/webhooks/web/theme.css", "/webhooks/web/static/widget.js", "/webhooks/web/session")


@pytest.fixture(scope="module")
def wire(base_url: str, chromium: Browser) -> dict[str, float]:
    """The path of everything that was loaded for the first use, and its bytes on the wire."""
    chat = Chat.prepared(chromium, base_url)
    network = chat.context.new_cdp_session(chat.page)
    network.send("Network.enable")
    paths: dict[str, str] = {}
    sizes: dict[str, float] = {}
    network.on(
        "Network.responseReceived",
        lambda told: paths.update({told["requestId"]: urlsplit(told["response"]["url"]).path}),
    )
    network.on(
        "Network.loadingFinished",
        lambda told: sizes.update({told["requestId"]: told["encodedDataLength"]}),
    )
    chat.page.goto(f"{base_url}/")
    expect(chat.box).to_be_enabled()
    expect(chat.log).to_contain_text("computer program")
    chat.close()
    return {paths[request]: size for request, size in sizes.items() if request in paths}


def test_the_widget_is_at_most_45_kb_after_gzip() -> None:
    built = (ROOT / "bot" / "web" / "static" / "widget.js").read_bytes()
    assert len(gzip.compress(built, 9)) <= WIDGET_MOST


def test_the_widget_comes_compressed(wire: dict[str, float]) -> None:
    headers = 1000
    assert wire["/webhooks/web/static/widget.js"] <= WIDGET_MOST + headers


def test_first_use_needs_four_files_and_at_most_50_kb(wire: dict[str, float]) -> None:
    needed = {path: size for path, size in wire.items() if path in NEEDED}
    print({path: round(size) for path, size in wire.items()})
    assert sorted(needed) == sorted(NEEDED)
    assert sum(needed.values()) <= FIRST_USE_MOST


def test_nothing_else_but_the_glossary_is_loaded(wire: dict[str, float]) -> None:
    assert set(wire) - {*NEEDED} <= {"/webhooks/web/glossary"}
