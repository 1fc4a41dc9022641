"""What a person has set in their system is kept to: less motion, high contrast, dark screens."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.breakdowns import Held
from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat
from tests.browser.looks import focus_faults, moving, style
from tests.browser.states import QUESTIONS, ask, enlarge, source_card, summary

BRIGHT, DIM = 600, 200
_SCROLLS = """() => {
  window.scrolls = [];
  const scrollTo = Element.prototype.scrollTo;
  Element.prototype.scrollTo = function (options) {
    window.scrolls.push(options?.behavior ?? "auto");
    return scrollTo.apply(this, arguments);
  };
}"""


def _waiting(chat: Chat) -> Held:
    held = Held(chat.page, "webhook")
    chat.post(QUESTIONS["en"]["curve"])
    expect(chat.page.get_by_role("status").first).not_to_be_empty()
    return held


def test_with_less_motion_nothing_moves_while_an_answer_is_looked_up(open_chat: OpenChat) -> None:
    chat = open_chat(reduced_motion="reduce")
    _waiting(chat)
    assert moving(chat.page) == 0


def test_otherwise_something_moves_while_an_answer_is_looked_up(open_chat: OpenChat) -> None:
    chat = open_chat(reduced_motion="no-preference")
    _waiting(chat)
    assert moving(chat.page) > 0


@pytest.mark.parametrize(("wish", "smooth"), [("reduce", False), ("no-preference", True)])
def test_a_reply_glides_into_sight_only_where_motion_is_wanted(
    open_chat: OpenChat, wish: str, smooth: bool
) -> None:
    chat = open_chat(reduced_motion=wish)
    chat.page.evaluate(_SCROLLS)
    ask(chat, "answer")
    chat.page.wait_for_function("window.scrolls.length > 1")
    assert ("smooth" in chat.page.evaluate("window.scrolls")) == smooth


def test_with_less_motion_nothing_moves_in_menu_and_dialogs(open_chat: OpenChat) -> None:
    chat = open_chat(reduced_motion="reduce")
    source_card(ask(chat, "icons")).click()
    enlarge(chat)
    chat.button("not_helpful").click()
    summary(chat)
    assert moving(chat.page) == 0


def _colours(part: Locator) -> tuple[str, str]:
    """What a part of a picture is drawn with, and what lies behind it."""
    (stroke,) = style(part, "stroke")
    (canvas,) = style(part.page.locator("body"), "backgroundColor")
    return stroke, canvas


def test_with_forced_colours_the_people_are_seen_and_told_apart(open_chat: OpenChat) -> None:
    chat = open_chat(forced_colors="active")
    reply = ask(chat, "icons")
    filled, empty = reply.locator("path.filled").first, reply.locator("path.empty").first
    for part in (filled, empty):
        stroke, canvas = _colours(part)
        assert stroke != canvas
    assert style(filled, "fill") != style(empty, "fill")
    assert style(empty, "fill") == ["none"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_with_forced_colours_the_curves_and_their_marks_are_seen(
    open_chat: OpenChat, scheme: str
) -> None:
    chat = open_chat(forced_colors="active", color_scheme=scheme)
    reply = ask(chat, "curve")
    for part in reply.locator("path.line, path.marks").all():
        stroke, canvas = _colours(part)
        assert stroke != canvas
    dashes = [style(one, "strokeDasharray") for one in reply.locator("path.line").all()]
    assert len(dashes) == 2
    assert dashes[0] != dashes[1]


def test_with_forced_colours_icons_of_buttons_are_seen(open_chat: OpenChat) -> None:
    chat = open_chat(forced_colors="active")
    ask(chat, "emergency")
    ask(chat, "answer")
    for button in (chat.button("menu"), chat.send, chat.button("helpful", chat.last)):
        icon = button.locator("svg")
        (colour,) = style(icon, "color")
        (behind,) = style(button, "backgroundColor")
        assert colour != behind
        expect(icon).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_with_forced_colours_the_focus_is_seen_on_everything(
    open_chat: OpenChat, scheme: str
) -> None:
    chat = open_chat(forced_colors="active", color_scheme=scheme)
    ask(chat, "curve")
    (canvas,) = style(chat.page.locator("body"), "backgroundColor")
    seen = set()
    for _ in range(30):
        chat.page.keyboard.press("Shift+Tab")
        if focus_faults(chat.page) == ["the focus is nowhere"]:
            break
        assert focus_faults(chat.page) == []
        seen.add(chat.page.evaluate(_RING))
    assert len(seen) == 1
    assert seen != {canvas}


_RING = """() => {
  let element = document.activeElement;
  while (element.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return getComputedStyle(element).outlineColor;
}"""


def test_with_forced_colours_messages_keep_their_edges(open_chat: OpenChat) -> None:
    chat = open_chat(forced_colors="active")
    reply = ask(chat, "answer")
    for part in (reply.locator(".reply"), chat.asked.last.locator(".said")):
        width, kind = style(part, "borderTopWidth", "borderTopStyle")
        assert (width, kind) == ("1px", "solid")


def test_a_dark_screen_makes_the_page_dark(open_chat: OpenChat) -> None:
    chat = open_chat(color_scheme="dark")
    (ink, page) = style(chat.page.locator("hepatica-chat"), "color", "backgroundColor")
    assert _light(ink) > BRIGHT
    assert _light(page) < DIM
    chat.page.emulate_media(color_scheme="light")
    (ink, page) = style(chat.page.locator("hepatica-chat"), "color", "backgroundColor")
    assert _light(page) > BRIGHT
    assert _light(ink) < DIM


def _light(colour: str) -> int:
    """The sum of red, green and blue."""
    return sum(int(part) for part in colour.removeprefix("rgb(").removesuffix(")").split(","))
