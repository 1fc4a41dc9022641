"""Takes pictures of the chat's main states with real servers, into docs/screenshots/.

``make screenshots``, or ``python -m tests.browser.screenshots`` in the environment of actions/;
behind it, names of pictures to take only those. With servers that run already: HEPATICA_TEST_URL,
and HEPATICA_WEB_SITES as they have it.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from urllib.parse import urlsplit

from playwright.sync_api import Browser, expect, sync_playwright

from dev.browser import browser as installed
from dev.paths import ROOT, shown
from dev.ports import HOST, unused
from dev.say import Trouble
from dev.servers import running
from tests.browser.chat import PATIENCE, Chat, quiet
from tests.browser.conftest import SETTINGS
from tests.browser.hospital import Visit, serving
from tests.browser.scenes import FINE, HOSPITAL, PHONE, SCENES, Scene, settle
from tests.browser.small_png import shrunk

FOLDER = ROOT / "docs" / "screenshots"
LARGEST = 150_000
"""Bytes of a picture."""
TODAY = datetime(2026, 12, 1, 10, tzinfo=UTC)
"""The day on every picture, so that they only change when the chat does."""
HEAD = """# The chat in pictures

Taken by `make screenshots` in a real browser with the real servers; every answer is what they said.
"""


def main(wanted: Collection[str]) -> int:
    """Take the pictures, all when none is named; 1 when one cannot be taken."""
    try:
        with _servers() as (url, site), sync_playwright() as playwright:
            expect.set_options(timeout=PATIENCE)
            browser = playwright.chromium.launch(executable_path=installed(), args=quiet())
            FOLDER.mkdir(parents=True, exist_ok=True)
            for scene in SCENES:
                if not wanted or scene.name in wanted:
                    _take(browser, url, site, scene)
            browser.close()
    except Trouble as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1
    (FOLDER / "README.md").write_text(_page(SCENES), encoding="utf-8")
    return 0


@contextmanager
def _servers() -> Iterator[tuple[str, str]]:
    """The address of the servers, and of a site that may show the chat in its pages."""
    if url := os.environ.get("HEPATICA_TEST_URL"):
        yield url, os.environ["HEPATICA_WEB_SITES"]
        return
    site = f"http://{HOST}:{unused().rasa}"
    with running(env={**SETTINGS, "HEPATICA_WEB_SITES": site}) as url:
        yield url, site


def _take(browser: Browser, url: str, site: str, scene: Scene) -> None:
    with _opened(browser, url, site, scene) as chat:
        scene.arrange(chat)
        settle(chat)
        chat.page.mouse.move(0, 0)
        taken = chat.page.screenshot(animations="disabled", caret="hide")
    try:
        small = shrunk(taken, LARGEST)
    except ValueError as error:
        raise Trouble(f"The picture {scene.name} {error}.") from error
    target = FOLDER / f"{scene.name}.png"
    target.write_bytes(small)
    sys.stdout.write(f"{shown(target)}: {len(small) // 1000} kB\n")


@contextmanager
def _opened(browser: Browser, url: str, site: str, scene: Scene) -> Iterator[Chat]:
    settings = {
        "viewport": scene.screen,
        "device_scale_factor": FINE if scene.screen["width"] <= PHONE["width"] else 1,
        "color_scheme": "light",
        "reduced_motion": "reduce",
        "language": scene.language,
        **scene.settings,
    }
    if not scene.in_a_page:
        chat = Chat.prepared(browser, url, **settings)
        chat.page.clock.set_fixed_time(TODAY)
        chat.page.goto(f"{url}/")
        expect(chat.box).to_be_visible()
        yield chat
        chat.close()
        return
    line = f'<script src="{url}/webhooks/web/static/embed.js" async></script>'
    policy = f"script-src {url}; frame-src {url}"
    with serving(HOSPITAL.replace("SCRIPT", line), policy, urlsplit(site).port or 0):
        visit = Visit.begun(browser, url, site, **settings)
        yield visit.open()
        visit.chat.close()


def _page(scenes: Sequence[Scene]) -> str:
    """The README of the folder."""
    parts = [HEAD]
    for scene in scenes:
        width = min(scene.screen["width"], 700)
        parts.append(
            f'\n{scene.shows}\n\n<img src="{scene.name}.png" alt="{scene.shows}" width="{width}">\n'
        )
    return "".join(parts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
