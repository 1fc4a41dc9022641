"""The commands for a person who asks what is kept."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.messaging import MessagingSettings
from bot.messaging.names import Names
from bot.paths import ROOT
from bot.privacy.__main__ import MAIL, MAIL_PREFIX, main
from bot.stores.tracker import HepaticaTrackerStore
from tests.bot.channels.test_telegram import TelegramVendor
from tests.bot.messaging.platform import Said
from tests.bot.messaging.serving import world

VENDOR = TelegramVendor()


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where everything is."""
    monkeypatch.setenv("HEPATICA_INBOX", str(tmp_path / "inbox.sqlite"))
    monkeypatch.setenv("HEPATICA_DATABASE", f"sqlite:///{tmp_path}/conversations.sqlite")
    monkeypatch.setenv("HEPATICA_SPOOL", str(tmp_path / "spool.sqlite"))
    return tmp_path


def test_the_name_is_that_of_the_persons_conversation(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async def whole() -> str:
        async with world(VENDOR, folder) as here:
            await here.hears(VENDOR.words(Said(1, "hello", at=here.time.now())))
            return str(here.bot.seen[0].sender_id)

    name = asyncio.run(whole())

    assert main(["name", "telegram", VENDOR.person(1)]) == 0
    assert capsys.readouterr().out.strip() == name


def test_people_who_write_mail_are_found_by_their_address(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert f'Platform("{MAIL}", "{MAIL_PREFIX}"' in (ROOT / "bot/mail/__main__.py").read_text(
        "utf-8"
    )
    settings = MessagingSettings(folder / "inbox.sqlite")
    name = Names(MAIL, MAIL_PREFIX, settings).name("ann@example.com")

    assert main(["name", "email", "Ann@Example.com"]) == 0
    assert capsys.readouterr().out.strip() == name


@pytest.mark.parametrize("channel", ["carrier_pigeon", "../web", "messaging", "web"])
def test_a_channel_that_is_none_is_named(channel: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["name", channel, "1"]) == 1
    assert "no messaging channel" in capsys.readouterr().err


def test_a_conversation_is_exported(capsys: pytest.CaptureFixture[str]) -> None:
    events = [
        ActionExecuted("action_listen", timestamp=1.0),
        UserUttered("什么是肝癌", timestamp=2.0),
        BotUttered("Liver cancer is ...", timestamp=3.0),
        BotUttered(None, {"custom": {"kind": "answer"}}, timestamp=4.0),
    ]

    async def fill() -> None:
        store = HepaticaTrackerStore()
        await store.save(DialogueStateTracker.from_events("tg:ann", events))
        store.close()

    asyncio.run(fill())

    assert main(["export", "tg:ann"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "conversation": "tg:ann",
        "said": [
            {"at": "1970-01-01T00:00:02+00:00", "who": "person", "text": "什么是肝癌"},
            {"at": "1970-01-01T00:00:03+00:00", "who": "Hepatica", "text": "Liver cancer is ..."},
        ],
    }


def test_a_conversation_that_is_not_there_is_admitted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "tg:nobody"]) == 1
    assert "no conversation" in capsys.readouterr().err


def test_a_bad_setting_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HEPATICA_NAME_SECRET", "short")

    assert main(["name", "telegram", "1"]) == 2
    assert "HEPATICA_NAME_SECRET" in capsys.readouterr().err
