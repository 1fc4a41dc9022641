"""On a small phone, with large text, or magnified, everything can be read and reached."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat
from tests.browser.looks import double_text, room_faults, share_of_log
from tests.browser.states import QUESTIONS, STATES, ask, enlarge, glossary_words
from tests.browser.words import LANGUAGES

PHONE = {"width": 320, "height": 568}
"""The smallest that WCAG 2.2 asks for, as high as the smallest phones that are used."""
MAGNIFIED = {"width": 320, "height": 256}
"""A window of 1280 by 1024, magnified four times."""
TRIED = (
    "start",
    "answer with its source card open",
    "curve as a table",
    "stages side by side",
    "several questions",
    "emergency",
    "crisis",
    "too many messages",
    "too much written",
    "menu",
    "asked before erasing",
    "summary",
    "reasons",
)
FAIR = 0.4
"""The part of the screen's height that the conversation keeps; half of it while there is a hint."""
BEHIND_A_HINT = 0.2
every_state = pytest.mark.parametrize("state", TRIED)
both_languages = pytest.mark.parametrize("language", LANGUAGES)


def _require_room(chat: Chat, state: str) -> None:
    assert room_faults(chat.page) == []
    assert share_of_log(chat) > (BEHIND_A_HINT if state == "too much written" else FAIR)


@both_languages
@every_state
def test_a_small_phone_shows_everything_also_with_text_of_twice_the_size(
    open_chat: OpenChat, state: str, language: str
) -> None:
    chat = open_chat(language=language, viewport=PHONE)
    STATES[state](chat)
    _require_room(chat, state)
    double_text(chat)
    _require_room(chat, state)


@both_languages
@pytest.mark.parametrize("double", [False, True], ids=["usual text", "twice the text"])
def test_the_largest_text_of_the_menu_fits_on_a_small_phone(
    open_chat: OpenChat, language: str, double: bool
) -> None:
    chat = open_chat(language=language, viewport=PHONE)
    if double:
        double_text(chat)
    enlarge(chat)
    ask(chat, "icons")
    assert room_faults(chat.page) == []


@both_languages
def test_magnified_four_times_the_conversation_is_still_seen(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language, viewport=MAGNIFIED, device_scale_factor=4)
    ask(chat, "answer")
    assert room_faults(chat.page) == []
    assert share_of_log(chat) > FAIR
    word = glossary_words(chat.last).first
    word.click()
    assert room_faults(chat.page) == []
    chat.view.get_by_role("dialog").get_by_role("button", name=chat.word("close")).click()


@pytest.mark.parametrize("size", ["size_2", "size_3"])
def test_a_larger_text_makes_everything_larger(open_chat: OpenChat, size: str) -> None:
    chat = open_chat()
    ask(chat, "answer")
    before = _heights(chat)
    menu = chat.open_menu()
    menu.get_by_role("radio", name=chat.word(size), exact=True).check()
    chat.button("close", menu).click()
    assert all(after > known for after, known in zip(_heights(chat), before, strict=True))


def _heights(chat: Chat) -> list[float]:
    parts = (
        chat.page.get_by_role("heading", level=1),
        chat.last.get_by_role("paragraph").first,
        chat.button("helpful", chat.last),
        chat.last.get_by_role("group", name=chat.word("ask_next")).get_by_role("button").first,
        chat.box,
        chat.send,
    )
    size: Callable[..., float] = lambda part: part.evaluate("one => one.clientHeight")  # noqa: E731
    return [size(part) for part in parts]


def test_a_long_word_without_spaces_does_not_widen_the_page(open_chat: OpenChat) -> None:
    chat = open_chat(viewport=PHONE)
    chat.say("hepatocellular" * 60)
    assert room_faults(chat.page) == []


def test_a_long_message_keeps_the_conversation_in_sight(open_chat: OpenChat) -> None:
    chat = open_chat(viewport=PHONE)
    chat.box.fill(QUESTIONS["en"]["curve"] * 20)
    assert share_of_log(chat) > FAIR
    assert room_faults(chat.page) == []


def test_a_target_that_is_too_small_would_be_found(open_chat: OpenChat) -> None:
    chat = open_chat(viewport=PHONE)
    chat.send.evaluate(
        "one => Object.assign(one.style, {minBlockSize: 0, blockSize: '30px', padding: 0})"
    )
    assert [fault for fault in room_faults(chat.page) if fault.startswith('button "Send" is')]


def test_a_page_that_moves_sideways_would_be_found(open_chat: OpenChat) -> None:
    chat = open_chat(viewport=PHONE)
    chat.send.evaluate("one => { one.style.minInlineSize = '400px'; }")
    assert [fault for fault in room_faults(chat.page) if "sticks out" in fault]
