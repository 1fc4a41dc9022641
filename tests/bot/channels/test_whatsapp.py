"""WhatsApp keeps what every channel has to; pywa proves that we speak its language."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, ClassVar

import httpx
import pytest
import pywa
from pywa.handlers import (
    CallbackButtonHandler,
    CallbackSelectionHandler,
    EditedMessageHandler,
    MessageHandler,
)
from pywa.types import Button, Section, SectionList, SectionRow
from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import BotUttered

from bot.channels.whatsapp import WhatsAppInput, _interactive
from bot.messaging import Choice, Delivery, Incoming, Kind, Menu, Part, Webhook
from bot.replies import contract
from tests.bot.channels.conformance import ChannelConformance
from tests.bot.channels.meta_vendor import (
    APP_SECRET,
    SIGNATURE,
    TOKEN,
    VERIFY_TOKEN,
    MetaVendor,
    secrets_of,
    signed,
)
from tests.bot.messaging.platform import PNG, Call, Event, Outcome, Request, Said, Sent
from tests.bot.messaging.serving import Bot, World

PHONE_ID, ANOTHER = "106540352242922", "106540352242933"
ACCOUNT = "102290129340398"
GROUP = "Y2FwaV9ncm91cDoxNzA1NTU1MDEzOToxMjAzNjM0MDQ2OTQyMzM4MjAZD"
MEDIA = "1037543291543636"
UNSUPPORTED = {
    "code": 131051,
    "title": "Message type unknown",
    "message": "Message type unknown",
    "error_data": {"details": "Message type is currently not supported."},
}
_CONTENT: dict[Kind, dict[str, Any]] = {
    Kind.START: {"type": "request_welcome"},
    Kind.STICKER: {"type": "sticker", "sticker": {"mime_type": "image/webp", "animated": False}},
    Kind.VOICE: {"type": "audio", "audio": {"mime_type": "audio/ogg; codecs=opus", "voice": True}},
    Kind.PHOTO: {"type": "image", "image": {"mime_type": "image/jpeg"}},
    Kind.VIDEO: {"type": "video", "video": {"mime_type": "video/mp4"}},
    Kind.FILE: {
        "type": "document",
        "document": {"mime_type": "application/pdf", "filename": "a.pdf"},
    },
    Kind.LOCATION: {"type": "location", "location": {"latitude": 1.5, "longitude": 2.5}},
    Kind.CONTACT: {
        "type": "contacts",
        "contacts": [{"name": {"formatted_name": "A"}, "phones": [{"phone": "123"}]}],
    },
    Kind.REACTION: {"type": "reaction", "reaction": {"message_id": "wamid.1", "emoji": "👍"}},
    Kind.UNKNOWN: {
        "type": "unsupported",
        "errors": [UNSUPPORTED],
        "unsupported": {"type": "poll"},
    },
}
_MEDIA = (Kind.STICKER, Kind.VOICE, Kind.PHOTO, Kind.VIDEO, Kind.FILE)
_WITH_WORDS = (Kind.PHOTO, Kind.VIDEO, Kind.FILE)


class WhatsAppVendor(MetaVendor):
    """Changes as the Cloud API writes them; each event is what stands under "value"."""

    channel: ClassVar[type[WhatsAppInput]] = WhatsAppInput
    secrets: ClassVar[Sequence[str]] = secrets_of("WHATSAPP")
    own: ClassVar[dict[str, str]] = {"HEPATICA_WHATSAPP_PHONE_ID": PHONE_ID}
    codes: ClassVar[dict[Outcome, int]] = {
        Outcome.BROKEN: 131000,
        Outcome.BUSY: 130429,
        Outcome.REFUSED: 131009,
        Outcome.GONE: 131026,
    }

    def person(self, number: int) -> str:
        return f"DE.{1349120865530274190 + number}"

    def phone(self, number: int) -> str:
        return str(491510000000 + number)

    def request(
        self,
        events: Sequence[Event],
        at: float,  # noqa: ARG002 - Meta signs no time
        *,
        right_key: bool = True,
    ) -> Request:
        changes = [{"value": event, "field": "messages"} for event in events]
        return signed(whole(changes), APP_SECRET if right_key else APP_SECRET[::-1])

    def words(self, said: Said) -> Event:
        return self.event(said, type="text", text={"body": said.text})

    def event(self, said: Said, **content: Any) -> Event:
        person, phone = self.person(said.person), self.phone(said.person)
        contact = {"profile": {"name": "Ann"}, "wa_id": phone, "user_id": person}
        message = {
            "from": phone,
            "from_user_id": person,
            "id": f"wamid.HBgL{said.number}",
            "timestamp": str(int(said.at)),
            **content,
        }
        return value(messages=[message], contacts=[contact])

    def of_kind(self, kind: Kind, said: Said) -> Event | None:
        if kind is Kind.EDITED:
            text = {"type": "text", "text": {"body": said.text}}
            edit = {"original_message_id": "wamid.HBgL1", "message": text}
            return self.event(said, type="edit", edit=edit)
        content = dict(_CONTENT[kind])
        if kind in _MEDIA:
            name = content["type"]
            caption = {"caption": said.text} if said.text and kind in _WITH_WORDS else {}
            content[name] = {**content[name], "id": MEDIA, "sha256": "x", **caption}
        return self.event(said, **content)

    def in_group(self, said: Said) -> Event | None:
        return self.event(said, type="text", text={"body": said.text}, group_id=GROUP)

    def tapped(self, token: str, said: Said) -> Event | None:
        reply = {"type": "button_reply", "button_reply": {"id": token, "title": "x"}}
        context = {"from": "15550783881", "id": "wamid.HBgLsuggested"}
        return self.event(said, type="interactive", interactive=reply, context=context)

    def sent(self, call: Call) -> Sent | None:
        path = self.checked(call)
        if path == f"/v25.0/{PHONE_ID}/media":
            form = call.form()
            assert form == {"messaging_product": "whatsapp", "type": "image/png", "file": PNG}
            return None
        assert path == f"/v25.0/{PHONE_ID}/messages"
        fields = call.json()
        if fields.get("status") == "read":
            return None
        return self.message(fields)

    def message(self, fields: dict[str, Any]) -> Sent:
        """A message, within the limits of the Cloud API."""
        assert fields["messaging_product"] == "whatsapp"
        to = fields.get("recipient") or self._person_with(fields["to"])
        content = fields[fields["type"]]
        if fields["type"] == "image":
            assert content["id"] == MEDIA
            assert len(content["caption"]) <= 1024
            return Sent(to, content["caption"], picture=True)
        if fields["type"] == "text":
            assert content["preview_url"] is False
            return Sent(to, content["body"])
        assert 0 < len(content["body"]["text"]) <= 1024
        return Sent(to, content["body"]["text"], _choices(content))

    def _person_with(self, phone: str) -> str:
        return self.person(int(phone) - 491510000000) if phone.isdecimal() else phone

    def taken(self) -> dict[str, Any]:
        return {"messaging_product": "whatsapp", "messages": [{"id": "wamid.1"}], "id": MEDIA}


def _choices(content: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    action = content["action"]
    if content["type"] == "button":
        choices, longest, most = [button["reply"] for button in action["buttons"]], 20, 3
    else:
        assert 0 < len(action["button"]) <= 20
        choices, longest, most = action["sections"][0]["rows"], 24, 10
    assert len(choices) <= most
    assert all(len(choice["title"]) <= longest for choice in choices)
    return tuple((choice["title"], choice["id"]) for choice in choices)


def value(phone_id: str = PHONE_ID, **fields: Any) -> dict[str, Any]:
    metadata = {"display_phone_number": "15550783881", "phone_number_id": phone_id}
    return {"messaging_product": "whatsapp", "metadata": metadata, **fields}


def whole(changes: Sequence[dict[str, Any]]) -> dict[str, Any]:
    entry = {"id": ACCOUNT, "changes": list(changes)}
    return {"object": "whatsapp_business_account", "entry": [entry]}


VENDOR = WhatsAppVendor()
ROWS = ["Tell me more", "Simpler", "Side effects", "How long does it take"]


class Lists(Bot):
    """Suggests more than there is room for on buttons."""

    async def answer(self, message: UserMessage) -> list[BotUttered]:
        closing = contract("answer") | {"suggestions": ROWS}
        return [BotUttered(f"You said {message.text}"), BotUttered(None, {"custom": closing})]


class TestWhatsApp(ChannelConformance):
    """The suite on WhatsApp."""

    vendor = VENDOR

    def test_more_suggestions_than_buttons_are_a_list(self) -> None:
        async def talk(here: World) -> None:
            await here.hears(self.words(here, "hello"))
            (sent,) = here.api.taken
            assert [label for label, _ in sent.choices] == ROWS
            reply = {"id": sent.choices[3][1], "title": ROWS[3]}
            interactive = {"type": "list_reply", "list_reply": reply}
            said = Said(2, at=here.time.now())
            await here.hears(VENDOR.event(said, type="interactive", interactive=interactive))
            assert here.bot.texts[-1] == ROWS[3]

        self.run(talk, bot=Lists)

    def test_who_writes_sees_that_it_was_read_and_is_being_answered(self) -> None:
        async def talk(here: World) -> None:
            await here.hears(self.words(here, "hello"))
            (call,) = here.api.other
            assert call.json()["message_id"] == "wamid.HBgL1"
            assert call.json()["typing_indicator"] == {"type": "text"}

        self.run(talk)

    def test_messages_to_another_number_of_the_account_are_passed_over(self) -> None:
        async def talk(here: World) -> None:
            event = self.words(here, "hello")
            event["metadata"]["phone_number_id"] = ANOTHER
            assert await here.hears(event) == []
            assert here.bot.seen == []

        self.run(talk)

    def test_several_entries_changes_and_messages_are_all_read(self) -> None:
        async def talk(here: World) -> None:
            events = [self.words(here, str(n), n, n) for n in range(1, 5)]
            first = {**events[0], "messages": events[0]["messages"] + events[1]["messages"]}
            first["contacts"] = events[0]["contacts"] + events[1]["contacts"]
            status = value(statuses=[{"id": "wamid.1", "status": "delivered"}])
            body = whole([{"value": v, "field": "messages"} for v in (first, status, events[2])])
            body["entry"] += whole([{"value": events[3], "field": "messages"}])["entry"]
            assert await here.post(signed(body)) == 200
            await here.settled()
            assert sorted(here.bot.texts) == ["1", "2", "3", "4"]
            assert {s.to for s in here.api.taken} == {VENDOR.person(n) for n in range(1, 5)}

        self.run(talk)

    def test_somebody_who_hides_their_number_gets_an_answer(self) -> None:
        async def talk(here: World) -> None:
            event = self.words(here, "hello")
            del event["messages"][0]["from"], event["contacts"][0]["wa_id"]
            assert len(await here.hears(event)) == 1
            assert here.api.taken[0].to == VENDOR.person(1)

        self.run(talk)

    def test_a_group_sees_which_message_is_answered(self) -> None:
        (incoming,) = parsed(VENDOR.in_group(Said(5, "hello")))

        assert (incoming.sender, incoming.is_group) == (GROUP, True)
        assert incoming.address["context"] == {"message_id": "wamid.HBgL5"}

    def test_what_whatsapp_could_not_deliver_later_is_in_the_log(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        async def talk(here: World) -> None:
            errors = [{"code": 131047, "title": "Re-engagement message", "message": "xylophonic"}]
            failed = {"id": "wamid.1", "status": "failed", "errors": errors}
            assert await here.hears(value(statuses=[failed])) == []

        self.run(talk)
        assert "not delivered, error 131047" in caplog.text
        assert "xylophonic" not in caplog.text


def parsed(event: Event, channel: WhatsAppInput | None = None) -> list[Incoming]:
    channel = channel or WhatsAppInput(VENDOR.environment("http://127.0.0.1:1"))
    return list(channel.parse(Webhook("POST", body=VENDOR.request([event], 0).body)))


@pytest.mark.parametrize("kind", [*_CONTENT, Kind.EDITED, Kind.TEXT, Kind.CHOICE])
def test_pywa_accepts_our_requests_and_reads_the_same_in_them(kind: Kind) -> None:
    said = Said(7, "some words", at=1764380000)
    special = {Kind.TEXT: VENDOR.words(said), Kind.CHOICE: VENDOR.tapped("token", said)}
    event = special.get(kind) or VENDOR.of_kind(kind, said)
    request = VENDOR.request([event], 0)
    client, seen = pywa_client()

    assert client.webhook_update_validator(request.body, request.headers[SIGNATURE]) is None
    client.webhook_update_handler(request.body)

    (update,), ours = seen, parsed(event)
    if kind is Kind.REACTION:
        assert (update.reaction.emoji, ours) == ("👍", [])
        return
    (incoming,) = ours
    assert incoming.kind is kind
    assert (update.id, update.from_user.preferred_id) == (incoming.id, incoming.sender)
    assert update.timestamp.timestamp() == incoming.sent_at
    if kind is Kind.CHOICE:
        assert update.data == incoming.text
    elif kind is Kind.EDITED:
        assert update.message.text == incoming.text
    elif kind is not Kind.START:
        assert (update.text or update.caption or "") == incoming.text


def test_pywa_refuses_what_the_wrong_key_signed() -> None:
    request = VENDOR.request([VENDOR.words(Said(1, "hello"))], 0, right_key=False)
    client, _ = pywa_client()

    refused = client.webhook_update_validator(request.body, request.headers[SIGNATURE])

    assert refused == ("Forbidden", 403)


def pywa_client(session: httpx.Client | None = None) -> tuple[pywa.WhatsApp, list[Any]]:
    """WhatsApp as pywa knows it, and what it read in requests."""
    seen: list[Any] = []
    client = pywa.WhatsApp(
        PHONE_ID,
        TOKEN,
        session=session,
        server=None,
        app_secret=APP_SECRET,
        verify_token=VERIFY_TOKEN,
        api_version="25.0",
    )
    for handler in (
        MessageHandler,
        EditedMessageHandler,
        CallbackButtonHandler,
        CallbackSelectionHandler,
    ):
        client.add_handlers(handler(lambda _, update: seen.append(update)))
    return client, seen


CHOICES = tuple(Choice(label, f"token{number}") for number, label in enumerate(ROWS[:3]))
ONE_OF = {"text": "One of these:", "plain": ""}


@pytest.mark.parametrize(
    ("part", "as_pywa"),
    [
        (Part("Some words"), {}),
        (
            Part(**ONE_OF, choices=CHOICES),
            {"buttons": [Button(c.label, callback_data=c.token) for c in CHOICES]},
        ),
        (
            Part(**ONE_OF, choices=CHOICES, menu=Menu.ROWS),
            {
                "buttons": SectionList(
                    "", [Section("", [SectionRow(c.label, c.token) for c in CHOICES])]
                )
            },
        ),
    ],
    ids=["text", "buttons", "list"],
)
@pytest.mark.asyncio
@pytest.mark.parametrize("to", [VENDOR.phone(1), VENDOR.person(1), GROUP])
async def test_pywa_would_send_the_same(
    part: Part, as_pywa: dict[str, Any], to: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    field = "recipient" if to == VENDOR.person(1) else "to"
    kind = "group" if to == GROUP else "individual"
    address = {field: to, "recipient_type": kind}

    ours = await sent_by_us(Delivery(address, part, "key", 0, 0.0), monkeypatch)
    theirs = sent_by_pywa(lambda client: client.send_message(to, part.text, **as_pywa))

    assert ours.pop("biz_opaque_callback_data") == "key"
    if part.menu is Menu.ROWS:
        # What the list's button says is ours to choose; one section needs no title.
        assert ours["interactive"]["action"].pop("button")
        del theirs["interactive"]["action"]["button"]
        del theirs["interactive"]["action"]["sections"][0]["title"]
    assert ours == theirs


async def sent_by_us(delivery: Delivery, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    calls: list[dict[str, Any]] = []
    channel = WhatsAppInput(VENDOR.environment("http://127.0.0.1:1"))

    async def call(path: str, *, json: dict[str, Any]) -> dict[str, Any]:
        assert path == f"{PHONE_ID}/messages"
        calls.append(json)
        return {}

    monkeypatch.setattr(channel, "call", call)
    await channel.send(delivery)
    return calls[0]


def sent_by_pywa(send: Any) -> dict[str, Any]:
    calls: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        calls.append(request)
        contact = {"input": "x", "wa_id": "1", "user_id": "DE.1"}
        told = {"contacts": [contact], "messages": [{"id": "wamid.1"}], "success": True}
        return httpx.Response(200, json=told)

    client, _ = pywa_client(httpx.Client(transport=httpx.MockTransport(handle)))
    send(client)
    assert calls[0].url.path == f"/v25.0/{PHONE_ID}/messages"
    return dict(json.loads(calls[0].content))


@pytest.mark.asyncio
async def test_pywa_would_show_typing_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[dict[str, Any]] = []
    channel = WhatsAppInput(VENDOR.environment("http://127.0.0.1:1"))

    async def call(_: str, *, json: dict[str, Any]) -> dict[str, Any]:
        calls.append(json)
        return {}

    monkeypatch.setattr(channel, "call", call)
    await channel.seen(Incoming("wamid.7", "DE.1"))

    assert calls == [sent_by_pywa(lambda client: client.indicate_typing("wamid.7"))]


def test_a_list_of_chinese_suggestions_opens_with_a_chinese_word() -> None:
    part = Part("您可以接着问：", (Choice("副作用", "x"),), Menu.ROWS)

    assert not _interactive(part)["action"]["button"].isascii()


@pytest.mark.parametrize(
    ("fields", "sender", "address"),
    [
        ({}, VENDOR.person(1), {"to": VENDOR.phone(1)}),
        ({"from_user_id": None}, VENDOR.person(1), {"to": VENDOR.phone(1)}),
        ({"from": None}, VENDOR.person(1), {"recipient": VENDOR.person(1)}),
    ],
)
def test_a_conversation_keeps_its_name_when_a_number_is_hidden(
    fields: dict[str, Any], sender: str, address: dict[str, str]
) -> None:
    event = VENDOR.words(Said(1, "hello"))
    event["messages"][0].update(fields)

    (incoming,) = parsed(event)

    assert incoming.sender == sender
    assert incoming.address == {"recipient_type": "individual", **address}


def test_without_the_new_id_the_number_is_the_name() -> None:
    event = VENDOR.words(Said(1, "hello"))
    del event["messages"][0]["from_user_id"], event["contacts"][0]["user_id"]

    assert parsed(event)[0].sender == VENDOR.phone(1)


@pytest.mark.parametrize(
    "content",
    [
        {"type": "system", "system": {"body": "Ann changed", "type": "user_changed_number"}},
        {"type": "revoke", "revoke": {"original_message_id": "wamid.1"}},
    ],
)
def test_what_no_person_said_is_passed_over(content: dict[str, Any]) -> None:
    assert parsed(VENDOR.event(Said(1), **content)) == []


@pytest.mark.parametrize(
    "content",
    [
        {"type": "order", "order": {"catalog_id": "1", "text": "two", "product_items": []}},
        {"type": "interactive", "interactive": {"type": "nfm_reply", "nfm_reply": {"name": "x"}}},
        {"type": "unknown", "errors": [UNSUPPORTED]},
        {"type": "hologram", "hologram": "new"},
    ],
)
def test_what_is_not_known_gets_the_polite_answer(content: dict[str, Any]) -> None:
    assert parsed(VENDOR.event(Said(1), **content))[0].kind is Kind.UNKNOWN


def test_a_button_of_the_hospitals_own_template_counts_as_its_words() -> None:
    button = {"text": "What is TACE?", "payload": "internal"}
    (incoming,) = parsed(VENDOR.event(Said(1), type="button", button=button))

    assert (incoming.kind, incoming.text) == (Kind.TEXT, "What is TACE?")


def test_other_fields_of_the_account_are_passed_over() -> None:
    event = VENDOR.words(Said(1, "hello"))
    body = json.dumps(whole([{"value": event, "field": "smb_message_echoes"}])).encode()
    channel = WhatsAppInput(VENDOR.environment("http://127.0.0.1:1"))

    assert channel.parse(Webhook("POST", body=body)) == []
