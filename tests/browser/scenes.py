"""The main states of the chat as pictures: how to get there, and on what screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.chat import Chat
from tests.browser.states import ask, source_card, summary

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1200, "height": 900}
SMALL = {"width": 320, "height": 640}
FINE = 2
"""Points of a phone's screen for each pixel of a page."""
HOSPITAL = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>St. Elsewhere</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">
<style>
body { margin: 0; font: 18px/1.6 Georgia, serif; color: #233; background: #f4f7f6; }
header { padding: 1rem 3rem; background: #1d5c57; color: #fff; font-size: 1.5rem; }
main { max-width: 40rem; padding: 2rem 3rem; }
</style>
SCRIPT</head>
<body><header>St. Elsewhere Hospital</header><main><h1>Liver center</h1>
<p>Our team of surgeons, radiation oncologists, liver doctors and nurses meets every Tuesday to
plan each person's treatment together.</p>
<p>Bring your letters and scans to your first visit, and somebody you trust. It helps to write down
your questions before you come.</p>
<h2>Before your visit</h2>
<p>You can read about stages and treatments in the chat. It tells where each answer comes from.
</p></main></body></html>"""

Arrange = Callable[[Chat], object]


@dataclass(frozen=True)
class Scene:
    """One picture.

    Args:
        name: of the file, without its ending.
        shows: a line for the reader.
        arrange: leads there from the start of the chat.
        screen: width and height.
        language: of the browser.
        settings: more for the browser, such as ``color_scheme``.
        in_a_page: whether the chat is opened in a hospital's page.
    """

    name: str
    shows: str
    arrange: Arrange
    screen: Mapping[str, int] = field(default_factory=lambda: PHONE)
    language: str = "en"
    settings: Mapping[str, Any] = field(default_factory=dict)
    in_a_page: bool = False


def _start(chat: Chat) -> None:
    expect(chat.view.get_by_text(chat.word("starters"))).to_be_visible()


def _people(chat: Chat) -> None:
    _show(chat, ask(chat, "icons").get_by_role("figure"))


def _curve(chat: Chat) -> None:
    _show(chat, ask(chat, "curve").get_by_role("figure").first)


def _table(chat: Chat) -> None:
    _show(chat, chat.say("My letter says IIIa").get_by_role("table"))


def _card(chat: Chat) -> None:
    source_card(ask(chat, "icons")).click()
    _show(chat, chat.last.locator("hepatica-sources"))


def _asked(kind: str) -> Arrange:
    return lambda chat: ask(chat, kind)


def _double_text(chat: Chat) -> None:
    """The browser's own text size, twice the usual."""
    session = chat.context.new_cdp_session(chat.page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    expect(chat.page.locator("html")).to_have_css("font-size", "32px")
    _show(chat, ask(chat, "answer"))


def _summary(chat: Chat) -> None:
    for kind in ("icons", "personal_advice"):
        ask(chat, kind)
    summary(chat)


def _show(chat: Chat, what: Locator) -> None:
    """Scroll so that it begins a little below the upper edge of the talk."""
    settle(chat)
    what.evaluate("(element) => element.scrollIntoView({block: 'start', behavior: 'instant'})")
    talk = chat.view.get_by_role("region", name=chat.word("conversation"))
    talk.evaluate("(element) => element.scrollBy({top: -12, behavior: 'instant'})")


def settle(chat: Chat) -> None:
    """Wait until the chat has drawn what came, and has scrolled to it by itself."""
    chat.log.evaluate(
        """async () => {
            for (let frame = 0; frame < 3; frame++) await new Promise(requestAnimationFrame);
        }"""
    )


SCENES = (
    Scene("start", "The start: a machine, not a doctor; questions to begin with.", _start),
    Scene("people", "An answer with figures: both groups as people, side by side.", _people),
    Scene("source", "Where an answer comes from, how sure it is, and when it was checked.", _card),
    Scene(
        "emergency", "A warning sign: help comes first, with a number to call.", _asked("emergency")
    ),
    Scene("crisis", "Thoughts of self-harm: people to talk to, at any hour.", _asked("crisis")),
    Scene(
        "chinese",
        "The same in Chinese, after the words of the person.",
        _people,
        language="zh",
    ),
    Scene("dark", "On a dark screen.", _people, settings={"color_scheme": "dark"}),
    Scene(
        "small-and-large",
        "The smallest phone, 320 pixels wide, with text of twice the usual size.",
        _double_text,
        screen=SMALL,
    ),
    Scene(
        "curve", "Survival over time, where a study gives several times.", _curve, screen=DESKTOP
    ),
    Scene(
        "stages",
        "A stage whose system a letter does not name, in all systems.",
        _table,
        screen=DESKTOP,
    ),
    Scene(
        "summary", "A summary to print or save, for the talk with the doctor.", _summary, DESKTOP
    ),
    Scene(
        "embedded",
        "In a hospital's own page, by one line of HTML.",
        _people,
        screen=DESKTOP,
        in_a_page=True,
    ),
)
