"""Looks for what a step of a dialogue expects in the newest reply."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from playwright.sync_api import Locator, expect

from tests.browser.chat import Chat
from tests.browser.states import source_card

Look = Callable[[Chat, Any], None]
_START = re.compile("M")
_STARTS_OF_ONE = 2
"""A person is drawn as a head and a body."""


def _see(chat: Chat, texts: list[str]) -> None:
    for text in texts:
        expect(chat.last).to_contain_text(text, ignore_case=True)


def _not_see(chat: Chat, texts: list[str]) -> None:
    for text in texts:
        expect(chat.last).not_to_contain_text(text, ignore_case=True)


def _heading(chat: Chat, name: str) -> None:
    expect(chat.last.get_by_role("heading", name=name)).to_be_visible()


def _calls(chat: Chat, numbers: Mapping[str, str]) -> None:
    for name, number in numbers.items():
        link = chat.last.get_by_role("link", name=name)
        expect(link).to_be_visible()
        expect(link).to_have_attribute("href", f"tel:{number}")


def _people(chat: Chat, chart: Mapping[str, Any]) -> None:
    figure = chat.last.get_by_role("figure", name=chart["title"], exact=True)
    expect(figure).to_be_visible()
    pictures = figure.locator("svg.people")
    expect(pictures).to_have_count(len(chart["groups"]))
    for picture, (label, group) in zip(pictures.all(), chart["groups"].items(), strict=True):
        filled, out_of, words = group
        panel = figure.locator(".panel").filter(has_text=label).filter(has_text=words)
        expect(panel).to_be_visible()
        expect(picture).to_have_attribute("aria-hidden", "true")
        assert _drawn(picture, "filled") == filled, f"{label}: filled"
        assert _drawn(picture, "empty") == out_of - filled, f"{label}: empty"


def _drawn(picture: Locator, kind: str) -> int:
    path = picture.locator(f"path.{kind}").get_attribute("d") or ""
    return len(_START.findall(path)) // _STARTS_OF_ONE


def _curve(chat: Chat, chart: Mapping[str, Any]) -> None:
    figure = chat.last.get_by_role("figure", name=chart["title"], exact=True)
    lines = figure.locator("path.line")
    expect(lines).to_have_count(len(chart["rows"][0]) - 1)
    figure.get_by_text(chat.word("numbers_as_table")).click()
    _rows(figure.get_by_role("table"), chart["rows"])


def _table(chat: Chat, rows: list[list[str]]) -> None:
    _rows(chat.last.get_by_role("table"), rows)


def _rows(table: Locator, rows: list[list[str]]) -> None:
    """Each cell begins with what is expected."""
    found = table.get_by_role("row")
    expect(found).to_have_count(len(rows))
    for row, cells in zip(found.all(), rows, strict=True):
        beginnings = [re.compile(rf"^\s*{re.escape(str(cell))}") for cell in cells]
        expect(row.locator("th, td")).to_have_text(beginnings)


def _card(chat: Chat, card: Mapping[str, Any]) -> None:
    opener = source_card(chat.last)
    expect(opener).to_contain_text(card["line"])
    expect(opener).to_have_attribute("aria-expanded", "false")
    opener.click()
    expect(opener).to_have_attribute("aria-expanded", "true")
    content = chat.last.locator("hepatica-sources")
    for text in card.get("see", []):
        expect(content).to_contain_text(text)
    for name, address in card.get("links", {}).items():
        link = content.get_by_role("link", name=name)
        expect(link).to_be_visible()
        expect(link).to_have_attribute("href", address)


def _suggests(chat: Chat, names: list[str]) -> None:
    for name in names:
        expect(chat.last.get_by_role("button", name=name, exact=True)).to_be_visible()


def _turns(chat: Chat, count: int) -> None:
    expect(chat.asked).to_have_count(count)
    expect(chat.replies).to_have_count(count)


def _notice(chat: Chat, count: int) -> None:
    said = {"en": "I am a computer program, not a doctor", "zh": "我是电脑程序，不是医生"}
    assert chat.log.inner_text().count(said[chat.language]) == count


LOOKS: Mapping[str, Look] = {
    "see": _see,
    "not_see": _not_see,
    "heading": _heading,
    "calls": _calls,
    "people": _people,
    "curve": _curve,
    "table": _table,
    "card": _card,
    "suggests": _suggests,
    "turns": _turns,
    "notice": _notice,
}
