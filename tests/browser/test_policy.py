"""The page's policy, as the real server sends it and a real browser keeps it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Frame, Page, Response, Route, expect

from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat
from tests.browser.hospital import serving

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {sites}; "
    "require-trusted-types-for 'script'; trusted-types lit-html"
)
PAGES = ["/", "/webhooks/web/"]
WIDGET = "**/static/widget.js"
QUESTION = "What is radiotherapy before surgery?"


@pytest.fixture
def chat(base_url: str, chromium: Browser) -> Iterator[Chat]:
    """An empty page, for tests that change what it loads."""
    prepared = Chat.prepared(chromium, base_url)
    yield prepared
    prepared.close()


def _with(route: Route, old: str, new: str) -> None:
    """Send what the server sends, with a change in it and all its headers."""
    real = route.fetch()
    assert old in real.text()
    route.fulfill(response=real, body=real.text().replace(old, new))


def _hear(chat: Chat, heard: list[Response]) -> None:
    # Playwright leaves its mark on a listener, which a list's own method has no place for.
    chat.page.on("response", lambda response: heard.append(response))  # noqa: PLW0108


def _run_by_the_page(page: Page, program: str) -> object:
    """What a program gives when the page's own script does it, so that the policy binds it."""
    page.route(
        WIDGET,
        lambda route: route.fulfill(
            body=f"window.told = {program}", content_type="text/javascript"
        ),
    )
    page.reload()
    page.unroute(WIDGET)
    return page.evaluate("() => window.told")


@pytest.mark.parametrize("path", PAGES)
def test_the_page_has_exactly_the_policy_that_is_written_down(
    path: str, settings: dict[str, str], open_chat: OpenChat
) -> None:
    chat = open_chat(path)
    response = chat.page.goto(chat.home + path)
    assert isinstance(response, Response)
    sites = " ".join(["'self'", *settings["HEPATICA_WEB_SITES"].split()])
    headers = response.all_headers()
    assert headers["content-security-policy"] == POLICY.format(sites=sites)
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert {"camera=()", "microphone=()", "geolocation=()"} <= set(
        headers["permissions-policy"].split(", ")
    )
    assert "content-security-policy-report-only" not in headers


@pytest.mark.parametrize("path", PAGES)
def test_the_chat_answers_under_the_policy(path: str, open_chat: OpenChat) -> None:
    chat = open_chat(path)
    expect(chat.say(QUESTION)).to_contain_text("surgery")


def test_what_is_said_is_never_kept_by_the_browser_or_a_proxy(open_chat: OpenChat) -> None:
    chat = open_chat()
    heard: list[Response] = []
    _hear(chat, heard)
    chat.say(QUESTION)
    chat.page.reload()
    expect(chat.replies).to_have_count(1)
    calls = [one for one in heard if re.search(r"/(session|webhook|history)$", one.url)]
    assert len(calls) >= 2
    assert {one.all_headers().get("cache-control") for one in calls} == {"no-store"}


def test_there_are_no_cookies(open_chat: OpenChat) -> None:
    chat = open_chat()
    heard: list[Response] = []
    _hear(chat, heard)
    chat.page.reload()
    chat.say(QUESTION)
    assert heard
    assert [one.url for one in heard if "set-cookie" in one.all_headers()] == []
    assert chat.context.cookies() == []


def test_nothing_of_the_talk_stays_when_the_tab_is_closed(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.say(QUESTION)
    chat.button("other_language").click()
    kept = chat.page.evaluate("() => JSON.stringify(Object.entries(localStorage))")
    session = chat.page.evaluate("() => JSON.stringify(Object.entries(sessionStorage))")
    assert "zh" in kept
    assert "token" in session
    for secret in ("token", "surgery"):
        assert secret not in kept
    assert "surgery" not in session
    assert chat.page.evaluate("() => indexedDB.databases()") == []


@pytest.mark.parametrize(
    "inline",
    [
        "<script>window.__pwned = 1</script>",
        '<img src="data:," onerror="window.__pwned = 1">',
        '<a id="run" href="javascript:void(window.__pwned = 1)">x</a>',
        '<script src="data:text/javascript,window.__pwned=1"></script>',
        '<iframe srcdoc="<script>parent.__pwned = 1</script>"></iframe>',
        '<object data="data:text/html,<script>parent.__pwned=1</script>"></object>',
    ],
)
def test_a_program_put_into_the_page_does_not_run(inline: str, chat: Chat) -> None:
    chat.page.route(f"{chat.home}/", lambda route: _with(route, "<main>", f"<main>{inline}"))
    chat.page.goto(f"{chat.home}/")
    for link in chat.page.locator("#run").all():
        link.evaluate("(link) => link.click()")
    expect(chat.say("thank you")).to_contain_text("welcome")
    assert chat.page.evaluate("() => window.__pwned") is None
    assert chat.breaches


@pytest.mark.parametrize(
    "outward",
    [
        '<img src="https://tracker.example/p.gif">',
        '<script src="https://tracker.example/x.js"></script>',
        '<link rel="stylesheet" href="https://tracker.example/x.css">',
        '<iframe src="https://tracker.example/"></iframe>',
        '<style>@import "https://tracker.example/x.css"</style>',
        '<base href="https://tracker.example/"><img src="p.gif">',
        '<video src="https://tracker.example/x.mp4"></video>',
    ],
)
def test_the_policy_lets_nothing_call_another_host(outward: str, chat: Chat) -> None:
    arrived: list[str] = []

    def arrive(route: Route) -> None:
        arrived.append(route.request.url)
        route.abort()

    chat.page.route("https://tracker.example/**", arrive)
    chat.page.route(f"{chat.home}/", lambda route: _with(route, "<main>", f"<main>{outward}"))
    chat.page.goto(f"{chat.home}/")
    expect(chat.say("thank you")).to_contain_text("welcome")
    assert arrived == []
    assert chat.breaches


@pytest.mark.parametrize(
    "sink",
    [
        "document.body.innerHTML = '<b>x</b>'",
        "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
        "document.write('<b>x</b>')",
        "document.createElement('iframe').srcdoc = '<b>x</b>'",
        "document.createElement('script').text = '1'",
        "document.createElement('script').src = '/x.js'",
        "new DOMParser().parseFromString('<b>x</b>', 'text/html')",
        "eval('1')",
        "new Function('return 1')()",
        "setTimeout('1')",
        "trustedTypes.createPolicy('mine', {})",
        "trustedTypes.createPolicy('default', {})",
    ],
)
def test_not_even_the_pages_own_script_turns_text_into_a_program(sink: str, chat: Chat) -> None:
    chat.page.goto(f"{chat.home}/")
    tried = f"(() => {{ try {{ {sink}; return 'done' }} catch (error) {{ return error.name }} }})()"
    assert _run_by_the_page(chat.page, tried) in ("TypeError", "EvalError")


def test_the_pages_own_script_is_run_at_all(chat: Chat) -> None:
    chat.page.goto(f"{chat.home}/")
    assert _run_by_the_page(chat.page, "1 + 1") == 2


@contextmanager
def _framed(chat: Chat, path: str, port: int = 0) -> Iterator[Frame]:
    """The chat's frame in a page of another site, once all is loaded that will be."""
    html = f'<!doctype html><title>x</title><iframe src="{chat.home}{path}"></iframe>'
    with serving(html, f"frame-src {chat.home}", port) as site:
        chat.page.goto(site)
        [inner] = chat.page.main_frame.child_frames
        yield inner


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_a_listed_site_may_frame_the_chat(
    path: str, settings: dict[str, str], chat: Chat
) -> None:
    listed = urlsplit(settings["HEPATICA_WEB_SITES"].split()[0])
    with _framed(chat, path, listed.port or 0) as inner:
        expect(inner.get_by_role("textbox")).to_be_visible()


@pytest.mark.parametrize("path", PAGES)
def test_a_page_of_an_unlisted_site_may_not_frame_the_chat(path: str, chat: Chat) -> None:
    with _framed(chat, path) as inner:
        assert inner.url == "chrome-error://chromewebdata/"
        assert any("frame-ancestors" in breach for breach in chat.breaches)


def test_a_page_of_another_site_may_not_talk_to_the_channel(chat: Chat) -> None:
    tried = """(url) => fetch(url, {method: "POST", body: "{}",
        headers: {"Content-Type": "application/json"}}).then(() => "heard", () => "refused")"""
    with serving("<!doctype html><title>x</title>", f"connect-src {chat.home}") as site:
        chat.page.goto(site)
        assert chat.page.evaluate(tried, f"{chat.home}/webhooks/web/session") == "refused"
