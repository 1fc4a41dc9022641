"""Nothing that a text says is ever done: not by the page, not by another host.

Each text of hostile.yml goes through every door: what the person types, what the bot says, each
field of its reply's data, the glossary, what is known before the first word, the history, and the
summary. Whatever came in, the real bot answers the question after it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import batched
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.bare import Bare
from tests.browser.inspecting import foreign_matter
from tests.browser.probes import (
    LONGEST,
    Probe,
    explained,
    introduced,
    probes,
    remembered,
    spoken,
    told,
)
from tests.browser.siege import Data, Siege, Sieges, real_session

CORPUS = probes()
TYPED = [probe for probe in CORPUS if probe.bites == "script"][:12]
every_probe = pytest.mark.parametrize("probe", CORPUS, ids=[probe.id for probe in CORPUS])
every_weapon = pytest.mark.parametrize(
    "probe", [pytest.param(probe, id=probe.id) for probe in CORPUS if probe.bites]
)
every_twenty = pytest.mark.parametrize(
    "some", list(batched(CORPUS, 20)), ids=lambda some: f"{some[0].id} to {some[-1].id}"
)


@pytest.fixture(scope="module")
def session(base_url: str) -> Data:
    return real_session(base_url)


@pytest.fixture
def own_siege(base_url: str, chromium: Browser, session: Data) -> Iterator[Siege]:
    """A page of its own, not open yet."""
    siege = Siege(chromium, base_url, session)
    yield siege
    siege.chat.close()


@pytest.fixture(scope="module")
def sieges(base_url: str, chromium: Browser, session: Data) -> Iterator[Sieges]:
    """Pages whose glossary is hostile, too."""

    def opened() -> Siege:
        siege = Siege(chromium, base_url, session)
        siege.answer("glossary*", json.dumps({"terms": explained(CORPUS)}))
        siege.open()
        return siege

    shared = Sieges(opened)
    yield shared
    shared.close()


@pytest.fixture
def siege(sieges: Sieges) -> Siege:
    return sieges.next()


@pytest.fixture
def bare(chromium: Browser) -> Iterator[Bare]:
    page = Bare(chromium)
    yield page
    page.close()


def test_the_corpus_is_large_and_every_probe_differs() -> None:
    assert len(CORPUS) >= 70
    assert len({probe.id for probe in CORPUS}) == len(CORPUS)
    assert len({(probe.text, probe.data) for probe in CORPUS}) == len(CORPUS)


@every_weapon
def test_a_page_that_trusts_the_text_is_harmed(probe: Probe, bare: Bare) -> None:
    bare.require_harmed(probe.text, str(probe.bites))


@pytest.mark.parametrize(
    "harm",
    [
        "window.__pwned = 1",
        "Object.prototype.polluted = 1",
        "document.body.append(document.createElement('iframe'))",
        "document.body.append(document.createElement('style'))",
        "document.querySelector('main').setAttribute('srcset', 'x')",
        "document.body.append(Object.assign(document.createElement('a'), {href: 'javascript:1'}))",
        "document.body.append(Object.assign(document.createElement('img'), {src: '//x.example'}))",
        "alert(1)",
        "location.hash = 'x'",
    ],
)
def test_harm_is_noticed(harm: str, own_siege: Siege) -> None:
    own_siege.open()
    own_siege.require_quiet()
    own_siege.page.evaluate(f"() => {{ {harm} }}")
    with pytest.raises(AssertionError):
        own_siege.require_quiet()


@every_probe
def test_what_a_person_types_stays_a_text(probe: Probe, siege: Siege) -> None:
    before = siege.chat.replies.count()
    siege.type(probe.text)
    if len(probe.text.strip()) > LONGEST:
        expect(siege.page.get_by_role("alert").filter(has_text="too long")).to_be_visible()
        siege.chat.box.fill("")
    else:
        siege.chat.reply_after(before)
        if probe.shown:
            expect(siege.chat.log.get_by_role("article").last).to_contain_text(probe.text)
    siege.require_unharmed()


@every_probe
def test_what_the_bot_says_is_text_with_a_little_markdown(probe: Probe, siege: Siege) -> None:
    reply = siege.hear(spoken(probe.text))
    expect(reply.get_by_role("button", name="Where this comes from")).to_be_visible()
    siege.require_unharmed()


@every_probe
def test_every_field_of_a_replys_data_is_text(probe: Probe, siege: Siege) -> None:
    reply = siege.hear(told(probe))
    expect(reply).to_contain_text("These are figures.")
    for opener in ("Where this comes from", "How sure"):
        for card in reply.get_by_role("button", name=opener).all():
            card.click()
    for table in reply.get_by_text("The same numbers in a table").all():
        table.click()
    siege.require_quiet()
    suggestions = reply.get_by_role("group", name="You could ask").get_by_role("button")
    if suggestions.count():
        siege.prepare(spoken("Asked."))
        siege.press(suggestions.first)
    siege.require_unharmed()


@every_twenty
def test_every_field_of_the_glossary_is_text(some: tuple[Probe, ...], siege: Siege) -> None:
    words = [f"word-{CORPUS.index(probe) + 1}" for probe in some]
    reply = siege.hear(spoken(f"Here are {', '.join(words)}."))
    for word in words:
        reply.get_by_role("button", name=word, exact=True).click()
        meaning = siege.page.get_by_role("dialog")
        expect(meaning.get_by_role("button", name="Ask about this")).to_be_visible()
        siege.require_quiet()
        siege.page.keyboard.press("Escape")
    reply.get_by_role("button", name=words[0], exact=True).click()
    siege.prepare(spoken("Asked."))
    siege.press(siege.page.get_by_role("button", name="Ask about this"))
    siege.require_unharmed()


@every_twenty
def test_what_is_known_before_the_first_word_is_text(
    some: tuple[Probe, ...], own_siege: Siege, session: Data
) -> None:
    for probe in some:
        own_siege.begin_anew(introduced(session, probe.text))
        own_siege.chat.open_menu()
        own_siege.require_quiet()
        own_siege.page.keyboard.press("Escape")
    own_siege.require_unharmed()


@every_twenty
def test_the_history_and_the_saved_summary_are_text(
    some: tuple[Probe, ...], own_siege: Siege, bare: Bare, tmp_path: Path
) -> None:
    own_siege.open()
    own_siege.change("history", lambda real: {**real, "turns": remembered(some)})
    own_siege.open()
    expect(own_siege.chat.replies).to_have_count(len(some))
    own_siege.require_quiet()
    file = _saved_summary(own_siege, "\n".join(probe.text[:200] for probe in some), tmp_path)
    bare.show(file.read_text(encoding="utf-8"))
    bare.require_unharmed()


def _saved_summary(siege: Siege, own: str, folder: Path) -> Path:
    page = siege.page
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("button", name="Print or save the answers").click()
    summary = page.get_by_role("dialog", name="Summary")
    summary.get_by_role("textbox").fill(own)
    siege.require_quiet()
    with page.expect_download() as download:
        summary.get_by_role("button", name="Save").click()
    download.value.save_as(folder / "summary.html")
    assert foreign_matter(page) == []
    return folder / "summary.html"


def test_what_was_typed_comes_back_as_text(base_url: str, chromium: Browser) -> None:
    siege = Siege(chromium, base_url, real_session(base_url))
    siege.open()
    for number, probe in enumerate(TYPED, start=1):
        siege.type(probe.text)
        expect(siege.chat.replies).to_have_count(number)
    siege.open()
    turns = siege.chat.log.get_by_role("article")
    expect(turns).to_have_count(len(TYPED))
    for turn, probe in zip(turns.all(), TYPED, strict=True):
        expect(turn).to_contain_text(probe.text)
    siege.require_unharmed()
    siege.chat.close()
