"""When the line or the server fails, nothing that was written is lost, and the chat goes on."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Request, expect

from tests.browser.breakdowns import (
    CHANNEL,
    Held,
    answering,
    dropping,
    losing,
    working_again,
)
from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat
from tests.browser.states import QUESTIONS, ask, told
from tests.browser.words import LANGUAGES

both_languages = pytest.mark.parametrize("language", LANGUAGES)
STORAGE = "hepatica.token"


def _sent(chat: Chat) -> list[str]:
    """The ids of the messages that are sent from now on; grows."""
    ids: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/webhook"):
            ids.append((request.post_data_json or {})["id"])

    chat.page.on("request", note)
    return ids


def _history(chat: Chat) -> list[dict[str, object]]:
    """The turns as the server knows them."""
    token = chat.page.evaluate(f"sessionStorage.getItem('{STORAGE}')")
    answer = chat.context.request.get(
        f"{chat.home}/webhooks/web/history", headers={"Authorization": f"Bearer {token}"}
    )
    assert answer.status == 200
    turns: list[dict[str, object]] = answer.json()["turns"]
    return turns


def _require_kept(chat: Chat, key: str, text: str) -> None:
    """A message that could not be sent stands there with the reason; the field is free."""
    turn = chat.asked.last
    expect(turn).to_contain_text(told(chat, key))
    expect(turn).to_contain_text(text)
    expect(chat.box).to_have_value("")
    expect(chat.button("change", turn)).to_be_visible()
    expect(chat.button("remove", turn)).to_be_visible()


@both_languages
def test_without_a_connection_the_message_waits_and_is_sent_when_it_is_back(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    text = QUESTIONS[language]["answer"]
    expect(chat.log.get_by_role("paragraph")).to_be_visible()
    chat.context.set_offline(True)
    chat.post(text)
    _require_kept(chat, "offline", text)
    chat.context.set_offline(False)
    chat.reply_after(0)
    expect(chat.log.get_by_text(chat.word("offline"))).to_have_count(0)
    assert [turn["text"] for turn in _history(chat)] == [text]


def test_several_messages_without_a_connection_are_sent_in_their_order(
    open_chat: OpenChat,
) -> None:
    chat = open_chat()
    expect(chat.log.get_by_role("paragraph")).to_be_visible()
    chat.context.set_offline(True)
    texts = [QUESTIONS["en"][kind] for kind in ("icons", "emergency", "smalltalk")]
    for text in texts:
        chat.post(text)
    expect(chat.log.get_by_text(chat.word("offline"))).to_have_count(3)
    chat.context.set_offline(False)
    chat.reply_after(2)
    assert [turn["text"] for turn in _history(chat)] == texts
    expect(chat.asked.nth(1).get_by_role("link", name="999")).to_be_visible()


@both_languages
def test_an_answer_that_does_not_come_is_told_after_a_while_and_can_be_asked_for_again(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    ids = _sent(chat)
    text = QUESTIONS[language]["answer"]
    chat.page.clock.install()
    Held(chat.page, "webhook")
    with chat.page.expect_request("**/webhook"):
        chat.post(text)
    chat.page.clock.fast_forward(15_500)
    _require_kept(chat, "timeout", text)
    working_again(chat.page, "webhook")
    chat.button("try_again").click()
    chat.reply_after(0)
    assert len(ids) == 2
    assert len(set(ids)) == 1


@both_languages
def test_after_too_many_messages_one_waits_as_long_as_the_server_says(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    text = QUESTIONS[language]["answer"]
    chat.page.clock.install()
    answering(chat.page, "webhook", 429, times=1, headers={"Retry-After": "40"})
    chat.post(text)
    wait = {"en": "40 seconds", "zh": "40秒钟"}[language]
    expect(chat.log.get_by_text(chat.word("too_many", wait=wait))).to_be_visible()
    _require_kept(chat, "too_many", text)
    expect(chat.button("try_again")).to_have_count(0)
    chat.page.clock.fast_forward(40_500)
    expect(chat.page.get_by_role("status").first).to_have_text(chat.word("too_many_over"))
    chat.button("try_again").click()
    chat.reply_after(0)
    assert [turn["text"] for turn in _history(chat)] == [text]


def test_a_message_that_the_server_finds_too_large_is_changed_and_sent(
    open_chat: OpenChat,
) -> None:
    chat = open_chat()
    answering(chat.page, "webhook", 413, times=1)
    chat.post("hello there")
    _require_kept(chat, "too_large", "hello there")
    expect(chat.button("try_again")).to_have_count(0)
    chat.button("change").click()
    expect(chat.asked).to_have_count(0)
    expect(chat.box).to_have_value("hello there")
    expect(chat.box).to_be_focused()
    chat.say("hello")


GARBLED = {
    "a gateway's page": (502, "<html>Bad gateway</html>"),
    "a page in place of JSON": (200, "<!doctype html><p>Log in"),
    "half of a reply": (200, '{"messages": [{"text": "The tum'),
    "JSON that is no object": (200, "null"),
    "messages that are no list": (200, '{"id": "x", "token": "x", "messages": "yes"}'),
}


@pytest.mark.parametrize("name", GARBLED)
def test_a_server_out_of_order_is_told_and_the_message_can_be_sent_again(
    open_chat: OpenChat, name: str
) -> None:
    chat = open_chat()
    status, body = GARBLED[name]
    ids = _sent(chat)
    answering(chat.page, "webhook", status, body)
    chat.post("hello")
    _require_kept(chat, "broken", "hello")
    working_again(chat.page, "webhook")
    chat.button("try_again").click()
    chat.reply_after(0)
    assert len(set(ids)) == 1
    assert len(_history(chat)) == 1


def test_a_short_failure_is_not_even_seen(open_chat: OpenChat) -> None:
    chat = open_chat()
    ids = _sent(chat)
    answering(chat.page, "webhook", 503, times=1)
    dropping(chat.page, "webhook", times=1)
    chat.post("hello")
    chat.reply_after(0)
    assert len(ids) == 3
    assert len(set(ids)) == 1


def test_an_answer_lost_on_its_way_comes_after_all_and_is_given_once(open_chat: OpenChat) -> None:
    chat = open_chat()
    ids = _sent(chat)
    losing(chat.page, "webhook")
    chat.say(QUESTIONS["en"]["icons"])
    assert len(ids) == 2
    assert len(set(ids)) == 1
    assert [turn["id"] for turn in _history(chat)] == ids[:1]
    chat.page.reload()
    expect(chat.replies).to_have_count(1)


def test_a_broken_line_that_the_browser_does_not_notice_is_tried_again_by_itself(
    open_chat: OpenChat,
) -> None:
    chat = open_chat()
    dropping(chat.page, "webhook")
    chat.post("hello")
    _require_kept(chat, "offline", "hello")
    chat.page.clock.install()
    working_again(chat.page, "webhook")
    dropping(chat.page, "webhook", times=1)
    chat.button("try_again").click()
    chat.page.clock.run_for(5000)
    chat.reply_after(0)


def test_a_failed_message_can_be_taken_out(open_chat: OpenChat) -> None:
    chat = open_chat()
    ask(chat, "answer")
    answering(chat.page, "webhook", 413, times=1)
    chat.post("hello")
    chat.button("remove").click()
    expect(chat.asked).to_have_count(1)
    expect(chat.box).to_be_focused()
    # The answer before is the last one again, and can be gone on from.
    expect(chat.button("simpler", chat.last)).to_be_visible()


@both_languages
def test_a_session_that_ended_is_told_and_the_message_is_answered_in_a_new_one(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    ask(chat, "smalltalk")
    ended = chat.page.evaluate(
        f"""async () => {{
            const token = sessionStorage.getItem("{STORAGE}");
            const headers = {{Authorization: `Bearer ${{token}}`}};
            return (await fetch("webhooks/web/session", {{method: "DELETE", headers}})).status;
        }}"""
    )
    assert ended == 204
    ask(chat, "answer")
    expect(chat.asked.last).to_contain_text(chat.word("session_ended"))
    assert [turn["text"] for turn in _history(chat)] == [QUESTIONS[language]["answer"]]


def test_a_server_that_never_accepts_a_session_does_not_keep_the_person_waiting(
    open_chat: OpenChat,
) -> None:
    chat = open_chat()
    answering(chat.page, "webhook", 401)
    chat.post("hello")
    _require_kept(chat, "broken", "hello")


@both_languages
def test_a_refused_page_says_whom_to_ask(open_chat: OpenChat, language: str) -> None:
    chat = open_chat(language=language)
    answering(chat.page, "webhook", 403)
    chat.post("hello")
    _require_kept(chat, "refused", "hello")
    expect(chat.button("try_again")).to_have_count(0)


def test_a_feedback_that_cannot_be_kept_is_told(open_chat: OpenChat) -> None:
    chat = open_chat()
    answering(chat.page, "feedback", 400, json.dumps({"error": "bad_request"}))
    chat.button("helpful", ask(chat, "answer")).click()
    expect(chat.page.get_by_role("status").filter(visible=True).first).to_contain_text(
        chat.word("feedback_failed")
    )
    ask(chat, "smalltalk")


def test_every_request_of_the_chat_goes_to_its_channel(open_chat: OpenChat) -> None:
    chat = open_chat()
    paths: set[str] = set()
    chat.page.on("request", lambda request: paths.add(request.url))
    ask(chat, "answer")
    assert paths
    assert all(path.startswith(f"{chat.home}{CHANNEL[2:]}/") for path in paths)
