"""Everything can be done with the keyboard alone, and the focus is always seen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat
from tests.browser.keyboard import Keyboard
from tests.browser.looks import focus_faults
from tests.browser.states import QUESTIONS, glossary_words, source_card
from tests.browser.words import LANGUAGES

both_languages = pytest.mark.parametrize("language", LANGUAGES)


def _asked(chat: Chat, kind: str = "answer") -> Keyboard:
    """Somebody who has asked a question with the keys, and waits for no pointer."""
    keyboard = Keyboard(chat)
    keyboard.go_to(chat.box)
    keyboard.type(QUESTIONS[chat.language][kind])
    keyboard.press("Enter")
    chat.reply_after(0)
    return keyboard


@both_languages
def test_a_question_is_asked_and_the_field_keeps_the_focus(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    _asked(chat)
    expect(chat.box).to_be_focused()
    expect(chat.box).to_have_value("")


@both_languages
def test_a_starting_question_is_chosen_and_the_field_gets_the_focus(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    keyboard = Keyboard(chat)
    keyboard.go_to(chat.view.get_by_role("button", name=QUESTIONS[language]["answer"]))
    keyboard.press("Enter")
    chat.reply_after(0)
    expect(chat.box).to_be_focused()


@both_languages
def test_the_source_card_is_opened_its_link_reached_and_it_is_closed(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    keyboard = _asked(chat)
    card = source_card(chat.last)
    keyboard.go_to(card, back=True)
    keyboard.press("Enter")
    expect(card).to_have_attribute("aria-expanded", "true")
    keyboard.go_to(chat.last.get_by_role("link").first)
    keyboard.go_to(card, back=True)
    keyboard.press("Space")
    expect(card).to_have_attribute("aria-expanded", "false")
    expect(chat.last.get_by_role("link")).to_have_count(0)


@both_languages
def test_a_suggestion_is_followed_and_the_focus_is_not_lost_with_its_button(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    keyboard = _asked(chat)
    group = chat.last.get_by_role("group", name=chat.word("ask_next"))
    suggestion = group.get_by_role("button").first
    asked = suggestion.inner_text().strip()
    keyboard.go_to(suggestion, back=True)
    keyboard.press("Enter")
    chat.reply_after(1)
    expect(chat.box).to_be_focused()
    expect(chat.asked.last).to_contain_text(asked)


@both_languages
def test_a_word_is_explained_and_escape_leads_back_to_it(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    keyboard = _asked(chat)
    word = glossary_words(chat.last).first
    keyboard.go_to(word, back=True)
    keyboard.press("Enter")
    dialog = chat.view.get_by_role("dialog")
    expect(dialog).to_be_visible()
    keyboard.go_to(chat.button("close", dialog))
    keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(word).to_be_focused()


def test_the_focus_stays_inside_an_open_dialog(open_chat: OpenChat) -> None:
    chat = open_chat()
    keyboard = Keyboard(chat)
    keyboard.go_to(chat.button("menu"))
    keyboard.press("Enter")
    menu = chat.dialog("menu")
    stops = menu.get_by_role("button").count() + menu.get_by_role("radio").count()
    for _ in range(2 * stops):
        chat.page.keyboard.press("Tab")
        # Behind the last control the focus is at the browser's own.
        nowhere = focus_faults(chat.page) == ["the focus is nowhere"]
        assert nowhere or menu.evaluate("one => one.matches(':focus-within')")


@both_languages
def test_the_text_size_is_chosen_with_the_arrows_and_escape_leads_back_to_the_menu_button(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    keyboard = Keyboard(chat)
    keyboard.go_to(chat.button("menu"))
    keyboard.press("Enter")
    menu = chat.dialog("menu")
    keyboard.go_to(menu.get_by_role("radio", name=chat.word("size_1"), exact=True))
    keyboard.press("ArrowDown")
    expect(menu.get_by_role("radio", name=chat.word("size_2"), exact=True)).to_be_checked()
    keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(chat.button("menu")).to_be_focused()


def test_the_language_is_switched_and_the_focus_stays(open_chat: OpenChat) -> None:
    chat = open_chat()
    keyboard = Keyboard(chat)
    keyboard.go_to(chat.button("other_language"))
    keyboard.press("Enter")
    chat.language = "zh"
    expect(chat.button("other_language")).to_be_focused()


@both_languages
def test_the_summary_is_read_written_into_and_closed(open_chat: OpenChat, language: str) -> None:
    chat = open_chat(language=language)
    keyboard = _asked(chat)
    keyboard.go_to(chat.button("menu"), back=True)
    keyboard.press("Enter")
    keyboard.go_to(chat.button("keep_answers", chat.dialog("menu")))
    keyboard.press("Enter")
    paper = chat.dialog("summary_title")
    own = paper.get_by_role("textbox", name=chat.word("own_questions"))
    keyboard.go_to(own)
    keyboard.type("May I drive?")
    keyboard.go_to(chat.button("print", paper), back=True)
    keyboard.press("Escape")
    expect(paper).to_have_count(0)
    expect(chat.button("menu")).to_be_focused()


@both_languages
def test_the_chat_is_erased_after_a_question_and_can_go_on(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    keyboard = _asked(chat)
    keyboard.go_to(chat.button("menu"), back=True)
    keyboard.press("Enter")
    keyboard.go_to(chat.button("forget", chat.dialog("menu")))
    keyboard.press("Enter")
    expect(chat.button("forget_no")).to_be_focused()
    keyboard.go_to(chat.button("forget_yes"))
    keyboard.press("Enter")
    expect(chat.log.get_by_text(chat.word("forgotten"))).to_be_visible()
    expect(chat.box).to_be_focused()
    keyboard.require_focus_in_sight()


def test_escape_keeps_the_chat_and_leads_back_to_the_open_menu(open_chat: OpenChat) -> None:
    chat = open_chat()
    keyboard = _asked(chat)
    keyboard.go_to(chat.button("menu"), back=True)
    keyboard.press("Enter")
    keyboard.go_to(chat.button("forget", chat.dialog("menu")))
    keyboard.press("Enter")
    keyboard.press("Escape")
    expect(chat.dialog("forget_question")).to_have_count(0)
    expect(chat.button("forget", chat.dialog("menu"))).to_be_focused()
    expect(chat.replies).to_have_count(1)


@both_languages
def test_a_reason_is_given_and_the_focus_goes_back_to_the_thumb(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    keyboard = _asked(chat)
    thumb = chat.button("not_helpful")
    keyboard.go_to(thumb, back=True)
    keyboard.press("Enter")
    keyboard.go_to(chat.last.get_by_role("radio").first)
    keyboard.press("Space")
    keyboard.press("ArrowDown")
    reason = chat.last.get_by_role("radio", name=chat.word("reason_hard_to_understand"))
    expect(reason).to_be_checked()
    keyboard.go_to(chat.button("send", chat.last))
    keyboard.press("Enter")
    expect(chat.last.get_by_text(chat.word("thanks"))).to_be_visible()
    expect(thumb).to_be_focused()
    keyboard.require_focus_in_sight()


@both_languages
def test_the_numbers_of_a_curve_and_a_wide_table_are_reached(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language, viewport={"width": 320, "height": 640})
    keyboard = _asked(chat, "curve")
    keyboard.go_to(chat.last.locator("summary"), back=True)
    keyboard.press("Enter")
    table = chat.last.get_by_role("group").filter(has=chat.page.get_by_role("table")).last
    keyboard.go_to(table)
    keyboard.press("ArrowRight")
    chat.page.wait_for_function("one => one.scrollLeft > 0", arg=table.element_handle())


@both_languages
def test_a_number_to_call_is_reached_in_an_emergency(open_chat: OpenChat, language: str) -> None:
    chat = open_chat(language=language)
    keyboard = _asked(chat, "emergency")
    call = chat.last.get_by_role("link", name="999")
    keyboard.go_to(call, back=True)
    expect(call).to_have_attribute("href", "tel:999")


def test_the_conversation_is_scrolled_with_the_arrows(open_chat: OpenChat) -> None:
    chat = open_chat(viewport={"width": 400, "height": 500})
    keyboard = _asked(chat, "table")
    region = chat.page.get_by_role("region", name=chat.word("conversation"))
    keyboard.go_to(region, back=True)
    before = region.evaluate("one => one.scrollTop")
    keyboard.press("PageDown")
    chat.page.wait_for_function(
        "([one, before]) => one.scrollTop > before", arg=[region.element_handle(), before]
    )


def test_a_lost_focus_would_be_found(open_chat: OpenChat) -> None:
    chat = open_chat()
    keyboard = _asked(chat)
    chat.box.evaluate("one => one.blur()")
    assert focus_faults(chat.page) == ["the focus is nowhere"]
    keyboard.go_to(chat.send)
    chat.send.evaluate("one => { one.style.outline = 'none'; }")
    assert focus_faults(chat.page) == ['button "Send" has no ring']
    chat.send.evaluate("one => { one.style.cssText = 'position: fixed; left: -200px'; }")
    assert focus_faults(chat.page) == ['button "Send" is out of sight']
