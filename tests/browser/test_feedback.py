"""Thumbs and reasons land in the feedback store, without a word of what was said."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.chat import Chat
from tests.browser.conftest import OpenChat
from tests.browser.states import QUESTIONS, ask
from tests.browser.words import LANGUAGES

both_languages = pytest.mark.parametrize("language", LANGUAGES)
REASONS = ("not_my_question", "hard_to_understand", "too_long", "frightening", "wrong")


class Store:
    """The rows that come into the feedback store from now on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._before = len(self._all())

    def _all(self) -> list[dict[str, Any]]:
        if not self._path.exists():
            return []
        with closing(sqlite3.connect(self._path)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute("SELECT * FROM feedback")]

    def rows(self) -> list[dict[str, Any]]:
        """What has come."""
        return self._all()[self._before :]

    def verdicts(self) -> list[tuple[str, str | None]]:
        """Verdict and reason of each."""
        return [(row["verdict"], row["reason"]) for row in self.rows()]


@pytest.fixture
def store(settings: dict[str, str], base_url: str) -> Store:
    return Store(Path(settings["HEPATICA_FEEDBACK"]))


def _press(chat: Chat, button: Locator) -> None:
    """Press a button and wait until the server has kept what it says."""
    with chat.page.expect_response("**/webhooks/web/feedback") as kept:
        button.click()
    assert kept.value.status == 204


def _blame(chat: Chat, reason: str | None) -> None:
    chat.button("not_helpful", chat.last).click()
    if reason:
        chat.last.get_by_role("radio", name=chat.word(f"reason_{reason}"), exact=True).check()
    _press(chat, chat.button("send", chat.last))


@both_languages
def test_a_thumb_up_is_kept_with_the_facts_it_is_about(
    open_chat: OpenChat, store: Store, language: str
) -> None:
    chat = open_chat(language=language)
    ask(chat, "icons")
    _press(chat, chat.button("helpful"))
    expect(chat.last.get_by_role("status")).to_have_text(chat.word("thanks"))
    expect(chat.button("helpful")).to_have_attribute("aria-pressed", "true")
    (row,) = store.rows()
    assert (row["verdict"], row["reason"], row["kind"]) == ("up", None, "answer")
    assert (row["language"], json.loads(row["facts"])) == (language, ["jco-os-12"])


@both_languages
@pytest.mark.parametrize("reason", REASONS)
def test_a_thumb_down_is_kept_with_its_reason(
    open_chat: OpenChat, store: Store, reason: str, language: str
) -> None:
    chat = open_chat(language=language)
    ask(chat, "answer")
    _blame(chat, reason)
    expect(chat.last.get_by_role("status")).to_have_text(chat.word("thanks"))
    expect(chat.last.get_by_role("radio")).to_have_count(0)
    assert store.verdicts() == [("down", reason)]


def test_a_thumb_down_needs_no_reason(open_chat: OpenChat, store: Store) -> None:
    chat = open_chat()
    ask(chat, "answer")
    _blame(chat, None)
    ask(chat, "personal_advice")
    chat.button("not_helpful", chat.last).click()
    _press(chat, chat.button("skip", chat.last))
    assert store.verdicts() == [("down", None), ("down", None)]


def test_nothing_is_kept_before_the_reasons_are_sent(open_chat: OpenChat, store: Store) -> None:
    chat = open_chat()
    ask(chat, "answer")
    for _ in range(2):
        chat.button("not_helpful").click()
    expect(chat.last.get_by_role("radio")).to_have_count(0)
    _press(chat, chat.button("helpful"))
    assert store.verdicts() == [("up", None)]


def test_who_changes_their_mind_is_counted_once(open_chat: OpenChat, store: Store) -> None:
    chat = open_chat()
    ask(chat, "answer")
    _press(chat, chat.button("helpful"))
    _blame(chat, "frightening")
    assert store.verdicts() == [("down", "frightening")]
    expect(chat.button("helpful")).to_have_attribute("aria-pressed", "false")


def test_an_earlier_answer_can_be_judged_after_a_reload(open_chat: OpenChat, store: Store) -> None:
    chat = open_chat()
    ask(chat, "icons")
    ask(chat, "answer")
    chat.page.reload()
    _press(chat, chat.button("helpful", chat.replies.first))
    (row,) = store.rows()
    assert json.loads(row["facts"]) == ["jco-os-12"]


def test_no_word_and_no_name_is_kept(open_chat: OpenChat, store: Store) -> None:
    chat = open_chat()
    ask(chat, "personal_advice")
    _blame(chat, "wrong")
    (row,) = store.rows()
    kept = json.dumps(row)
    assert QUESTIONS["en"]["personal_advice"] not in kept
    assert "web:" not in kept
    assert set(row) == {
        *("number", "day", "kind", "facts", "language", "store", "verdict", "reason"),
    }


@pytest.mark.parametrize("kind", ["emergency", "crisis", "smalltalk", "no_fact", "out_of_scope"])
def test_what_tells_no_fact_is_not_judged(open_chat: OpenChat, kind: str) -> None:
    chat = open_chat()
    ask(chat, kind)
    expect(chat.button("helpful")).to_have_count(0)
