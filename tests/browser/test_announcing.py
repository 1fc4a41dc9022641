"""What a screen reader is told: replies as they come, what is going on, and alarms at once."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.breakdowns import Held, answering
from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat
from tests.browser.states import QUESTIONS, ask, source_card, told
from tests.browser.words import LANGUAGES

both_languages = pytest.mark.parametrize("language", LANGUAGES)
_WATCH = """
log => {
  window.heard = [];
  const articles = () => [...log.querySelectorAll("article")];
  const known = articles();
  const host = (node) => {
    while (node.getRootNode() !== log.getRootNode()) node = node.getRootNode().host;
    return node;
  };
  const silent = (node) => {
    for (; node && node !== log; node = node.parentNode ?? node.host)
      if (node.ariaLive === "off") return true;
    return false;
  };
  const watcher = new MutationObserver((changes) => {
    for (const { type, target, addedNodes } of changes) {
      const texts = type === "characterData" ? [target.data]
        : [...addedNodes].filter((one) => one.nodeType !== 8).map((one) => one.textContent);
      const text = texts.join("").trim();
      const article = known.find((one) => one.contains(host(target)));
      if (text && article && !silent(target)) window.heard.push(text);
    }
  });
  const all = (root) => {
    watcher.observe(root, {subtree: true, childList: true, characterData: true});
    for (const one of root.querySelectorAll("*")) if (one.shadowRoot) all(one.shadowRoot);
  };
  all(log);
}
"""


def _speaking(chat: Chat) -> None:
    """Wait until the log tells what comes."""
    expect(chat.log).to_have_attribute("aria-live", "polite")


@both_languages
def test_replies_come_into_a_log_that_tells_additions_politely(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    _speaking(chat)
    expect(chat.log).to_have_attribute("aria-relevant", "additions")
    ask(chat, "answer")
    assert chat.log.evaluate("(log, reply) => log.contains(reply)", chat.last.element_handle())
    expect(chat.log).not_to_have_attribute("aria-busy", "true")


@both_languages
def test_a_new_reply_changes_nothing_of_what_was_said_before(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    for kind in ("answer", "curve"):
        ask(chat, kind)
    chat.log.evaluate(_WATCH)
    for kind in ("icons", "clarify"):
        ask(chat, kind)
    assert chat.page.evaluate("window.heard") == []


def test_a_change_to_an_earlier_reply_would_be_heard(open_chat: OpenChat) -> None:
    chat = open_chat()
    ask(chat, "answer")
    chat.log.evaluate(_WATCH)
    chat.last.evaluate("one => one.shadowRoot.append('said later')")
    assert chat.page.evaluate("window.heard") == ["said later"]


def test_opening_the_source_card_is_not_read_into_the_talk(open_chat: OpenChat) -> None:
    chat = open_chat()
    ask(chat, "answer")
    chat.log.evaluate(_WATCH)
    source_card(chat.last).click()
    expect(chat.last.get_by_role("link").first).to_be_visible()
    assert chat.page.evaluate("window.heard") == []


@both_languages
def test_the_history_of_an_earlier_visit_is_not_read_out_again(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    ask(chat, "answer")
    chat.page.clock.install(time="2027-01-01T08:00:00")
    chat.page.clock.pause_at("2027-01-01T08:01:00")
    chat.page.reload()
    expect(chat.replies).to_have_count(1)
    expect(chat.log).to_have_attribute("aria-live", "off")
    chat.page.clock.run_for(1000)
    _speaking(chat)


@both_languages
def test_that_an_answer_is_looked_up_is_told_as_a_status(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    held = Held(chat.page, "webhook")
    chat.post(QUESTIONS[language]["answer"])
    status = chat.page.get_by_role("status").filter(visible=True)
    expect(status).to_contain_text(chat.word("looking_up", name="Hepatica"))
    held.let_go()
    chat.reply_after(0)
    expect(chat.page.get_by_text(chat.word("looking_up", name="Hepatica"))).to_have_count(0)


def test_that_an_answer_takes_long_is_told_as_a_status(open_chat: OpenChat) -> None:
    chat = open_chat()
    chat.page.clock.install()
    held = Held(chat.page, "webhook")
    chat.post("hello")
    expect(chat.page.get_by_role("status").first).to_contain_text("looking this up")
    chat.page.clock.fast_forward(5500)
    expect(chat.page.get_by_role("status").first).to_contain_text(chat.word("slow"))
    held.let_go()
    chat.reply_after(0)


@both_languages
@pytest.mark.parametrize("kind", ["emergency", "crisis"])
def test_an_alarm_interrupts(open_chat: OpenChat, kind: str, language: str) -> None:
    chat = open_chat(language=language)
    reply = ask(chat, kind)
    said = reply.get_by_role("paragraph").first.inner_text()
    expect(chat.page.get_by_role("alert").filter(has_text=said)).to_have_count(1)


def test_the_same_alarm_interrupts_again(open_chat: OpenChat) -> None:
    chat = open_chat()
    said = ask(chat, "emergency").get_by_role("paragraph").first.inner_text()
    spoken = chat.page.get_by_role("alert").filter(has_text=said).get_by_role("paragraph")
    before = spoken.element_handle()
    ask(chat, "emergency")
    assert not spoken.evaluate("(after, before) => after === before", before)


@both_languages
@pytest.mark.parametrize("kind", ["answer", "no_fact", "personal_advice"])
def test_an_ordinary_reply_does_not_interrupt(
    open_chat: OpenChat, kind: str, language: str
) -> None:
    chat = open_chat(language=language)
    ask(chat, kind)
    for alert in chat.page.get_by_role("alert").all():
        expect(alert).to_have_text("")


@both_languages
@pytest.mark.parametrize(("key", "status"), [("too_many", 429), ("too_large", 413)])
def test_a_failure_interrupts_once_and_is_silent_in_the_log(
    open_chat: OpenChat, key: str, status: int, language: str
) -> None:
    chat = open_chat(language=language)
    answering(chat.page, "webhook", status, headers={"Retry-After": "30"})
    chat.post("hello")
    sentence = told(chat, key)
    expect(chat.page.get_by_role("alert").filter(has_text=sentence)).to_have_count(1)
    shown = chat.log.get_by_text(sentence)
    assert shown.evaluate("one => one.closest('[aria-live]').ariaLive") == "off"


@both_languages
@pytest.mark.parametrize("kind", ["answer", "curve", "table", "emergency"])
def test_each_reply_is_in_the_language_that_it_says_it_is(
    open_chat: OpenChat, kind: str, language: str
) -> None:
    chat = open_chat(language={"en": "zh", "zh": "en"}[language])
    reply = chat.say(QUESTIONS[language][kind])
    said = reply.get_by_role("paragraph").filter(visible=True).first
    spoken = said.evaluate(
        """one => {
            for (; one; one = one.parentNode ?? one.host) if (one.lang) return one.lang;
        }"""
    )
    assert spoken == language
