"""What stays from visit to visit, what is forgotten, and what the person has set."""

from __future__ import annotations

import pytest
from playwright.sync_api import APIResponse, expect

from tests.browser.breakdowns import Held, answering
from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat
from tests.browser.states import QUESTIONS, ask, enlarge
from tests.browser.words import LANGUAGES

both_languages = pytest.mark.parametrize("language", LANGUAGES)


def _token(chat: Chat) -> str:
    return str(chat.page.evaluate("sessionStorage.getItem('hepatica.token')"))


def _history(chat: Chat, token: str) -> APIResponse:
    headers = {"Authorization": f"Bearer {token}"}
    return chat.context.request.get(f"{chat.home}/webhooks/web/history", headers=headers)


def _forget(chat: Chat) -> None:
    chat.button("forget", chat.open_menu()).click()
    chat.button("forget_yes").click()


@both_languages
def test_the_conversation_is_there_again_after_a_reload(open_chat: OpenChat, language: str) -> None:
    chat = open_chat(language=language)
    for kind in ("answer", "curve", "emergency", "clarify"):
        ask(chat, kind)
    before = chat.asked.all_inner_texts()
    chat.page.reload()
    expect(chat.replies).to_have_count(4)
    assert chat.asked.all_inner_texts() == before
    expect(chat.log.get_by_role("link", name="999")).to_be_visible()


@both_languages
def test_one_can_go_on_from_the_last_answer_after_a_reload(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    ask(chat, "answer")
    chat.page.reload()
    chat.tap(chat.word("simpler"))
    expect(chat.replies).to_have_count(2)
    expect(chat.last.locator("hepatica-sources")).to_be_visible()


def test_another_tab_has_a_conversation_of_its_own(open_chat: OpenChat) -> None:
    chat = open_chat()
    ask(chat, "answer")
    other = Chat(chat.context, chat.context.new_page(), chat.home)
    other.page.goto(chat.home)
    expect(other.page.get_by_role("button", name=QUESTIONS["en"]["answer"])).to_be_visible()
    expect(other.asked).to_have_count(0)
    assert _token(other) != _token(chat)


@both_languages
def test_forget_me_erases_the_conversation_here_and_at_the_server(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    ask(chat, "answer")
    old = _token(chat)
    assert len(_history(chat, old).json()["turns"]) == 1
    _forget(chat)
    expect(chat.log.get_by_text(chat.word("forgotten"))).to_be_visible()
    expect(chat.asked).to_have_count(0)
    refused = _history(chat, old)
    assert (refused.status, refused.json()["error"]) == (401, "no_session")
    chat.page.wait_for_function("sessionStorage.getItem('hepatica.token')")
    new = _token(chat)
    assert new not in (old, "None")
    assert _history(chat, new).json()["turns"] == []
    chat.page.reload()
    expect(chat.page.get_by_role("button", name=QUESTIONS[language]["answer"])).to_be_visible()
    expect(chat.asked).to_have_count(0)


def test_forget_me_leaves_nothing_in_the_browser(open_chat: OpenChat) -> None:
    chat = open_chat()
    enlarge(chat)
    ask(chat, "answer")
    chat.box.fill("my daughter")
    _forget(chat)
    expect(chat.log.get_by_text(chat.word("forgotten"))).to_be_visible()
    expect(chat.box).to_have_value("")
    assert chat.page.evaluate("({...localStorage})") == {}
    assert list(chat.page.evaluate("({...sessionStorage})")) == ["hepatica.token"]
    assert chat.context.cookies() == []


def test_the_bot_itself_has_forgotten_what_was_said(open_chat: OpenChat) -> None:
    chat = open_chat()
    ask(chat, "answer")
    _forget(chat)
    expect(chat.log.get_by_text(chat.word("forgotten"))).to_be_visible()
    chat.say("Say that in simpler words")
    expect(chat.last.locator("hepatica-sources").get_by_role("button")).to_have_count(0)


def test_who_does_not_confirm_keeps_the_conversation(open_chat: OpenChat) -> None:
    chat = open_chat()
    ask(chat, "answer")
    chat.button("forget", chat.open_menu()).click()
    chat.button("forget_no").click()
    chat.page.keyboard.press("Escape")
    expect(chat.replies).to_have_count(1)
    assert len(_history(chat, _token(chat)).json()["turns"]) == 1


def test_an_erasing_that_failed_is_told_and_tried_again(open_chat: OpenChat) -> None:
    chat = open_chat()
    ask(chat, "answer")
    # Three, as the chat tries three times by itself.
    answering(chat.page, "session", 503, times=3)
    _forget(chat)
    failed = chat.page.get_by_role("alert").filter(has_text=chat.word("forget_failed"))
    expect(failed).to_be_visible()
    expect(chat.replies).to_have_count(1)
    chat.button("try_again").click()
    expect(chat.log.get_by_text(chat.word("forgotten"))).to_be_visible()
    expect(chat.box).to_be_focused()


def test_what_is_being_answered_is_erased_too(open_chat: OpenChat) -> None:
    chat = open_chat()
    ask(chat, "smalltalk")
    old = _token(chat)
    held = Held(chat.page, "webhook", times=1)
    with chat.page.expect_request("**/webhook"):
        chat.post(QUESTIONS["en"]["answer"])
    _forget(chat)
    held.let_go()
    expect(chat.log.get_by_text(chat.word("forgotten"))).to_be_visible()
    expect(chat.asked).to_have_count(0)
    assert _history(chat, old).status == 401


@both_languages
def test_a_token_that_is_not_ours_begins_a_new_chat_and_says_so(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    ask(chat, "smalltalk")
    head, body, _ = _token(chat).split(".")
    forged = f"{head}.{body}.AAAA"
    chat.page.evaluate("token => sessionStorage.setItem('hepatica.token', token)", forged)
    chat.page.reload()
    expect(chat.log.get_by_text(chat.word("session_ended"))).to_be_visible()
    expect(chat.asked).to_have_count(0)
    ask(chat, "answer")


@both_languages
def test_the_page_begins_in_the_language_of_the_browser(open_chat: OpenChat, language: str) -> None:
    chat = open_chat(language=language)
    expect(chat.page.locator("html")).to_have_attribute("lang", language)
    expect(chat.page.get_by_role("button", name=QUESTIONS[language]["answer"])).to_be_visible()


@both_languages
def test_switching_the_language_changes_every_word_of_the_chat_and_is_kept(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    chat.button("other_language").click()
    chat.language = {"en": "zh", "zh": "en"}[language]
    for _ in range(2):
        expect(chat.page.locator("html")).to_have_attribute("lang", chat.language)
        expect(
            chat.page.get_by_role("button", name=QUESTIONS[chat.language]["answer"])
        ).to_be_visible()
        expect(chat.page.get_by_text(chat.word("not_doctor"), exact=True)).to_be_visible()
        expect(chat.box).to_be_visible()
        chat.page.reload()


@both_languages
def test_the_language_is_chosen_in_the_menu_as_well(open_chat: OpenChat, language: str) -> None:
    chat = open_chat(language=language)
    other, name = {"en": ("zh", "中文"), "zh": ("en", "English")}[language]
    chat.open_menu().get_by_role("radio", name=name).check()
    chat.language = other
    expect(chat.dialog("menu")).to_be_visible()


@both_languages
def test_the_last_answer_is_said_again_in_the_language_that_was_chosen(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    ask(chat, "answer")
    chat.button("other_language").click()
    chat.language = {"en": "zh", "zh": "en"}[language]
    reply = chat.tap(chat.word("say_again"))
    told = {"en": "neoadjuvant radiotherapy", "zh": "新辅助放疗"}[chat.language]
    expect(reply).to_contain_text(told)


def test_a_question_is_answered_in_the_language_in_which_it_is_asked(open_chat: OpenChat) -> None:
    chat = open_chat(language="en")
    expect(chat.say(QUESTIONS["zh"]["answer"])).to_contain_text("新辅助放疗")
    expect(chat.say(QUESTIONS["en"]["answer"])).to_contain_text("neoadjuvant")


def test_the_text_size_is_kept_and_a_new_visit_shows_it(open_chat: OpenChat) -> None:
    chat = open_chat()
    height = chat.send.evaluate("one => one.clientHeight")
    enlarge(chat)
    larger = chat.send.evaluate("one => one.clientHeight")
    assert larger > height
    chat.page.reload()
    expect(chat.box).to_be_visible()
    assert chat.send.evaluate("one => one.clientHeight") == larger
    chosen = chat.open_menu().get_by_role("radio", name=chat.word("size_3"))
    expect(chosen).to_be_checked()


def test_the_machine_says_what_it_is_once_before_anything_else(open_chat: OpenChat) -> None:
    chat = open_chat()
    notice = chat.log.get_by_text("I am a computer program, not a doctor")
    expect(notice).to_have_count(1)
    reply = ask(chat, "answer")
    expect(notice).to_have_count(1)
    assert "computer program" not in reply.inner_text()
    first = chat.log.get_by_role("paragraph").first
    expect(first).to_contain_text("I am a computer program")
