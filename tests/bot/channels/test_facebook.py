"""Messenger keeps what every channel has to, and reads its own events."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, ClassVar

import pytest

from bot.channels.facebook import FacebookInput
from bot.messaging import Incoming, Kind, Webhook
from tests.bot.channels.conformance import ChannelConformance
from tests.bot.channels.meta_vendor import APP_SECRET, MetaVendor, secrets_of, signed
from tests.bot.messaging.platform import PNG, Call, Event, Outcome, Request, Said, Sent
from tests.bot.messaging.serving import World

PAGE, ANOTHER = "682498302938465", "682498302938466"
_ATTACHMENTS: dict[Kind, dict[str, Any]] = {
    Kind.STICKER: {"type": "sticker", "payload": {"url": "https://x", "sticker_id": 369239263222}},
    Kind.VOICE: {"type": "audio", "payload": {"url": "https://x"}},
    Kind.PHOTO: {"type": "image", "payload": {"url": "https://x"}},
    Kind.VIDEO: {"type": "video", "payload": {"url": "https://x"}},
    Kind.FILE: {"type": "file", "payload": {"url": "https://x"}},
    Kind.LOCATION: {"type": "location", "payload": {"coordinates": {"lat": 1.5, "long": 2.5}}},
    Kind.UNKNOWN: {"type": "fallback", "payload": None},
}


class FacebookVendor(MetaVendor):
    """Events as the Messenger Platform writes them under "messaging"."""

    channel: ClassVar[type[FacebookInput]] = FacebookInput
    secrets: ClassVar[Sequence[str]] = secrets_of("FACEBOOK")
    own: ClassVar[dict[str, str]] = {"HEPATICA_FACEBOOK_PAGE_ID": PAGE}
    codes: ClassVar[dict[Outcome, int]] = {
        Outcome.BROKEN: 2,
        Outcome.BUSY: 613,
        Outcome.REFUSED: 100,
        Outcome.GONE: 551,
    }

    def person(self, number: int) -> str:
        return str(24601000000000000 + number)

    def request(
        self,
        events: Sequence[Event],
        at: float,
        *,
        right_key: bool = True,
    ) -> Request:
        return signed(whole(events, at), APP_SECRET if right_key else APP_SECRET[::-1])

    def words(self, said: Said) -> Event:
        return self.message(said, text=said.text)

    def message(self, said: Said, **fields: Any) -> Event:
        return self.event(said, message={"mid": f"m_{said.number}", **fields})

    def event(self, said: Said, **fields: Any) -> Event:
        return {
            "sender": {"id": self.person(said.person)},
            "recipient": {"id": PAGE},
            "timestamp": int(said.at * 1000),
            **fields,
        }

    def of_kind(self, kind: Kind, said: Said) -> Event | None:
        if kind is Kind.START:
            tapped = {"mid": "m_1", "title": "Get Started", "payload": "GET_STARTED"}
            return self.event(said, postback=tapped)
        if kind is Kind.EDITED:
            edit = {"mid": "m_1", "text": said.text, "num_edit": 1}
            return self.event(said, message_edit=edit)
        if kind is Kind.REACTION:
            reaction = {"mid": "m_1", "action": "react", "reaction": "like", "emoji": "👍"}
            return self.event(said, reaction=reaction)
        if kind not in _ATTACHMENTS:
            return None
        words = {"text": said.text} if said.text else {}
        return self.message(said, attachments=[_ATTACHMENTS[kind]], **words)

    def tapped(self, token: str, said: Said) -> Event | None:
        return self.message(said, text="x", quick_reply={"payload": token})

    def sent(self, call: Call) -> Sent | None:
        assert self.checked(call) == f"/v25.0/{PAGE}/messages"
        if call.headers["content-type"].startswith("multipart/"):
            return self._picture(call.form())
        fields = call.json()
        if "sender_action" in fields:
            return None
        assert fields["messaging_type"] == "RESPONSE"
        message = fields["message"]
        replies = message.get("quick_replies", [])
        assert len(replies) <= 13
        assert all(r["content_type"] == "text" and len(r["title"]) <= 20 for r in replies)
        choices = tuple((reply["title"], reply["payload"]) for reply in replies)
        return Sent(fields["recipient"]["id"], message["text"], choices)

    def _picture(self, form: dict[str, Any]) -> Sent:
        assert form["filedata"] == PNG
        assert form["messaging_type"] == "RESPONSE"
        assert json.loads(form["message"])["attachment"]["type"] == "image"
        return Sent(json.loads(form["recipient"])["id"], "", picture=True)

    def taken(self) -> dict[str, Any]:
        return {"recipient_id": self.person(1), "message_id": "m_AG5Hz2Uq7tuwNEhXfYYKj8mJEM"}


def whole(events: Sequence[Event], at: float = 0, page: str = PAGE) -> dict[str, Any]:
    entry = {"id": page, "time": int(at * 1000), "messaging": list(events)}
    return {"object": "page", "entry": [entry]}


VENDOR = FacebookVendor()


class TestFacebook(ChannelConformance):
    """The suite on Messenger."""

    vendor = VENDOR

    def test_who_writes_sees_that_it_was_read_and_is_being_answered(self) -> None:
        async def talk(here: World) -> None:
            await here.hears(self.words(here, "hello"))
            actions = [call.json()["sender_action"] for call in here.api.other]
            assert actions == ["mark_seen", "typing_on"]

        self.run(talk)

    def test_several_entries_and_events_are_all_read(self) -> None:
        async def talk(here: World) -> None:
            events = [self.words(here, str(n), n, n) for n in range(1, 4)]
            body = whole(events[:2])
            body["entry"] += whole(events[2:])["entry"]
            assert await here.post(signed(body)) == 200
            await here.settled()
            assert sorted(here.bot.texts) == ["1", "2", "3"]

        self.run(talk)

    def test_a_message_that_was_edited_twice_is_answered_twice(self) -> None:
        async def talk(here: World) -> None:
            for number, text in ((1, "better"), (2, "best")):
                edit = {"mid": "m_1", "text": text, "num_edit": number}
                for _ in range(2):
                    await here.hears(VENDOR.event(Said(1, at=here.time.now()), message_edit=edit))
            assert here.bot.texts == ["better", "best"]

        self.run(talk)


def parsed(*events: Event, page: str = PAGE) -> list[Incoming]:
    return read(whole(events, page=page))


def read(body: dict[str, Any]) -> list[Incoming]:
    channel = FacebookInput(VENDOR.environment("http://127.0.0.1:1"))
    return list(channel.parse(Webhook("POST", body=json.dumps(body).encode())))


@pytest.mark.parametrize(
    "fields",
    [
        {"message": {"mid": "m_1", "text": "hello", "is_echo": True, "app_id": 1}},
        {"message": {"mid": "m_1", "is_deleted": True}},
        {"delivery": {"mids": ["m_1"], "watermark": 1}},
        {"read": {"watermark": 1}},
        {"referral": {"ref": "letter", "source": "SHORTLINK", "type": "OPEN_THREAD"}},
        {"optin": {"type": "notification_messages"}},
        {"pass_thread_control": {"new_owner_app_id": "1"}},
    ],
)
def test_what_no_person_said_is_passed_over(fields: dict[str, Any]) -> None:
    assert parsed(VENDOR.event(Said(1), **fields)) == []


def test_messages_to_another_page_of_the_app_are_passed_over() -> None:
    assert parsed(VENDOR.words(Said(1, "hello")), page=ANOTHER) == []


def test_what_somebody_else_answers_now_is_passed_over() -> None:
    body = whole([])
    body["entry"][0]["standby"] = [VENDOR.words(Said(1, "hello"))]
    del body["entry"][0]["messaging"]

    assert read(body) == []


def test_a_sticker_that_comes_as_a_picture_too_is_a_sticker() -> None:
    both = [{"type": "image", "payload": {"url": "https://x"}}, _ATTACHMENTS[Kind.STICKER]]

    assert parsed(VENDOR.message(Said(1), attachments=both))[0].kind is Kind.STICKER


def test_the_old_form_of_a_sticker_is_a_sticker() -> None:
    old = {"type": "image", "payload": {"url": "https://x", "sticker_id": 369239263222822}}

    assert parsed(VENDOR.message(Said(1), attachments=[old]))[0].kind is Kind.STICKER


def test_words_with_an_address_in_them_are_words() -> None:
    preview = {"type": "fallback", "payload": {"url": "https://x", "title": "x"}}
    (incoming,) = parsed(VENDOR.message(Said(1, "see https://x"), text="a", attachments=[preview]))

    assert (incoming.kind, incoming.text) == (Kind.TEXT, "a")


def test_a_question_that_the_page_offers_counts_as_its_words() -> None:
    tapped = {"mid": "m_1", "title": "What is TACE?", "payload": "QUESTION_2"}
    (incoming,) = parsed(VENDOR.event(Said(1), postback=tapped))

    assert (incoming.kind, incoming.text) == (Kind.TEXT, "What is TACE?")


@pytest.mark.parametrize("name", ["post", "appointment_booking", "hologram"])
def test_what_is_not_known_gets_the_polite_answer(name: str) -> None:
    event = VENDOR.message(Said(1), attachments=[{"type": name, "payload": {}}])

    assert parsed(event)[0].kind is Kind.UNKNOWN


def test_the_time_is_told_in_milliseconds() -> None:
    assert parsed(VENDOR.words(Said(1, "hello", at=1764380000.5)))[0].sent_at == 1764380000.5
