"""Writing: input methods, empty and long texts, several messages, double taps."""

from __future__ import annotations

import pytest
from playwright.sync_api import CDPSession, expect

from tests.browser.breakdowns import Held
from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat
from tests.browser.states import QUESTIONS, ask
from tests.browser.words import LANGUAGES

LONGEST = 4000
both_languages = pytest.mark.parametrize("language", LANGUAGES)


def _composing(chat: Chat, text: str) -> CDPSession:
    """Somebody who writes with an input method and has not chosen the characters yet."""
    chat.box.focus()
    keys = chat.context.new_cdp_session(chat.page)
    keys.send(
        "Input.imeSetComposition",
        {"text": text, "selectionStart": len(text), "selectionEnd": len(text)},
    )
    return keys


def _enter(keys: CDPSession, code: int = 13) -> None:
    # Without a text, as the input method takes the key.
    key = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": code}
    keys.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", **key})
    keys.send("Input.dispatchKeyEvent", {"type": "keyUp", **key})


_KEYS = """box => {
  window.keys = [];
  box.addEventListener("keydown", ({isComposing, keyCode}) => keys.push([isComposing, keyCode]));
}"""


def test_enter_ends_a_composition_and_does_not_send(open_chat: OpenChat) -> None:
    chat = open_chat(language="zh")
    chat.box.evaluate(_KEYS)
    keys = _composing(chat, "肝癌")
    _enter(keys)
    assert [composing for composing, _ in chat.page.evaluate("window.keys")] == [True]
    expect(chat.asked).to_have_count(0)
    expect(chat.box).to_have_value("肝癌")


def test_enter_after_a_composition_sends(open_chat: OpenChat) -> None:
    chat = open_chat(language="zh")
    keys = _composing(chat, "gan'ai")
    keys.send("Input.insertText", {"text": "什么是肝癌？"})
    _enter(keys)
    chat.reply_after(0)
    expect(chat.asked).to_contain_text("什么是肝癌？")


def test_enter_of_an_input_method_that_does_not_say_that_it_composes_does_not_send(
    open_chat: OpenChat,
) -> None:
    # Safari ends the composition first and then sends the key, with this code.
    chat = open_chat(language="zh")
    chat.box.evaluate(_KEYS)
    chat.box.fill("肝癌")
    _enter(chat.context.new_cdp_session(chat.page), code=229)
    assert chat.page.evaluate("window.keys") == [[False, 229]]
    expect(chat.asked).to_have_count(0)


def test_escape_during_a_composition_does_not_lose_what_was_written(open_chat: OpenChat) -> None:
    chat = open_chat(language="zh")
    chat.box.fill("我想问")
    _composing(chat, "gan")
    chat.page.keyboard.press("Escape")
    assert chat.box.input_value().startswith("我想问")
    expect(chat.box).to_be_focused()


def test_shift_and_enter_begin_a_new_line(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.box.focus()
    chat.page.keyboard.type("What is")
    chat.page.keyboard.press("Shift+Enter")
    chat.page.keyboard.type("HCC?")
    expect(chat.box).to_have_value("What is\nHCC?")
    expect(chat.asked).to_have_count(0)
    chat.page.keyboard.press("Enter")
    chat.reply_after(0)
    assert "What is\nHCC?" in chat.asked.first.inner_text()


@both_languages
@pytest.mark.parametrize("text", ["", " \n "])
def test_an_empty_message_is_not_sent_and_the_person_is_told(
    open_chat: OpenChat, text: str, language: str
) -> None:
    chat = open_chat(language=language)
    chat.post(text)
    expect(chat.page.get_by_role("alert").filter(has_text=chat.word("empty"))).to_be_visible()
    expect(chat.box).to_be_focused()
    expect(chat.box).to_have_attribute("aria-invalid", "true")
    expect(chat.asked).to_have_count(0)


@both_languages
def test_a_message_that_is_too_long_is_kept_and_can_be_shortened(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    text = "肝" * (LONGEST + 7)
    chat.post(text)
    hint = chat.word("too_long", n=7)
    expect(chat.page.get_by_role("alert").filter(has_text=hint)).to_be_visible()
    expect(chat.box).to_have_value(text)
    expect(chat.box).to_be_focused()
    expect(chat.asked).to_have_count(0)
    chat.box.fill("hello" if language == "en" else "你好")
    expect(chat.page.get_by_text(hint)).to_have_count(0)
    chat.send.click()
    chat.reply_after(0)


def test_the_longest_message_is_sent(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.box.fill("a" * LONGEST)
    expect(chat.page.get_by_text(chat.word("left", n=0))).to_be_visible()
    chat.send.click()
    chat.reply_after(0)


def test_how_much_may_still_be_written_is_told_near_the_end(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.box.fill("a" * (LONGEST - 601))
    expect(chat.page.get_by_text("Characters left")).to_have_count(0)
    chat.box.fill("a" * (LONGEST - 100))
    expect(chat.page.get_by_text(chat.word("left", n=100))).to_be_visible()
    described = chat.box.evaluate(
        """box => box.ariaDescribedByElements.map(one => one.textContent).join(" ")"""
    )
    assert chat.word("left", n=100) in described


def test_an_emoji_counts_as_one_character(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.box.fill("😀" * (LONGEST - 5))
    expect(chat.page.get_by_text(chat.word("left", n=5))).to_be_visible()


@both_languages
def test_messages_that_follow_each_other_quickly_are_answered_in_order(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    held = Held(chat.page, "webhook", times=1)
    kinds = ("icons", "emergency", "smalltalk")
    for kind in kinds:
        chat.post(QUESTIONS[language][kind])
    expect(chat.log.get_by_text(chat.word("waiting"))).to_have_count(2)
    held.let_go()
    chat.reply_after(2)
    for kind, turn in zip(kinds, chat.asked.all(), strict=True):
        expect(turn).to_contain_text(QUESTIONS[language][kind])
        expect(turn.locator("hepatica-reply")).to_have_count(1)
    expect(chat.asked.nth(0).get_by_role("figure")).to_have_count(1)
    expect(chat.asked.nth(1).get_by_role("link", name="999")).to_have_count(1)


def test_a_double_click_sends_once_and_does_not_complain(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.box.fill(QUESTIONS["en"]["answer"])
    chat.send.dblclick()
    chat.reply_after(0)
    expect(chat.asked).to_have_count(1)
    expect(chat.page.get_by_text(chat.word("empty"))).to_have_count(0)


def test_enter_held_down_sends_once_and_does_not_complain(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.box.fill(QUESTIONS["en"]["answer"])
    for _ in range(3):
        chat.page.keyboard.down("Enter")
    chat.reply_after(0)
    expect(chat.asked).to_have_count(1)
    expect(chat.page.get_by_text(chat.word("empty"))).to_have_count(0)
    expect(chat.box).to_have_value("")


@pytest.mark.parametrize("start", [True, False], ids=["starter", "suggestion"])
def test_a_double_click_on_a_question_asks_once(open_chat: OpenChat, start: bool) -> None:
    chat = open_chat()
    if not start:
        ask(chat, "answer")
    before = chat.asked.count()
    chip = "What do the stages of liver cancer mean?" if start else "Why give radiotherapy"
    chat.page.get_by_role("button", name=chip).dblclick()
    chat.reply_after(before)
    expect(chat.asked).to_have_count(before + 1)


def test_what_is_written_meanwhile_is_kept_when_a_reply_comes(open_chat: OpenChat) -> None:
    chat = open_chat()
    held = Held(chat.page, "webhook")
    chat.post("hello")
    chat.box.press_sequentially("And what")
    held.let_go()
    chat.reply_after(0)
    expect(chat.box).to_have_value("And what")
    expect(chat.box).to_be_focused()
