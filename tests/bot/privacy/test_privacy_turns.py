"""Every way into Rasa: what it sees, stores and logs holds no identifier."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels.guarded import GuardedTurn
from bot.help_lines import HelpLines
from tests.bot.channels.test_telegram import TelegramVendor
from tests.bot.messaging.platform import Said
from tests.bot.messaging.serving import Held, World, world

SAID = "I'm John Smith, MRN 4471023, john@example.com, call me on 415-555-2671"
MASKED = "I'm [name], MRN [number], [email], call me on [phone]"
PLANTED = ("John", "Smith", "4471023", "example.com", "415-555-2671")
VENDOR = TelegramVendor()


def inbox(folder: Path) -> bytes:
    """All that is in the inbox's files."""
    return b"".join(path.read_bytes() for path in folder.glob("inbox.sqlite*"))


def seen(text: str, metadata: dict[str, Any] | None = None, **options: Any) -> str | None:
    """What Rasa gets of a text."""
    messages: list[UserMessage] = []

    async def handle(message: UserMessage) -> None:
        messages.append(message)

    guarded = GuardedTurn(handle, help_lines=HelpLines(country=""), **options)
    asyncio.run(guarded.reply(text, "ann", "rest", metadata))
    return messages[0].text


def test_rasa_sees_no_identifier() -> None:
    assert seen(SAID) == MASKED


def test_control_characters_do_not_hide_one() -> None:
    assert seen("call me on 415\x00555\u200b2670") == "call me on [phone]"


def test_a_bare_number_is_masked_in_the_language_of_the_page() -> None:
    assert seen("13812345678", {"language": "zh"}) == "[电话]"


def test_a_command_stays_as_it_is() -> None:
    assert seen("/call", intents=["call"]) == "/call"


def test_a_failing_turn_logs_none(caplog: pytest.LogCaptureFixture) -> None:
    async def broken(message: UserMessage) -> None:
        raise RuntimeError(message.text)

    with caplog.at_level(logging.DEBUG):
        asyncio.run(GuardedTurn(broken).reply(SAID, "ann", "rest"))

    assert caplog.records
    assert not [one for one in PLANTED if one in caplog.text]


def test_none_is_written_into_the_inbox(tmp_path: Path) -> None:
    async def whole() -> None:
        async with world(VENDOR, tmp_path, bot=Held) as here:
            await here.happens(VENDOR.words(Said(1, f"held {SAID}", at=here.time.now())))
            await here.bot.begun.wait()  # type: ignore[attr-defined]
            kept = inbox(tmp_path)
            assert b"held" in kept
            assert not [one for one in PLANTED if one.encode() in kept]
            here.bot.let.set()  # type: ignore[attr-defined]
            await here.settled()
            assert here.bot.texts == [f"held {MASKED}"]

    asyncio.run(whole())


def test_after_forget_me_no_word_is_left_in_the_inbox(tmp_path: Path) -> None:
    async def talk(here: World) -> None:
        await here.hears(VENDOR.words(Said(1, "xylophonic", at=here.time.now())))
        await here.hears(VENDOR.words(Said(2, "forget me", at=here.time.now())))
        kept = inbox(tmp_path)
        assert b"xylophonic" not in kept

    async def whole() -> None:
        async with world(VENDOR, tmp_path) as here:
            await talk(here)

    asyncio.run(whole())


def test_the_token_of_a_button_is_not_masked(tmp_path: Path) -> None:
    async def whole() -> None:
        async with world(VENDOR, tmp_path) as here:
            tapped = VENDOR.tapped("4155552671", Said(1, at=here.time.now()))
            await here.happens(tapped)
            await here.settled()
            # Unknown, so it is answered as an old button; masked, it would be no token at all.
            assert here.bot.texts == []

    asyncio.run(whole())
