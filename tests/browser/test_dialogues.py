"""Whole conversations in a real browser with the real servers behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect

from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat
from tests.browser.finding import LOOKS
from tests.browser.playing import Dialogue, Step, dialogues

ALL = [pytest.param(one, id=f"{file}: {one.name}") for file, one in dialogues()]


def _word(chat: Chat, step: Step) -> None:
    """Tap a word, read what it means, and ask about it."""
    chat.last.get_by_role("button", name=step["word"], exact=True).first.click()
    meaning = chat.page.get_by_role("dialog")
    for text in step["means"]:
        expect(meaning).to_contain_text(text)
    before = chat.replies.count()
    chat.button("ask_about", meaning).click()
    chat.reply_after(before)


def _switch(chat: Chat, step: Step) -> None:
    chat.button("other_language").click()
    chat.language = step["switch"]
    expect(chat.box).to_be_visible()


def _reload(chat: Chat, _: Step) -> None:
    before = chat.replies.count()
    chat.page.reload()
    expect(chat.replies).to_have_count(before)


DOES: Mapping[str, Callable[[Chat, Step], object]] = {
    "say": lambda chat, step: chat.say(step["say"]),
    "tap": lambda chat, step: chat.tap(step["tap"], chat.last),
    "word": _word,
    "switch": _switch,
    "reload": _reload,
}


def _play(chat: Chat, step: Step) -> None:
    """Do what the step says, then look at the newest reply."""
    for does, do in DOES.items():
        if does in step:
            do(chat, step)
    for finds, look in LOOKS.items():
        if finds in step:
            look(chat, step[finds])


@contextmanager
def _told(number: int, step: Step) -> Iterator[None]:
    """Says in which step of the dialogue it went wrong."""
    try:
        yield
    except Exception as error:
        error.add_note(f"in step {number}: {step}")
        raise


@pytest.mark.parametrize("dialogue", ALL)
def test_dialogue_goes_as_written(dialogue: Dialogue, open_chat: OpenChat) -> None:
    chat = open_chat(language=dialogue.language)
    for number, step in enumerate(dialogue.steps, start=1):
        with _told(number, step):
            _play(chat, step)


def test_there_are_dialogues_of_several_turns_in_both_languages() -> None:
    several = [one for _, one in dialogues() if len(one.steps) > 1]
    assert len(several) >= 14
    assert {one.language for one in several} == {"en", "zh"}
