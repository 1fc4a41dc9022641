"""Telegram keeps what every channel has to, and reads its own updates."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, ClassVar

import pytest

from bot.channels.telegram import TelegramInput
from bot.messaging import Incoming, Kind, Webhook
from bot.web.settings import SettingsError
from tests.bot.channels.conformance import ChannelConformance
from tests.bot.messaging.platform import (
    PNG,
    WAIT,
    Call,
    Event,
    Outcome,
    Request,
    Said,
    Sent,
    Vendor,
)
from tests.bot.messaging.serving import World
from tests.bot.messaging.vendor_sdks import ask

SECRET = "6a1c0c5be2f94d17a3b8c7d6e5f4a392"  # noqa: S105 - of the tests
TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"  # noqa: S105 - of the tests
GROUP = -100500
FILE = {"file_id": "x", "file_unique_id": "y"}
SIZE = {"width": 90, "height": 90}
STICKER = {"type": "regular", "is_animated": False, "is_video": False, "emoji": "👍"}
_FIELDS: dict[Kind, dict[str, Any]] = {
    Kind.STICKER: {"sticker": {**FILE, **SIZE, **STICKER}},
    Kind.VOICE: {"voice": {**FILE, "duration": 3}},
    Kind.PHOTO: {"photo": [{**FILE, **SIZE}]},
    Kind.VIDEO: {"video_note": {**FILE, "length": 240, "duration": 3}},
    Kind.FILE: {"document": {**FILE, "file_name": "letter.pdf"}},
    Kind.LOCATION: {"location": {"latitude": 1.5, "longitude": 2.5}},
    Kind.CONTACT: {"contact": {"phone_number": "123", "first_name": "A"}},
    Kind.UNKNOWN: {"dice": {"emoji": "🎲", "value": 3}},
}


class TelegramVendor(Vendor):
    """Updates as the Bot API writes them, with the secret in a header.

    Every update and every call of ours is read by aiogram's types, too.
    """

    channel: ClassVar[type[TelegramInput]] = TelegramInput
    secrets: ClassVar[Sequence[str]] = ("HEPATICA_TELEGRAM_TOKEN", "HEPATICA_TELEGRAM_SECRET")
    signs_body: ClassVar[bool] = False
    batches: ClassVar[bool] = False

    def environment(self, api: str) -> dict[str, str]:
        return {
            "HEPATICA_TELEGRAM_TOKEN": TOKEN,
            "HEPATICA_TELEGRAM_SECRET": SECRET,
            "HEPATICA_TELEGRAM_API": api,
        }

    def person(self, number: int) -> str:
        return str(1000 + number)

    def request(
        self,
        events: Sequence[Event],
        at: float,  # noqa: ARG002 - Telegram signs no time
        *,
        right_key: bool = True,
    ) -> Request:
        (event,) = events
        secret = SECRET if right_key else SECRET[::-1]
        headers = {
            "Content-Type": "application/json",
            "X-Telegram-Bot-Api-Secret-Token": secret,
        }
        return Request(json.dumps(event).encode(), headers)

    def words(self, said: Said) -> Event:
        return update(said.number, self.message(said, text=said.text))

    def message(self, said: Said, **fields: Any) -> dict[str, Any]:
        person = int(self.person(said.person))
        return {
            "message_id": said.number,
            "date": int(said.at),
            "from": {"id": person, "is_bot": False, "first_name": "Ann", "language_code": "en"},
            "chat": {"id": person, "type": "private", "first_name": "Ann"},
            **fields,
        }

    def of_kind(self, kind: Kind, said: Said) -> Event | None:
        if kind is Kind.START:
            return update(said.number, self.message(said, text="/start clinic"))
        if kind is Kind.EDITED:
            message = self.message(said, text=said.text, edit_date=int(said.at))
            return update(said.number, message, "edited_message")
        if kind is Kind.REACTION:
            message = self.message(said)
            thumb = {"old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}]}
            where = {name: message[name] for name in ("chat", "message_id", "date")}
            return update(said.number, {**where, **thumb}, "message_reaction")
        caption = {"caption": said.text} if said.text else {}
        return update(said.number, self.message(said, **_FIELDS[kind], **caption))

    def in_group(self, said: Said) -> Event | None:
        chat = {"id": GROUP, "type": "supergroup", "title": "Support"}
        return update(said.number, self.message(said, text=said.text, chat=chat))

    def tapped(self, token: str, said: Said) -> Event | None:
        message = self.message(said)
        query = {"id": "77", "from": message["from"], "message": message, "data": token}
        return update(said.number, {**query, "chat_instance": "5"}, "callback_query")

    def sent(self, call: Call) -> Sent | None:
        assert call.path.startswith(f"/bot{TOKEN}/")
        method = call.path.rpartition("/")[2]
        if method == "sendPhoto":
            form = call.form()
            assert form["photo"] == PNG
            ask("telegram", "call", method=method, fields={**form, "photo": "attach://photo"})
            return Sent(form["chat_id"], form["caption"], picture=True)
        fields = call.json()
        ask("telegram", "call", method=method, fields=fields)
        if method != "sendMessage":
            return None
        rows = fields.get("reply_markup", {}).get("inline_keyboard", [])
        choices = tuple((b["text"], b["callback_data"]) for row in rows for b in row)
        assert all(len(token.encode()) <= 64 for _, token in choices)
        assert "parse_mode" not in fields
        return Sent(str(fields["chat_id"]), fields["text"], choices)

    def answer(self, outcome: Outcome) -> tuple[int, dict[str, str], Any]:
        status, told = {
            Outcome.BROKEN: (502, "Bad Gateway"),
            Outcome.BUSY: (429, "Too Many Requests"),
            Outcome.REFUSED: (400, "Bad Request: can't parse entities"),
            Outcome.GONE: (403, "Forbidden: bot was blocked by the user"),
        }.get(outcome, (200, ""))
        if status == 200:
            return 200, {}, {"ok": True, "result": {}}
        body: dict[str, Any] = {"ok": False, "error_code": status, "description": told}
        if outcome is Outcome.BUSY:
            body["parameters"] = {"retry_after": WAIT}
        return status, {}, body


def update(number: int, fields: dict[str, Any], name: str = "message") -> Event:
    """An update as Telegram writes it."""
    return ask("telegram", "update", fields={"update_id": number, name: fields})


class TestTelegram(ChannelConformance):
    """The suite on Telegram."""

    vendor = TelegramVendor()

    def test_a_tap_ends_the_little_clock_on_the_button(self) -> None:
        async def talk(here: World) -> None:
            await here.hears(self.vendor.tapped("x", Said(1, at=here.time.now())))
            (call,) = here.api.other
            assert call.path.endswith("/answerCallbackQuery")
            assert call.json() == {"callback_query_id": "77"}

        self.run(talk)

    def test_a_group_sees_which_message_is_answered(self) -> None:
        read = parsed(self.vendor.in_group(Said(5, "hello")))

        assert read[0].address == {"chat": GROUP, "quoted": 5}


def parsed(event: Any) -> list[Incoming]:
    channel = TelegramInput(TelegramVendor().environment("http://127.0.0.1:1"))
    return list(channel.parse(Webhook("POST", body=json.dumps(event).encode())))


@pytest.mark.parametrize(
    ("code", "language"), [("en-GB", "en"), ("zh-hans", "zh"), ("es", None), (None, None)]
)
def test_the_language_of_the_app_is_told(code: str | None, language: str | None) -> None:
    message = TelegramVendor().message(Said(1), text="TACE")
    message["from"].pop("language_code")
    message["from"].update({"language_code": code} if code else {})

    assert parsed(update(1, message))[0].language == language


@pytest.mark.parametrize(
    "fields",
    [
        {"from": {"id": 5, "is_bot": True, "first_name": "Bot"}},
        {"chat": {"id": -5, "type": "channel"}},
        {"new_chat_members": [{"id": 5, "is_bot": False, "first_name": "Bea"}]},
        {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": 5, "type": "private"}}},
    ],
)
def test_what_no_person_said_is_passed_over(fields: dict[str, Any]) -> None:
    message = TelegramVendor().message(Said(1), **{"text": "hello", **fields})

    assert parsed(update(1, message)) == []


@pytest.mark.parametrize("name", ["channel_post", "edited_channel_post", "guest_message"])
def test_other_updates_are_passed_over(name: str) -> None:
    message = TelegramVendor().message(Said(1), text="hello")

    assert parsed(update(1, message, name)) == []


def test_that_somebody_joined_or_left_is_passed_over() -> None:
    message = TelegramVendor().message(Said(1))
    members = [{"status": status, "user": message["from"]} for status in ("left", "member")]
    change = {**message, "old_chat_member": members[0], "new_chat_member": members[1]}
    del change["message_id"]

    assert parsed(update(1, change, "my_chat_member")) == []


@pytest.mark.parametrize("text", ["/start", "/start clinic-7", "/start@liver_bot"])
def test_the_start_button_is_no_question(text: str) -> None:
    assert parsed(TelegramVendor().words(Said(1, text)))[0].kind is Kind.START


@pytest.mark.parametrize("text", ["/started", "please /start", "start"])
def test_words_that_look_like_the_start_button_are_words(text: str) -> None:
    assert parsed(TelegramVendor().words(Said(1, text)))[0].kind is Kind.TEXT


@pytest.mark.parametrize(
    "url", ["http://api.telegram.org", "ftp://x", "https://a b", "http://127.0.0.1.evil.org"]
)
def test_the_token_is_only_sent_over_a_secure_line(url: str) -> None:
    with pytest.raises(SettingsError, match="HEPATICA_TELEGRAM_API"):
        TelegramInput(TelegramVendor().environment(url))
