"""The base of messaging channels, with Telegram on it; and what all of them have in common."""

from __future__ import annotations

import asyncio
import importlib
import re
from abc import ABCMeta
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.channels.messaging import MessagingChannel
from bot.knowledge_files import read
from bot.paths import KNOWLEDGE, ROOT
from bot.web.settings import SettingsError
from tests.bot.channels.test_telegram import TelegramVendor
from tests.bot.messaging.platform import Said
from tests.bot.messaging.serving import World, world

VENDOR = TelegramVendor()
FOLDER = ROOT / "bot" / "channels"


def channels() -> list[type[MessagingChannel]]:
    """Every messaging channel in ``bot/channels``; bases that several share have no name."""
    found: list[type[MessagingChannel]] = []
    for path in sorted(FOLDER.glob("*.py")):
        module = importlib.import_module(f"bot.channels.{path.stem}")
        found += [
            value
            for value in vars(module).values()
            if type(value) is ABCMeta
            and issubclass(value, MessagingChannel)
            and value.__module__ == module.__name__
            and hasattr(value, "channel")
        ]
    return found


CHANNELS = channels()
IDS = [channel.channel for channel in CHANNELS]


def test_channels_and_their_prefixes_are_different() -> None:
    assert len(set(IDS)) == len(CHANNELS)
    prefixes = [channel.prefix for channel in CHANNELS]
    assert len(set(prefixes)) == len(prefixes)
    assert "web" not in prefixes
    assert not any(":" in prefix for prefix in prefixes)


@pytest.mark.parametrize("channel", CHANNELS, ids=IDS)
def test_a_channel_has_its_page_with_its_settings(channel: type[MessagingChannel]) -> None:
    path = Path(str(importlib.import_module(channel.__module__).__file__))
    page = (ROOT / "docs" / "channels" / f"{path.stem}.md").read_text(encoding="utf-8")
    settings = set(re.findall(r'"(HEPATICA_\w+)"', path.read_text(encoding="utf-8")))

    assert settings
    assert {name for name in settings if f"| `{name}` |" not in page} == set()
    assert f"{channel.__module__}.{channel.__name__}:" in page
    assert f"/webhooks/{channel.channel}/webhook" in page
    assert "## What is stored" in page


@pytest.mark.parametrize("channel", CHANNELS, ids=IDS)
def test_a_channel_only_runs_where_a_hospital_adds_it(channel: type[MessagingChannel]) -> None:
    assert f"{channel.__module__}.{channel.__name__}" not in read(ROOT / "credentials.yml")


@pytest.mark.parametrize("name", ["numbers", "choices", "menu"])
def test_the_words_above_suggestions_are_there_in_both_languages(name: str) -> None:
    words = read(KNOWLEDGE / "channel_replies.yml")["words"][name]

    assert re.search("[a-z]", words["en"])
    assert re.search("[一-鿿]", words["zh"])


def test_a_body_of_unknown_length_is_read_only_as_far_as_it_may_be_long(tmp_path: Path) -> None:
    async def whole() -> None:
        async with world(VENDOR, tmp_path) as here:
            given = 0

            async def endless() -> AsyncIterator[bytes]:
                nonlocal given
                for _ in range(2000):
                    given += 64 * 1024
                    yield b"a" * 64 * 1024

            headers = VENDOR.request([{}], 0).headers
            try:
                async with here.session.post(here.url, data=endless(), headers=headers) as reply:
                    assert reply.status == 413
            except aiohttp.ClientError:
                pass  # the server hung up first
            assert given < 2000 * 64 * 1024
            assert await _answers(here)

    asyncio.run(whole())


def test_health_is_told(tmp_path: Path) -> None:
    async def whole() -> None:
        async with (
            world(VENDOR, tmp_path) as here,
            here.session.get(f"{here.url.removesuffix('webhook')}health") as reply,
        ):
            assert reply.status == 200

    asyncio.run(whole())


def test_a_server_that_cannot_write_messages_down_does_not_start(tmp_path: Path) -> None:
    (tmp_path / "inbox.sqlite").mkdir()

    async def whole() -> None:
        async with world(VENDOR, tmp_path):
            pass

    with pytest.raises(SettingsError, match="HEPATICA_INBOX"):
        asyncio.run(whole())


async def _answers(here: World) -> bool:
    return bool(await here.hears(VENDOR.words(Said(99, "hello", at=here.time.now()))))
