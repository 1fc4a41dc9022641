"""The page to take to the doctor: on the screen, on paper, and as a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import violations
from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat
from tests.browser.states import QUESTIONS, ask, summary
from tests.browser.words import LANGUAGES

both_languages = pytest.mark.parametrize("language", LANGUAGES)
ANSWER = {"en": "About 75 of 100 people were alive", "zh": "75"}
OWN = {"en": "May I drive <b>after</b> it?", "zh": "之后我可以<b>开车</b>吗？"}
SOURCE = "10.1200/JCO.18.02184"


def _asked(chat: Chat) -> None:
    for kind in ("icons", "no_fact", "smalltalk", "emergency"):
        ask(chat, kind)


def _require_whole(chat: Chat, text: str) -> None:
    """A page holds the question, the answer, its sources, and what had no answer."""
    language = chat.language
    for part in (
        QUESTIONS[language]["icons"],
        ANSWER[language],
        QUESTIONS[language]["no_fact"],
        SOURCE,
        "164",
        chat.word("questions_for_team"),
        chat.word("care_question_1"),
        chat.word("summary_notice"),
        "999",
    ):
        assert part in text


@both_languages
def test_the_summary_holds_questions_answers_and_sources(
    open_chat: OpenChat, language: str
) -> None:
    chat = open_chat(language=language)
    _asked(chat)
    _require_whole(chat, summary(chat).inner_text())


def test_the_summary_leaves_out_small_talk_and_emergencies(open_chat: OpenChat) -> None:
    chat = open_chat()
    _asked(chat)
    text = summary(chat).inner_text()
    assert QUESTIONS["en"]["emergency"] not in text
    assert QUESTIONS["en"]["smalltalk"] not in text


@both_languages
def test_before_any_answer_the_summary_says_so(open_chat: OpenChat, language: str) -> None:
    chat = open_chat(language=language)
    expect(summary(chat)).to_contain_text(chat.word("summary_empty"))


def test_own_questions_are_still_there_when_the_summary_is_opened_again(
    open_chat: OpenChat,
) -> None:
    chat = open_chat()
    ask(chat, "answer")
    paper = summary(chat)
    paper.get_by_role("textbox").fill(OWN["en"])
    chat.button("close", paper).click()
    expect(summary(chat).get_by_role("textbox")).to_have_value(OWN["en"])


@pytest.fixture
def reader(chromium: Browser) -> Iterator[Page]:
    """A browser that opens files, without the chat."""
    context = chromium.new_context()
    yield context.new_page()
    context.close()


@both_languages
def test_the_saved_file_stands_alone_holds_everything_and_runs_nothing(
    open_chat: OpenChat, reader: Page, tmp_path: Path, language: str
) -> None:
    chat = open_chat(language=language)
    _asked(chat)
    paper = summary(chat)
    paper.get_by_role("textbox").fill(OWN[language])
    with chat.page.expect_download() as saving:
        chat.button("save", paper).click()
    assert re.fullmatch(r"(summary|小结)-\d{4}-\d\d-\d\d\.html", saving.value.suggested_filename)
    file = tmp_path / "summary.html"
    saving.value.save_as(file)
    text = file.read_text(encoding="utf-8")
    assert "<script" not in text.lower()
    assert "default-src 'none'" in text
    requests: list[str] = []
    reader.on("request", lambda request: requests.append(request.url))
    reader.goto(file.as_uri())
    _require_whole(chat, reader.locator("body").inner_text())
    expect(reader.get_by_text(OWN[language])).to_be_visible()
    expect(reader).to_have_title(chat.word("summary_title"))
    expect(reader.locator("html")).to_have_attribute("lang", language)
    assert requests == [file.as_uri()]
    assert violations(reader) == []


@both_languages
def test_on_paper_there_is_the_summary_and_nothing_else(open_chat: OpenChat, language: str) -> None:
    chat = open_chat(language=language)
    chat.page.evaluate("window.print = () => { window.printed = true; }")
    _asked(chat)
    paper = summary(chat)
    paper.get_by_role("textbox").fill(OWN[language])
    chat.button("print", paper).click()
    assert chat.page.evaluate("window.printed") is True
    chat.page.emulate_media(media="print")
    _require_whole(chat, chat.page.locator("body").inner_text())
    assert OWN[language] in chat.page.locator("body").inner_text()
    expect(chat.page.get_by_role("textbox")).to_have_count(0)
    expect(chat.page.get_by_role("button")).to_have_count(0)
    expect(chat.page.locator("hepatica-chat")).to_be_hidden()


def test_after_printing_the_chat_is_as_before(open_chat: OpenChat) -> None:
    chat = open_chat()
    ask(chat, "answer")
    paper = summary(chat)
    chat.page.evaluate("window.print = () => undefined")
    chat.button("print", paper).click()
    chat.page.evaluate("dispatchEvent(new Event('afterprint'))")
    chat.button("close", paper).click()
    chat.page.emulate_media(media="print")
    expect(chat.page.locator("hepatica-chat")).to_be_visible()
    chat.page.emulate_media(media="screen")
    expect(chat.page.locator("body > *")).to_have_count(1)
    ask(chat, "smalltalk")


def test_a_page_printed_by_the_browser_itself_shows_the_whole_talk_without_controls(
    open_chat: OpenChat,
) -> None:
    chat = open_chat(viewport={"width": 800, "height": 400})
    ask(chat, "curve")
    ask(chat, "table")
    chat.page.emulate_media(media="print")
    expect(chat.box).to_be_hidden()
    region = chat.page.locator("div.scroll[role=region]")
    hidden = region.evaluate("one => one.scrollHeight - one.clientHeight")
    assert hidden == 0
    expect(chat.replies.first).to_be_visible()
