"""The chat in a hospital's page: one line, another origin, and the strictest of policies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.axe import violations
from tests.browser.hospital import FRAME, Visit, page, policy, serving
from tests.browser.states import QUESTIONS, ask, glossary_words, summary
from tests.browser.words import LANGUAGES

both_languages = pytest.mark.parametrize("language", LANGUAGES)
PHONE = {"width": 320, "height": 568}
OpenPage = Callable[..., Visit]


@pytest.fixture
def visit(chromium: Browser, base_url: str, settings: dict[str, str]) -> Iterator[OpenPage]:
    """Opens the page of a hospital that may show the chat; it must break no rule, too."""
    port = urlsplit(settings["HEPATICA_WEB_SITES"].split()[0]).port or 0
    visits: list[Visit] = []
    with ExitStack() as stack:

        def one(attributes: str = "", language: str = "en", **more: object) -> Visit:
            html = page(base_url, attributes, language)
            site = stack.enter_context(serving(html, policy(base_url), port))
            visits.append(Visit.begun(chromium, base_url, site, language=language, **more))
            return visits[-1]

        yield one
        for opened in visits:
            faults = opened.chat.faults()
            opened.chat.close()
            assert faults == []


@both_languages
def test_one_line_puts_a_button_into_the_page(visit: OpenPage, language: str) -> None:
    hospital = visit(language=language)
    expect(hospital.launcher).to_have_accessible_name(hospital.word("open"))
    expect(hospital.launcher).to_have_attribute("aria-expanded", "false")
    expect(hospital.chat.page.locator("hepatica-launcher iframe")).to_have_count(0)


@both_languages
def test_a_tap_opens_the_chat_and_a_question_is_answered(visit: OpenPage, language: str) -> None:
    hospital = visit(language=language)
    chat = hospital.open()
    expect(hospital.launcher).to_have_attribute("aria-expanded", "true")
    frame = chat.page.locator("hepatica-launcher iframe")
    expect(frame).to_have_attribute("title", hospital.word("title"))
    expect(chat.view.get_by_role("button", name=QUESTIONS[language]["answer"])).to_be_visible()
    ask(chat, "icons")
    expect(chat.last.get_by_role("figure")).to_be_visible()


@both_languages
def test_the_page_and_the_open_chat_have_no_accessibility_fault(
    visit: OpenPage, language: str
) -> None:
    hospital = visit(language=language)
    assert violations(hospital.chat.page) == []
    ask(hospital.open(), "answer")
    for scheme in ("light", "dark"):
        hospital.chat.page.emulate_media(color_scheme=scheme)
        # The page itself has no colours of its own, so only the chat is seen in the dark.
        skipped = ["color-contrast"] if scheme == "dark" else []
        assert violations(hospital.chat.page, *skipped) == []
        assert violations(hospital.chat.page, inside=FRAME) == []


@both_languages
def test_escape_closes_the_chat_and_the_focus_goes_back_to_the_button(
    visit: OpenPage, language: str
) -> None:
    hospital = visit(language=language)
    chat = hospital.open()
    ask(chat, "smalltalk")
    chat.box.focus()
    chat.page.keyboard.press("Escape")
    expect(chat.box).to_be_hidden()
    expect(hospital.launcher).to_be_focused()
    expect(hospital.launcher).to_have_attribute("aria-expanded", "false")


def test_escape_closes_a_dialog_of_the_chat_first(visit: OpenPage) -> None:
    chat = visit().open()
    glossary_words(ask(chat, "answer")).first.click()
    chat.page.keyboard.press("Escape")
    expect(chat.view.get_by_role("dialog")).to_have_count(0)
    expect(chat.box).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(chat.box).to_be_hidden()


@both_languages
def test_menu_and_summary_open_inside_the_page_as_well(visit: OpenPage, language: str) -> None:
    chat = visit(language=language).open()
    ask(chat, "answer")
    paper = summary(chat)
    expect(paper.get_by_role("heading", name=chat.word("summary_title"))).to_be_focused()
    with chat.page.expect_download() as saving:
        chat.button("save", paper).click()
    assert saving.value.suggested_filename.endswith(".html")


def test_the_chat_is_opened_and_closed_with_the_keyboard_alone(visit: OpenPage) -> None:
    hospital = visit()
    chat, keys = hospital.chat, hospital.chat.page.keyboard
    chat.page.get_by_label("Search").focus()
    keys.press("Tab")
    expect(hospital.launcher).to_be_focused()
    keys.press("Enter")
    expect(chat.box).to_be_focused()
    keys.type(QUESTIONS["en"]["smalltalk"])
    keys.press("Enter")
    chat.reply_after(0)
    close = chat.button("close_chat")
    for _ in range(10):
        if close.evaluate("one => one.getRootNode().activeElement === one"):
            break
        keys.press("Shift+Tab")
    keys.press("Enter")
    expect(hospital.launcher).to_be_focused()


def test_the_conversation_is_still_there_when_the_chat_is_opened_again(visit: OpenPage) -> None:
    hospital = visit()
    chat = hospital.open()
    ask(chat, "answer")
    chat.button("close_chat").click()
    expect(chat.box).to_be_hidden()
    hospital.open()
    expect(chat.replies).to_have_count(1)
    chat.page.reload()
    hospital.open()
    expect(chat.replies).to_have_count(1)


def test_the_notice_is_told_when_the_chat_opens(visit: OpenPage) -> None:
    chat = visit().open()
    told = chat.view.locator("[aria-live=polite]").filter(has_text="not a doctor")
    expect(told.first).to_contain_text("I am a computer program, not a doctor")


def test_the_line_may_say_words_language_and_that_the_chat_is_open(visit: OpenPage) -> None:
    hospital = visit('data-language="zh" data-label="问问我们" data-open')
    hospital.chat.language = "zh"
    expect(hospital.chat.box).to_be_visible()
    expect(hospital.chat.box).not_to_be_focused()
    hospital.chat.button("close_chat").click()
    expect(hospital.launcher).to_have_accessible_name("问问我们")


@both_languages
def test_on_a_phone_the_chat_fills_the_screen_and_can_be_closed(
    visit: OpenPage, language: str
) -> None:
    hospital = visit(language=language, viewport=PHONE)
    button = hospital.launcher.bounding_box()
    assert button
    assert button["x"] >= 0
    assert button["x"] + button["width"] <= PHONE["width"]
    assert button["height"] >= 44
    chat = hospital.open()
    close = chat.button("close_chat")
    expect(close).to_be_visible()
    frame = chat.page.locator("hepatica-launcher iframe")
    assert frame.bounding_box() == {"x": 0, "y": 0, **PHONE}
    close.click()
    expect(hospital.launcher).to_be_focused()


def test_the_page_does_not_see_into_the_chat(visit: OpenPage) -> None:
    hospital = visit()
    ask(hospital.open(), "answer")
    seen = hospital.chat.page.evaluate(
        """() => {
            const launcher = document.querySelector("hepatica-launcher");
            const frame = launcher.shadowRoot.querySelector("iframe");
            return [frame.contentDocument, Object.keys(sessionStorage), document.cookie];
        }"""
    )
    assert seen == [None, [], ""]


def test_a_site_that_is_not_listed_cannot_show_the_chat(chromium: Browser, base_url: str) -> None:
    with serving(page(base_url), policy(base_url)) as site:
        stranger = Visit.begun(chromium, base_url, site)
        with stranger.chat.page.expect_console_message(lambda said: "frame-ancestors" in said.text):
            stranger.launcher.click()
        expect(stranger.chat.box).to_have_count(0)
        stranger.chat.close()


def test_a_page_that_forbids_scripts_of_others_stays_as_it_is(
    chromium: Browser, base_url: str
) -> None:
    closed = "default-src 'none'; img-src data:"
    with serving(page(base_url), closed) as site:
        stranger = Visit.begun(chromium, base_url, site)
        expect(stranger.chat.page.get_by_role("heading", name="St. Elsewhere")).to_be_visible()
        expect(stranger.launcher).to_have_count(0)
        assert stranger.chat.breaches != []
        stranger.chat.close()


def test_a_page_that_pretends_to_be_the_launcher_is_not_obeyed(visit: OpenPage) -> None:
    hospital = visit()
    chat = hospital.open()
    chat.page.evaluate("postMessage({hepatica: 'close'}, '*')")
    ask(chat, "smalltalk")
    expect(chat.box).to_be_visible()
