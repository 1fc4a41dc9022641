"""Answers are read aloud by voices of the person's own machine, and by no others."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.chat import Chat
from tests.browser.states import ask
from tests.browser.words import LANGUAGES

_STUB = """
window.spoken = [];
window.cancelled = 0;
const voices = VOICES;
const synthesis = Object.assign(new EventTarget(), {
  getVoices: () => voices,
  speak(utterance) { window.spoken.push(utterance); },
  cancel() { window.cancelled += 1; },
});
Object.defineProperty(window, "speechSynthesis", {value: synthesis});
window.SpeechSynthesisUtterance = class {
  constructor(text) { this.text = text; }
};
window.arrive = (voice) => {
  voices.push(voice);
  synthesis.dispatchEvent(new Event("voiceschanged"));
};
window.finish = () => window.spoken.at(-1).onend();
"""
LOCAL = {
    "en": {"name": "Anna", "lang": "en-GB", "localService": True, "default": False},
    "zh": {"name": "Mei", "lang": "zh-CN", "localService": True, "default": False},
}
REMOTE = {
    "en": {**LOCAL["en"], "name": "Cloud", "localService": False, "default": True},
    "zh": {**LOCAL["zh"], "name": "Cloud", "localService": False, "default": True},
}
both_languages = pytest.mark.parametrize("language", LANGUAGES)
Voices = Callable[..., Chat]


@pytest.fixture
def chat_with(chromium: Browser, base_url: str) -> Iterator[Voices]:
    """Opens the chat in a browser that has certain voices."""
    opened: list[Chat] = []

    def one(language: str, *voices: object) -> Chat:
        chat = Chat.prepared(chromium, base_url, language)
        opened.append(chat)
        chat.page.add_init_script(_STUB.replace("VOICES", json.dumps(voices)))
        chat.page.goto(base_url)
        return chat

    yield one
    for chat in opened:
        assert chat.faults() == []
        chat.close()


def _said(chat: Chat) -> list[str]:
    return [str(text) for text in chat.page.evaluate("spoken.map(({text}) => text)")]


@both_languages
def test_without_a_voice_nothing_is_offered(chat_with: Voices, language: str) -> None:
    chat = chat_with(language)
    ask(chat, "answer")
    expect(chat.button("helpful")).to_be_visible()
    expect(chat.button("read_aloud")).to_have_count(0)


@both_languages
def test_a_voice_that_sends_the_text_elsewhere_is_never_used(
    chat_with: Voices, language: str
) -> None:
    chat = chat_with(language, REMOTE[language])
    ask(chat, "answer")
    expect(chat.button("helpful")).to_be_visible()
    expect(chat.button("read_aloud")).to_have_count(0)


@both_languages
def test_a_voice_of_another_language_is_not_used(chat_with: Voices, language: str) -> None:
    chat = chat_with(language, LOCAL[{"en": "zh", "zh": "en"}[language]])
    ask(chat, "answer")
    expect(chat.button("helpful")).to_be_visible()
    expect(chat.button("read_aloud")).to_have_count(0)


@both_languages
def test_an_answer_is_read_as_it_is_seen_by_the_local_voice(
    chat_with: Voices, language: str
) -> None:
    chat = chat_with(language, REMOTE[language], LOCAL[language])
    reply = ask(chat, "curve")
    chat.button("read_aloud").click()
    seen = [*reply.get_by_role("paragraph").all_inner_texts(), *_points(chat)]
    spoken = _said(chat)
    assert len(spoken) > 4
    assert set(spoken) <= {text.strip() for text in seen}
    assert chat.page.evaluate("spoken.every(({voice}) => voice.localService)")
    expected = LOCAL[language]["lang"]
    assert chat.page.evaluate("[...new Set(spoken.map(({lang}) => lang))]") == [expected]


def _points(chat: Chat) -> list[str]:
    return chat.last.get_by_role("listitem").all_inner_texts()


@both_languages
def test_reading_can_be_stopped(chat_with: Voices, language: str) -> None:
    chat = chat_with(language, LOCAL[language])
    ask(chat, "answer")
    chat.button("read_aloud").click()
    before = chat.page.evaluate("cancelled")
    chat.button("stop_reading").click()
    assert chat.page.evaluate("cancelled") == before + 1
    expect(chat.button("read_aloud")).to_be_focused()


def test_the_button_says_when_the_reading_is_over(chat_with: Voices) -> None:
    chat = chat_with("en", LOCAL["en"])
    ask(chat, "answer")
    chat.button("read_aloud").click()
    expect(chat.button("stop_reading")).to_be_visible()
    chat.page.evaluate("finish()")
    expect(chat.button("read_aloud")).to_be_visible()


def test_a_voice_that_comes_later_is_offered_then(chat_with: Voices) -> None:
    chat = chat_with("en")
    ask(chat, "answer")
    expect(chat.button("read_aloud")).to_have_count(0)
    chat.page.evaluate("voice => arrive(voice)", LOCAL["en"])
    expect(chat.button("read_aloud")).to_be_visible()


def test_reading_stops_when_everything_is_forgotten(chat_with: Voices) -> None:
    chat = chat_with("en", LOCAL["en"])
    ask(chat, "answer")
    chat.button("read_aloud").click()
    before = chat.page.evaluate("cancelled")
    chat.button("forget", chat.open_menu()).click()
    chat.button("forget_yes").click()
    expect(chat.log.get_by_text(chat.word("forgotten"))).to_be_visible()
    assert chat.page.evaluate("cancelled") > before
