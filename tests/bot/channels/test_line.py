"""LINE keeps what every channel has to, and what only LINE has."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

import pytest

from bot.channels.line import LOADING_SECONDS, REPLY_SECONDS, LineInput
from bot.messaging import Incoming, Kind, Webhook
from bot.web.settings import SettingsError
from tests.bot.channels.conformance import ChannelConformance
from tests.bot.messaging.platform import WAIT, Call, Event, Outcome, Request, Said, Sent, Vendor
from tests.bot.messaging.serving import PUBLIC, SHORT, Held, World
from tests.bot.messaging.vendor_sdks import Refused, ask

SECRET = "8c570fa6dd201bb328f1c1eac23a96d8"  # noqa: S105 - of the tests
TOKEN = "Bqw3Jf0+vT/9" * 14 + "FU="
GROUP, ROOM = f"C{7:032x}", f"R{8:032x}"
PROVIDER = {"contentProvider": {"type": "line"}}
QUOTE = {"quoteToken": "q3Plxr4AgKd"}
_FIELDS: dict[Kind, dict[str, Any]] = {
    Kind.STICKER: {
        "type": "sticker",
        "packageId": "1",
        "stickerId": "2",
        **QUOTE,
        "stickerResourceType": "STATIC",
    },
    Kind.VOICE: {"type": "audio", "duration": 3000, **PROVIDER},
    Kind.PHOTO: {"type": "image", **PROVIDER, **QUOTE},
    Kind.VIDEO: {"type": "video", "duration": 3000, **PROVIDER, **QUOTE},
    Kind.FILE: {"type": "file", "fileName": "letter.pdf", "fileSize": 2138},
    Kind.LOCATION: {"type": "location", "title": "x", "latitude": 1.5, "longitude": 2.5},
}
EMOJI = {"productId": "5ac1bfd5040ab15980c9b435", "emojiId": "001"}


class LineVendor(Vendor):
    """Events as LINE writes them, signed so that LINE's SDK accepts them.

    Every event and every call of ours is read by LINE's SDK, too.
    """

    channel: ClassVar[type[LineInput]] = LineInput
    secrets: ClassVar[Sequence[str]] = ("HEPATICA_LINE_SECRET", "HEPATICA_LINE_TOKEN")

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.refusals: list[tuple[int, str]] = []
        self._tokens: dict[str, str] = {}

    def environment(self, api: str) -> dict[str, str]:
        return {
            "HEPATICA_LINE_SECRET": SECRET,
            "HEPATICA_LINE_TOKEN": TOKEN,
            "HEPATICA_LINE_API": api,
        }

    def person(self, number: int) -> str:
        return f"U{number:032x}"

    def request(
        self,
        events: Sequence[Event],
        at: float,  # noqa: ARG002 - LINE signs no time
        *,
        right_key: bool = True,
    ) -> Request:
        body = json.dumps({"destination": self.person(0), "events": events}, ensure_ascii=False)
        signature = ask("line", "sign", body=body, secret=SECRET if right_key else SECRET[::-1])
        headers = {"Content-Type": "application/json", "X-Line-Signature": signature}
        return Request(body.encode(), headers)

    def words(self, said: Said) -> Event:
        return self.message(said, {"type": "text", "text": said.text, **QUOTE})

    def of_kind(self, kind: Kind, said: Said) -> Event | None:
        if kind is Kind.START:
            return self.event("follow", said, follow={"isUnblocked": False})
        if kind is Kind.UNKNOWN:
            # What LINE may think of one day; its SDK knows nothing of it yet.
            event = dict(self.words(said))
            return {**event, "message": {"type": "hologram", "id": "5"}}
        return self.message(said, _FIELDS[kind]) if kind in _FIELDS else None

    def in_group(self, said: Said) -> Event | None:
        source = {"type": "group", "groupId": GROUP, "userId": self.person(said.person)}
        return self.message(said, {"type": "text", "text": said.text, **QUOTE}, source=source)

    def tapped(self, token: str, said: Said) -> Event | None:
        return self.event("postback", said, postback={"data": token})

    def message(self, said: Said, message: dict[str, Any], **fields: Any) -> Event:
        return self.event("message", said, message={"id": str(said.number), **message}, **fields)

    def event(self, kind: str, said: Said, **fields: Any) -> Event:
        source = {"type": "user", "userId": self.person(said.person)}
        event = {
            "type": kind,
            "mode": "active",
            "timestamp": round(said.at * 1000),
            "webhookEventId": f"01{said.number:024}",
            "source": source,
            "deliveryContext": {"isRedelivery": False},
            **self.reply_token(kind, said),
            **fields,
        }
        source = event["source"]
        self._tokens[event.get("replyToken", "")] = source[f"{source['type']}Id"]
        return ask("line", "event", fields=event)

    def reply_token(self, kind: str, said: Said) -> dict[str, str]:
        if kind in ("unsend", "unfollow", "leave", "memberLeft"):
            return {}
        return {"replyToken": f"{said.number:016x}{said.person:016x}"}

    def sent(self, call: Call) -> Sent | None:
        assert call.headers["authorization"] == f"Bearer {TOKEN}"
        if call.path == "/v2/bot/chat/loading/start":
            ask("line", "call", name="ShowLoadingAnimationRequest", fields=call.json())
            return None
        self.calls.append(call)
        to = self._receiver(call)
        (message,) = call.json()["messages"]
        if message["type"] == "image":
            assert message["originalContentUrl"] == message["previewImageUrl"]
            assert message["previewImageUrl"].startswith(f"{PUBLIC}/webhooks/line/pictures/")
            return Sent(to, "", picture=True)
        actions = [item["action"] for item in message.get("quickReply", {}).get("items", [])]
        assert all(action["displayText"] == action["label"] for action in actions)
        return Sent(to, message["text"], tuple((a["label"], a["data"]) for a in actions))

    def _receiver(self, call: Call) -> str:
        fields = call.json()
        if call.path == "/v2/bot/message/reply":
            # LINE turns a reply with this header down.
            assert "x-line-retry-key" not in call.headers
            ask("line", "call", name="ReplyMessageRequest", fields=fields)
            return self._tokens[fields["replyToken"]]
        assert call.path == "/v2/bot/message/push"
        assert UUID(call.headers["x-line-retry-key"])
        ask("line", "call", name="PushMessageRequest", fields=fields)
        return str(fields["to"])

    def answer(self, outcome: Outcome) -> tuple[int, dict[str, str], Any]:
        if outcome is Outcome.TAKEN:
            return 200, {}, {"sentMessages": [{"id": "461230966842064897"}]}
        status, told = {
            Outcome.BUSY: (429, "The API rate limit has been exceeded. Try again later."),
            Outcome.REFUSED: (400, "The request body has 1 error(s)"),
            Outcome.GONE: (400, "Failed to send messages"),
        }.get(outcome, (500, "Internal Server Error"))
        if outcome is Outcome.REFUSED and self.refusals:
            status, told = self.refusals.pop(0)
        # LINE itself names no time; gateways in front of it may.
        headers = {"Retry-After": str(WAIT)} if outcome is Outcome.BUSY else {}
        return status, headers, {"message": told}


class TestLine(ChannelConformance):
    """The suite on LINE."""

    vendor: ClassVar[LineVendor] = LineVendor()

    @pytest.fixture(autouse=True)
    def _fresh(self) -> None:
        self.vendor.calls.clear()
        self.vendor.refusals.clear()

    def ways(self) -> list[str]:
        return [call.path.rpartition("/")[2] for call in self.vendor.calls]

    def keys(self) -> list[str | None]:
        return [call.headers.get("x-line-retry-key") for call in self.vendor.calls]

    def refuse(self, here: World, status: int, told: str) -> None:
        self.vendor.refusals.append((status, told))
        here.api.will(Outcome.REFUSED)

    # Replies and pushes.

    def test_the_first_part_is_a_reply_and_the_others_are_pushed(self) -> None:
        async def talk(here: World) -> None:
            await here.hears(self.words(here, "figures"))
            assert self.ways() == ["reply", *["push"] * (len(here.api.taken) - 1)]
            assert len(set(self.keys())) == len(here.api.taken) > 1

        self.run(talk)

    def test_an_answer_that_is_late_is_pushed(self) -> None:
        async def first(here: World) -> None:
            await here.happens(self.words(here, "held"))
            await here.bot.begun.wait()  # type: ignore[attr-defined]

        async def second(here: World) -> None:
            await here.settled()
            assert self.ways() == ["push"]

        self.run(first, bot=Held)
        self.run(second, moved=REPLY_SECONDS + 1)

    def test_where_the_reply_token_is_used_up_the_part_is_pushed(self) -> None:
        async def talk(here: World) -> None:
            self.refuse(here, 400, "Invalid reply token")
            (reply,) = await here.hears(self.words(here, "hello"))
            assert reply.startswith("You said hello")
            assert self.ways() == ["reply", "push"]

        self.run(talk)

    def test_a_push_that_is_tried_again_has_its_key_again(self) -> None:
        async def talk(here: World) -> None:
            here.api.will(Outcome.TAKEN, Outcome.BROKEN, Outcome.DROPS)
            await here.hears(self.words(here, "figures"))
            _, first, second, third, *others = self.keys()
            assert first == second == third
            assert first not in others

        self.run(talk)

    def test_a_push_that_was_taken_before_is_not_sent_again(self) -> None:
        async def talk(here: World) -> None:
            here.api.will(Outcome.TAKEN)
            self.refuse(here, 409, "The retry key is already accepted")
            await here.hears(self.words(here, "figures"))
            texts = [sent.text for sent in here.api.tried]
            assert len(texts) == len(set(texts))
            assert here.time.pauses == []

        self.run(talk)

    # What LINE refuses.

    def test_when_the_month_is_used_up_the_next_question_is_still_answered(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        async def talk(here: World) -> None:
            here.api.will(Outcome.TAKEN)
            self.refuse(here, 429, "You have reached your monthly limit.")
            await here.hears(self.words(here, "figures", 1))
            assert here.time.pauses == []
            assert "the messages of this month are used up" in caplog.text
            assert len(await here.hears(self.words(here, "hello", 2))) == 1

        self.run(talk)

    def test_a_busy_api_that_names_no_time_is_tried_again(self) -> None:
        async def talk(here: World) -> None:
            self.refuse(here, 429, "The API rate limit has been exceeded. Try again later.")
            assert len(await here.hears(self.words(here, "hello"))) == 1
            assert len(here.time.pauses) == 1

        self.run(talk)

    @pytest.mark.parametrize(("status", "hint"), [(401, "HEPATICA_LINE_TOKEN"), (403, "Security")])
    def test_a_wrong_token_or_server_is_named_in_the_log_and_nothing_is_lost(
        self, status: int, hint: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        async def talk(here: World) -> None:
            self.refuse(here, status, "Authentication failed")
            assert len(await here.hears(self.words(here, "hello"))) == 1
            assert hint in caplog.text

        self.run(talk)

    def test_what_is_too_large_for_line_is_not_tried_for_ever(self) -> None:
        async def talk(here: World) -> None:
            self.refuse(here, 413, "Payload Too Large")
            assert await here.hears(self.words(here, "hello")) == []
            assert here.time.pauses == []

        self.run(talk)

    # Groups.

    def test_a_group_sees_which_message_is_answered(self) -> None:
        async def talk(here: World) -> None:
            await here.hears(self.vendor.in_group(Said(1, "hello", at=here.time.now())))
            assert here.api.taken[0].to == GROUP
            assert self.vendor.calls[0].json()["messages"][0]["quoteToken"] == "q3Plxr4AgKd"

        self.run(talk)

    def test_where_the_quoted_message_is_gone_the_words_arrive(self) -> None:
        async def talk(here: World) -> None:
            self.refuse(here, 400, "The request body has 1 error(s)")
            said = Said(1, "I am vomiting blood", at=here.time.now())
            assert await here.hears(self.vendor.in_group(said))
            assert "quoteToken" not in self.vendor.calls[1].json()["messages"][0]

        self.run(talk)

    def test_dots_move_in_private_only(self) -> None:
        async def talk(here: World) -> None:
            at = here.time.now()
            await here.hears(
                self.vendor.in_group(Said(1, "hello", at=at)), self.words(here, "a", 2)
            )
            (call,) = here.api.other
            assert call.json() == {
                "chatId": self.vendor.person(1),
                "loadingSeconds": LOADING_SECONDS,
            }

        self.run(talk)

    # Requests.

    def test_the_button_that_checks_the_address_is_answered(self) -> None:
        async def talk(here: World) -> None:
            assert await here.hears() == []

        self.run(talk)

    def test_an_event_that_line_delivers_anew_is_answered_once(self) -> None:
        async def talk(here: World) -> None:
            event = self.words(here, "hello")
            again = {**event, "deliveryContext": {"isRedelivery": True}, "replyToken": "f" * 32}
            assert len(await here.hears(event)) == 1
            assert await here.hears(again) == []

        self.run(talk)

    def test_without_a_public_address_the_words_arrive_without_the_picture(self) -> None:
        async def talk(here: World) -> None:
            texts = await here.hears(self.words(here, "chart"))
            assert texts[0].startswith("You said chart")
            assert not any(sent.picture for sent in here.api.tried)
            assert here.api.taken[-1].choices

        self.run(talk, HEPATICA_PUBLIC_URL="")

    def test_a_tap_is_shown_as_the_words_of_the_button(self) -> None:
        async def talk(here: World) -> None:
            await here.hears(self.words(here, "short"))
            items = self.vendor.calls[0].json()["messages"][0]["quickReply"]["items"]
            assert [item["action"]["displayText"] for item in items] == SHORT

        self.run(talk)


def parsed(*events: Event) -> list[Incoming]:
    channel = LineInput(LineVendor().environment("http://127.0.0.1:1"))
    body = json.dumps({"destination": "U0", "events": events}).encode()
    return list(channel.parse(Webhook("POST", body=body)))


def text(words: str, **fields: Any) -> Event:
    return LineVendor().message(Said(1, at=5), {"type": "text", "text": words, **QUOTE, **fields})


def test_the_sdk_reads_our_events_as_its_own_and_refuses_other_keys() -> None:
    vendor = LineVendor()
    kinds = [vendor.of_kind(kind, Said(1, at=5)) for kind in _FIELDS]
    events = [*kinds, vendor.words(Said(1, "肝")), vendor.tapped("x", Said(1))]
    request = vendor.request(events, 0)
    body, signature = request.body.decode(), request.headers["X-Line-Signature"]

    read = ask("line", "parse", body=body, secret=SECRET, signature=signature)
    assert read[0] == "MessageEvent/StickerMessageContent"
    assert read[-2:] == ["MessageEvent/TextMessageContent", "PostbackEvent"]
    assert not any("Unknown" in name for name in read)
    with pytest.raises(Refused, match="InvalidSignature"):
        ask("line", "parse", body=body, secret=SECRET[::-1], signature=signature)


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("unfollow", {}),
        ("join", {}),
        ("leave", {}),
        ("memberJoined", {"joined": {"members": [{"type": "user", "userId": "U1"}]}}),
        ("memberLeft", {"left": {"members": [{"type": "user", "userId": "U1"}]}}),
        ("unsend", {"unsend": {"messageId": "1"}}),
        ("videoPlayComplete", {"videoPlayComplete": {"trackingId": "1"}}),
        ("beacon", {"beacon": {"hwid": "d41d8cd98f", "type": "enter"}}),
        ("accountLink", {"link": {"result": "ok", "nonce": "x"}}),
    ],
)
def test_what_nobody_said_is_passed_over(
    kind: str, fields: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG, logger="bot"):
        assert parsed(LineVendor().event(kind, Said(1, at=5), **fields)) == []

    assert not caplog.records


def test_a_chat_that_another_program_has_is_passed_over() -> None:
    event = LineVendor().message(
        Said(1, at=5), {"type": "text", "text": "a", **QUOTE}, mode="standby"
    )

    assert parsed(event) == []


def test_a_message_tells_when_it_was_sent_and_where_to_answer() -> None:
    (read,) = parsed(LineVendor().words(Said(3, "hello", at=1_790_000_000.25)))

    assert read.sent_at == 1_790_000_000.25
    assert read.address == {"to": read.sender, "reply": f"{3:016x}{1:016x}"}


def test_a_chat_of_several_people_is_a_group() -> None:
    source = {"type": "room", "roomId": ROOM, "userId": "U1"}
    event = LineVendor().message(
        Said(1, at=5), {"type": "text", "text": "a", **QUOTE}, source=source
    )

    assert [(read.sender, read.is_group) for read in parsed(event)] == [(ROOM, True)]


def test_a_message_that_was_changed_in_a_group_is_an_edited_one() -> None:
    source = {"type": "group", "groupId": GROUP, "userId": "U1"}
    message = {"id": "1", "type": "text", "text": "better", **QUOTE}
    event = LineVendor().event("messageEdited", Said(2, at=5), message=message, source=source)

    assert [(read.kind, read.text) for read in parsed(event)] == [(Kind.EDITED, "better")]


def test_a_mention_leaves_the_words_as_they_are() -> None:
    mentionee = {"index": 0, "length": 5, "type": "user", "isSelf": True}
    (read,) = parsed(text("@Liver 我吐血了", mention={"mentionees": [mentionee]}))

    assert read.text == "@Liver 我吐血了"


def test_the_names_of_emojis_are_no_words() -> None:
    emojis = [{"index": 3, "length": 6, **EMOJI}, {"index": 14, "length": 7, **EMOJI}]
    (read,) = parsed(text("👍 (moon) 肝癌? (happy)", emojis=emojis))

    assert (read.kind, read.text.split()) == (Kind.TEXT, ["👍", "肝癌?"])


def test_emojis_alone_are_no_question() -> None:
    (read,) = parsed(text("(moon)", emojis=[{"index": 0, "length": 6, **EMOJI}]))

    assert (read.kind, read.text) == (Kind.STICKER, "")


def test_words_in_brackets_that_somebody_wrote_stay() -> None:
    assert parsed(text("pain (moon) "))[0].text == "pain (moon) "


def test_words_on_a_sticker_are_read() -> None:
    message = {**_FIELDS[Kind.STICKER], "text": "it hurts"}
    (read,) = parsed(LineVendor().message(Said(1, at=5), message))

    assert (read.kind, read.text) == (Kind.STICKER, "it hurts")


@pytest.mark.parametrize("value", [SECRET.upper(), SECRET[:-1], f"{SECRET}0", TOKEN])
def test_a_secret_of_another_shape_is_not_taken(value: str) -> None:
    environment = LineVendor().environment("http://127.0.0.1:1")

    with pytest.raises(SettingsError, match="HEPATICA_LINE_SECRET"):
        LineInput({**environment, "HEPATICA_LINE_SECRET": value})


@pytest.mark.parametrize("url", ["http://api.line.me", "ftp://x", "http://127.0.0.1.evil.org"])
def test_the_token_is_only_sent_over_a_secure_line(url: str) -> None:
    with pytest.raises(SettingsError, match="HEPATICA_LINE_API"):
        LineInput(LineVendor().environment(url))
