"""When the server cannot be reached at the start, one is told, and the chat opens later."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.breakdowns import answering, dropping, working_again
from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat
from tests.browser.states import QUESTIONS, ask


class Unopened:
    """A chat's page whose channel is broken before it is opened."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self.page = chat.page

    def open(self) -> Chat:
        self.page.goto(self.chat.home)
        expect(self.chat.box).to_be_visible()
        return self.chat


@pytest.fixture
def unopened(chromium: Browser, base_url: str) -> Iterator[Unopened]:
    chat = Chat.prepared(chromium, base_url)
    yield Unopened(chat)
    assert chat.faults() == []
    chat.close()


def test_a_server_that_cannot_be_reached_at_the_start_is_told_and_tried_again(
    unopened: Unopened,
) -> None:
    dropping(unopened.page, "session")
    chat = unopened.open()
    trouble = chat.page.get_by_role("alert").filter(has_text=chat.word("start_offline"))
    expect(trouble).to_be_visible()
    expect(chat.page.get_by_text(chat.word("help_meanwhile"))).to_be_visible()
    working_again(chat.page, "session")
    chat.button("try_again").click()
    expect(chat.page.get_by_role("button", name=QUESTIONS["en"]["answer"])).to_be_visible()
    expect(trouble).to_have_count(0)
    ask(chat, "smalltalk")


def test_what_was_written_before_the_server_came_back_is_sent_then(unopened: Unopened) -> None:
    answering(unopened.page, "session", 503)
    chat = unopened.open()
    expect(chat.page.get_by_text(chat.word("start_failed"))).to_be_visible()
    chat.post("hello")
    expect(chat.log.get_by_text(chat.word("waiting"))).to_be_visible()
    working_again(chat.page, "session")
    chat.button("try_again").click()
    chat.reply_after(0)
    expect(chat.asked).to_contain_text("hello")


def test_a_chat_without_a_connection_opens_by_itself_when_it_is_back(unopened: Unopened) -> None:
    dropping(unopened.page, "session")
    chat = unopened.open()
    expect(chat.page.get_by_text(chat.word("start_offline"))).to_be_visible()
    working_again(chat.page, "session")
    chat.page.evaluate("dispatchEvent(new Event('online'))")
    expect(chat.page.get_by_role("button", name=QUESTIONS["en"]["answer"])).to_be_visible()


def test_a_chat_whose_script_does_not_come_says_whom_to_call(unopened: Unopened) -> None:
    unopened.page.route("**/static/widget.js", lambda route: route.abort())
    unopened.page.goto(unopened.chat.home)
    expect(unopened.page.get_by_text("please call your care team")).to_be_visible()
    expect(unopened.page.get_by_text("请打电话给您的医疗团队")).to_be_visible()


def test_without_a_glossary_answers_are_as_good(unopened: Unopened) -> None:
    answering(unopened.page, "glossary*", 500)
    chat = unopened.open()
    expect(ask(chat, "answer")).to_contain_text("neoadjuvant radiotherapy")


_BLOCKED = """
for (const area of ["sessionStorage", "localStorage"])
  Object.defineProperty(window, area, {get() { throw new DOMException("no", "SecurityError"); }});
"""


def test_with_blocked_storage_the_chat_works_as_long_as_it_is_open(unopened: Unopened) -> None:
    unopened.page.add_init_script(_BLOCKED)
    chat = unopened.open()
    ask(chat, "answer")
    chat.button("other_language").click()
    chat.language = "zh"
    chat.tap(chat.word("say_again"))
    expect(chat.replies).to_have_count(2)


def test_too_many_visits_from_one_network_are_refused_kindly(open_chat: OpenChat) -> None:
    chat = open_chat()
    expect(chat.log.get_by_role("paragraph")).to_be_visible()
    statuses = chat.page.evaluate(
        """async () => {
            const call = () => fetch("webhooks/web/session", {
                method: "POST", body: "{}", headers: {"Content-Type": "application/json"},
            });
            const answers = await Promise.all([...Array(25)].map(call));
            sessionStorage.clear();
            return answers.map(({status}) => status);
        }"""
    )
    assert set(statuses) == {200, 429}
    chat.page.reload()
    expect(chat.page.get_by_text(chat.word("start_failed"))).to_be_visible()
    expect(chat.button("try_again")).to_be_visible()
