"""WeChat keeps what every channel has to, and reads its own messages and events.

Requests are signed and encrypted by wechatpy.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import WeChatSigner

from bot.channels.wechat import OLDEST, WeChatInput
from bot.channels.wechat_api import A_MINUTE
from bot.messaging import Incoming, Kind, Unverified, Webhook
from bot.web.settings import SettingsError
from tests.bot.channels.conformance import ChannelConformance
from tests.bot.messaging.platform import PNG, Call, Event, Outcome, Request, Said, Sent, Vendor
from tests.bot.messaging.serving import SHORT, Held, World

APP_ID = "wx0a1b2c3d4e5f6071"
APP_SECRET = "0c8e9b1f6d2a4b7c8f3e5d6a7b9c0d1e"  # noqa: S105 - of the tests
TOKEN = "9d2f4c6e8a0b1d3f5e7c9a8b6d4f2e0c"  # noqa: S105 - of the tests
AES_KEY = "kVq3Jt8Zx1Lw6Nf0Rb5Hy2Uc7Gd4Sm9Pe3Ka8Ti1XoW"
OTHER_APP_ID = "wx1716f5e4d3c2b1a0"
NONCE = "1320562132"
ACCESS = "57_access-token-of-the-tests"
OURS = "gh_a1b2c3d4e5f6"
_FIELDS: dict[Kind, dict[str, str]] = {
    Kind.PHOTO: {"MsgType": "image", "PicUrl": "https://mmbiz.qpic.cn/x/0", "MediaId": "m1"},
    Kind.VOICE: {
        "MsgType": "voice",
        "MediaId": "m2",
        "Format": "amr",
        "Recognition": "what is this",
        "MediaId16K": "m3",
    },
    Kind.VIDEO: {"MsgType": "shortvideo", "MediaId": "m4", "ThumbMediaId": "m5"},
    Kind.FILE: {"MsgType": "file", "Title": "letter.pdf", "FileTotalLen": "1024"},
    Kind.LOCATION: {
        "MsgType": "location",
        "Location_X": "39.9",
        "Location_Y": "116.4",
        "Scale": "15",
        "Label": "Beijing",
    },
    Kind.STICKER: {"MsgType": "text", "Content": "【收到不支持的消息类型，暂无法显示】"},
    Kind.UNKNOWN: {"MsgType": "link", "Title": "x", "Description": "y", "Url": "https://x.example"},
}


def xml_of(fields: Mapping[str, Any]) -> str:
    """XML as WeChat writes it: words as CDATA, numbers plain."""
    lines = [
        f"<{name}>{value}</{name}>"
        if isinstance(value, int)
        else f"<{name}><![CDATA[{value}]]></{name}>"
        for name, value in fields.items()
    ]
    return "\n".join(["<xml>", *lines, "</xml>"])


def signature(token: str, *words: str) -> str:
    signer = WeChatSigner()
    signer.add_data(token, *words)
    return str(signer.signature)


def sealed(
    xml: str, at: float, *, token: str = TOKEN, app_id: str = APP_ID, key: str = AES_KEY
) -> Request:
    """A request in safe mode."""
    stamp = str(int(at))
    answer = WeChatCrypto(token, key, app_id).encrypt_message(xml, NONCE, stamp)
    # The same encryption as in the answers to WeChat, but the signature stands in the address.
    encrypted = answer.partition("<Encrypt><![CDATA[")[2].partition("]]>")[0]
    body = xml_of({"ToUserName": OURS, "Encrypt": encrypted})
    query = {
        **plainly_signed(stamp, token),
        "openid": "oPerson",
        "encrypt_type": "aes",
        "msg_signature": signature(token, stamp, NONCE, encrypted),
    }
    return Request(body.encode(), {"Content-Type": "text/xml"}, query)


def plainly_signed(stamp: str, token: str = TOKEN) -> dict[str, str]:
    return {"signature": signature(token, stamp, NONCE), "timestamp": stamp, "nonce": NONCE}


class WeChatVendor(Vendor):
    """Messages and events as an Official Account in safe mode gets them."""

    channel: ClassVar[type[WeChatInput]] = WeChatInput
    secrets: ClassVar[Sequence[str]] = (
        "HEPATICA_WECHAT_APP_SECRET",
        "HEPATICA_WECHAT_TOKEN",
        "HEPATICA_WECHAT_AES_KEY",
    )
    signs_time: ClassVar[bool] = True
    batches: ClassVar[bool] = False

    def environment(self, api: str) -> dict[str, str]:
        return {
            "HEPATICA_WECHAT_APP_ID": APP_ID,
            "HEPATICA_WECHAT_APP_SECRET": APP_SECRET,
            "HEPATICA_WECHAT_TOKEN": TOKEN,
            "HEPATICA_WECHAT_AES_KEY": AES_KEY,
            "HEPATICA_WECHAT_LANGUAGE": "en",
            "HEPATICA_WECHAT_API": api,
        }

    def person(self, number: int) -> str:
        return f"oABC-def_{number:019d}"

    def request(self, events: Sequence[Event], at: float, *, right_key: bool = True) -> Request:
        (event,) = events
        return sealed(xml_of(event), at, token=TOKEN if right_key else TOKEN[::-1])

    def words(self, said: Said) -> Event:
        return self.message(said, MsgType="text", Content=said.text)

    def message(self, said: Said, **fields: Any) -> dict[str, Any]:
        return {
            "ToUserName": OURS,
            "FromUserName": self.person(said.person),
            "CreateTime": int(said.at),
            **fields,
            "MsgId": 24_000_000_000_000_000 + said.number,
        }

    def happening(self, name: str, said: Said, **fields: Any) -> dict[str, Any]:
        event = self.message(said, MsgType="event", Event=name, **fields)
        del event["MsgId"]
        return event

    def of_kind(self, kind: Kind, said: Said) -> Event | None:
        if kind is Kind.START:
            return self.happening("subscribe", said, EventKey="qrscene_clinic")
        fields = _FIELDS.get(kind)
        return fields and self.message(said, **fields)

    def tapped(self, token: str, said: Said) -> Event | None:
        return self.message(said, MsgType="text", Content=token, bizmsgmenuid=101)

    def changed(self, body: bytes) -> bytes:
        return body.replace(b"]]></Encrypt>", b"A]]></Encrypt>")

    def junk(self) -> Event:
        return {"Nonsense": "x"}

    def sent(self, call: Call) -> Sent | None:
        address = urlsplit(call.path)
        if address.path == "/cgi-bin/stable_token":
            return None
        assert parse_qs(address.query)["access_token"] == [ACCESS]
        if address.path != "/cgi-bin/message/custom/send":
            return None
        assert b"\\u" not in call.body
        said = call.json()
        content = said[said["msgtype"]]
        if said["msgtype"] == "image":
            assert content == {"media_id": "media-1"}
            return Sent(said["touser"], "", picture=True)
        if said["msgtype"] == "msgmenu":
            # Whoever taps sends the words that stand there.
            choices = tuple((row["content"], row["content"]) for row in content["list"])
            return Sent(said["touser"], content["head_content"], choices)
        assert said["msgtype"] == "text"
        return Sent(said["touser"], content["content"])

    def answer(self, outcome: Outcome) -> tuple[int, dict[str, str], Any]:
        number, told = {
            Outcome.BROKEN: (-1, "system error"),
            Outcome.BUSY: (45011, "api minute-quota reach limit, must slower"),
            Outcome.REFUSED: (45002, "content size out of limit"),
            Outcome.GONE: (45015, "response out of time limit or subscription is canceled"),
        }.get(outcome, (0, "ok"))
        if number:
            return 200, {}, {"errcode": number, "errmsg": f"{told} rid: 6604ca78"}
        kept = {"access_token": ACCESS, "expires_in": 7200, "media_id": "media-1"}
        return 200, {}, {"errcode": 0, "errmsg": "ok", **kept}


class TestWeChat(ChannelConformance):
    """The suite on WeChat."""

    vendor = WeChatVendor()

    # What the suite cannot know of: XML, and a tap that comes as words.

    def test_another_message_under_the_same_signature_is_refused(self) -> None:
        async def talk(here: World) -> None:
            request = sealed(xml_of(self.words(here, "hello")), here.time.now())
            other = sealed(xml_of(self.words(here, "hullo")), here.time.now())
            assert await here.post(replace(request, body=other.body)) == 403
            await self._nothing_happened(here)

        self.run(talk)

    @pytest.mark.parametrize("body", [b"<xml", b"<xml/>", b"<a>" * 80_000])
    def test_a_signed_body_that_is_none_does_no_harm(self, body: bytes) -> None:
        async def talk(here: World) -> None:
            query = sealed("<xml/>", here.time.now()).query
            assert await here.post(Request(body, {}, query)) == 403
            await self._nothing_happened(here)
            assert len(await here.hears(self.words(here, "hello"))) == 1

        self.run(talk)

    def test_a_choice_that_was_never_offered_is_not_taken_for_words(self) -> None:
        """On WeChat it is: the words that stood there come back, and can always be answered."""

        async def talk(here: World) -> None:
            event = self.vendor.tapped("What is TACE?", Said(2, at=here.time.now()))
            await here.hears(event)
            assert here.bot.texts == ["What is TACE?"]

        self.run(talk)

    # The account.

    def test_a_message_for_another_account_is_refused(self) -> None:
        async def talk(here: World) -> None:
            xml = xml_of(self.words(here, "hello"))
            for request in (
                sealed(xml, here.time.now(), app_id=OTHER_APP_ID),
                sealed(xml, here.time.now(), key=AES_KEY[::-1]),
            ):
                assert await here.post(request) == 403
            await self._nothing_happened(here)

        self.run(talk)

    def test_a_message_that_is_not_encrypted_is_refused_in_safe_mode(self) -> None:
        async def talk(here: World) -> None:
            query = plainly_signed(str(int(here.time.now())))
            body = xml_of(self.words(here, "hello")).encode()
            assert await here.post(Request(body, {}, query)) == 403
            await self._nothing_happened(here)

        self.run(talk)

    def test_a_signature_of_an_earlier_request_does_not_fit_a_new_time(self) -> None:
        async def talk(here: World) -> None:
            request = sealed(xml_of(self.words(here, "hello")), here.time.now() - 3600)
            query = {**request.query, "timestamp": str(int(here.time.now()))}
            assert await here.post(Request(request.body, {}, query)) == 403
            await self._nothing_happened(here)

        self.run(talk)

    def test_in_plain_mode_messages_are_answered_and_the_log_warns(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        async def talk(here: World) -> None:
            at = str(int(here.time.now()))
            body = xml_of(self.words(here, "什么是肝癌？")).encode()
            assert await here.post(Request(body, {}, plainly_signed(at))) == 200
            wrong = plainly_signed(at, TOKEN[::-1])
            assert await here.post(Request(body, {}, wrong)) == 403
            await here.settled()
            assert here.bot.texts == ["什么是肝癌？"]

        self.run(talk, HEPATICA_WECHAT_MODE="plain", HEPATICA_WECHAT_AES_KEY="")
        assert "plain mode" in caplog.text

    def test_the_address_can_be_checked_in_the_console(self) -> None:
        async def talk(here: World) -> None:
            now = here.time.now()
            for at, token, status in (
                (now, TOKEN, 200),
                (now, TOKEN[::-1], 403),
                (now - OLDEST - 60, TOKEN, 403),
            ):
                query = {**plainly_signed(str(int(at)), token), "echostr": "5838479218127813673"}
                async with here.session.get(here.url, params=query) as response:
                    assert response.status == status
                    is_echoed = await response.text() == "5838479218127813673"
                    assert is_echoed == (status == 200)
                    assert response.content_type == "text/plain"

        self.run(talk)

    # Five seconds, three times.

    def test_a_slow_reply_comes_late_and_once_however_often_wechat_asks(self) -> None:
        async def talk(here: World) -> None:
            request = self.vendor.request([self.words(here, "held")], here.time.now())
            sent = {"params": request.query, "data": request.body, "headers": request.headers}
            for _ in range(3):
                async with here.session.post(here.url, **sent) as response:
                    assert await response.text() == "success"
            assert here.api.tried == []
            here.bot.let.set()  # type: ignore[attr-defined]
            await here.settled()
            assert [text.split("\n")[0] for text in here.api.texts()] == ["You said held"]

        self.run(talk, bot=Held)

    # Events.

    def test_whoever_follows_is_greeted_once_however_often_wechat_tells(self) -> None:
        async def talk(here: World) -> None:
            event = self.vendor.happening("subscribe", Said(1, at=here.time.now()), EventKey="")
            assert len(await here.hears(event, event, event)) == 1
            assert here.bot.texts == ["你好"]

        self.run(talk, HEPATICA_WECHAT_LANGUAGE="zh")

    def test_whoever_leaves_and_comes_again_is_greeted_again(self) -> None:
        async def talk(here: World) -> None:
            now = here.time.now()
            first = self.vendor.happening("subscribe", Said(1, at=now), EventKey="")
            left = self.vendor.happening("unsubscribe", Said(1, at=now + 5), EventKey="")
            again = self.vendor.happening("subscribe", Said(1, at=now + 9), EventKey="")
            assert len(await here.hears(first)) == 1
            assert await here.hears(left) == []
            assert len(await here.hears(again)) == 1

        self.run(talk)

    def test_own_replies_are_chinese_unless_the_hospital_says_otherwise(self) -> None:
        async def talk(here: World) -> None:
            event = self.vendor.of_kind(Kind.VOICE, Said(1, at=here.time.now()))
            (reply,) = await here.hears(event)
            assert "我听不了语音" in reply

        self.run(talk, HEPATICA_WECHAT_LANGUAGE="")

    # The API.

    def test_typing_is_shown(self) -> None:
        async def talk(here: World) -> None:
            await here.hears(self.words(here, "hello"))
            await here.until(lambda: self._calls(here, "message/custom/typing"))
            (call,) = self._calls(here, "message/custom/typing")
            assert call.json() == {"touser": self.vendor.person(1), "command": "Typing"}

        self.run(talk)

    def test_a_picture_is_brought_to_wechat_first(self) -> None:
        async def talk(here: World) -> None:
            await here.hears(self.words(here, "chart"))
            (call,) = self._calls(here, "media/upload")
            assert "type=image" in call.path
            assert call.form()["media"] == PNG

        self.run(talk)

    def test_the_access_token_is_asked_for_once_and_again_before_it_ends(self) -> None:
        async def talk(here: World) -> None:
            await here.happens(self.words(here, "one", 1, 1))
            await here.happens(self.words(here, "two", 2, 2))
            await here.settled()
            (call,) = self._calls(here, "stable_token")
            assert call.json() == {
                "grant_type": "client_credential",
                "appid": APP_ID,
                "secret": APP_SECRET,
            }
            here.time.moved += 7200 - 30
            await here.hears(self.words(here, "three", 3))
            assert len(self._calls(here, "stable_token")) == 2

        self.run(talk)

    @pytest.mark.parametrize("number", [40001, 40014, 42001])
    def test_an_access_token_that_ended_early_is_asked_for_anew(
        self, number: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._fails_with(monkeypatch, number)

        async def talk(here: World) -> None:
            here.api.will(Outcome.REFUSED)
            assert len(await here.hears(self.words(here, "hello"))) == 1
            assert len(self._calls(here, "stable_token")) == 2

        self.run(talk)

    @pytest.mark.parametrize("number", [40003, 43004, 43019, 45015, 48002])
    def test_nothing_more_is_sent_to_whom_wechat_will_not_let_us_write(
        self, number: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._fails_with(monkeypatch, number)

        async def talk(here: World) -> None:
            here.api.will(Outcome.REFUSED)
            assert await here.hears(self.words(here, "figures")) == []
            assert len(here.api.tried) == 1

        self.run(talk)

    @pytest.mark.parametrize(
        ("number", "hint"), [(48001, "only verified accounts may"), (50002, "restricted")]
    )
    def test_what_the_hospital_has_to_mend_is_logged_and_the_reply_waits(
        self,
        number: int,
        hint: str,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        self._fails_with(monkeypatch, number)

        async def talk(here: World) -> None:
            here.api.will(Outcome.REFUSED)
            assert len(await here.hears(self.words(here, "hello"))) == 1

        with caplog.at_level(logging.ERROR, logger="bot"):
            self.run(talk)
        assert hint in caplog.text

    def test_what_is_beyond_five_messages_waits_and_is_not_lost(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._fails_with(monkeypatch, 45047)
        parts = self._parts_of("figures")

        async def talk(here: World) -> None:
            here.api.will(Outcome.TAKEN, *[Outcome.REFUSED] * 3)
            assert await here.hears(self.words(here, "figures")) == parts
            assert len(here.time.pauses) == 3

        self.run(talk)

    def test_the_minute_that_wechat_asks_for_is_waited(self) -> None:
        async def talk(here: World) -> None:
            here.api.will(Outcome.BUSY)
            await here.hears(self.words(here, "hello"))
            assert here.time.pauses == [A_MINUTE]

        self.run(talk)

    @pytest.mark.parametrize(
        ("told", "hint"),
        [
            ({"errcode": 40164, "errmsg": "invalid ip 192.0.2.7"}, "IP whitelist"),
            ({"errcode": 40125, "errmsg": "invalid appsecret"}, "HEPATICA_WECHAT_APP_SECRET"),
            ({"errcode": 40001, "errmsg": "invalid credential"}, "HEPATICA_WECHAT_APP_SECRET"),
            ({}, "no access token"),
        ],
    )
    def test_without_an_access_token_the_reply_waits_and_the_log_tells_why(
        self,
        told: dict[str, Any],
        hint: str,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        answer = self.vendor.answer
        refusals = [told]
        monkeypatch.setattr(
            self.vendor,
            "answer",
            lambda outcome: (200, {}, refusals.pop()) if refusals else answer(outcome),
        )

        async def talk(here: World) -> None:
            assert len(await here.hears(self.words(here, "hello"))) == 1

        with caplog.at_level(logging.ERROR, logger="bot"):
            self.run(talk)
        assert hint in caplog.text
        assert APP_SECRET not in caplog.text

    def test_where_menus_are_not_allowed_the_suggestions_are_written_out(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._fails_with(monkeypatch, 40200)

        async def talk(here: World) -> None:
            here.api.will(Outcome.REFUSED)
            (reply,) = await here.hears(self.words(here, "short"))
            assert all(f"- {text}" in reply for text in SHORT)

        self.run(talk)

    def _calls(self, here: World, method: str) -> list[Call]:
        return [call for call in here.api.other if urlsplit(call.path).path.endswith(method)]

    def _fails_with(self, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
        """Let ``Outcome.REFUSED`` be this error number."""
        answer = self.vendor.answer

        def told(outcome: Outcome) -> tuple[int, dict[str, str], Any]:
            if outcome is Outcome.REFUSED:
                return 200, {}, {"errcode": number, "errmsg": "no hint: [x]"}
            return answer(outcome)

        monkeypatch.setattr(self.vendor, "answer", told)


def channel(**settings: str) -> WeChatInput:
    return WeChatInput({**WeChatVendor().environment("http://127.0.0.1:1"), **settings})


def parsed(xml: str) -> list[Incoming]:
    request = sealed(xml, time.time())
    return list(channel().parse(Webhook("POST", query=request.query, body=request.body)))


def read(event: Mapping[str, Any]) -> list[Incoming]:
    return parsed(xml_of(event))


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"MsgType": "text", "Content": "什么是肝癌？ 👩‍👩‍👧 a & b < c"}, Kind.TEXT),
        ({"MsgType": "text", "Content": "2", "bizmsgmenuid": 101}, Kind.TEXT),
        ({"MsgType": "text", "Content": "[Unsupported Message]"}, Kind.STICKER),
        ({"MsgType": "video", "MediaId": "x", "ThumbMediaId": "y"}, Kind.VIDEO),
        ({"MsgType": "miniprogrampage", "Title": "x"}, Kind.UNKNOWN),
        ({"MsgType": "hologram"}, Kind.UNKNOWN),
    ],
)
def test_a_message_is_of_its_kind(fields: dict[str, Any], kind: Kind) -> None:
    (incoming,) = read(WeChatVendor().message(Said(7, at=1_795_000_000), **fields))

    assert incoming.kind is kind
    assert incoming.text == (fields["Content"] if kind is Kind.TEXT else "")
    assert incoming.id == "24000000000000007"
    assert incoming.sent_at == 1_795_000_000


def test_what_wechat_made_of_speech_is_not_taken_for_words() -> None:
    event = WeChatVendor().of_kind(Kind.VOICE, Said(1))

    assert event is not None
    assert "Recognition" in event
    assert read(event)[0].text == ""


@pytest.mark.parametrize("name", ["subscribe", "SCAN", "CLICK"])
def test_whoever_scans_the_code_or_taps_the_menu_is_greeted(name: str) -> None:
    event = WeChatVendor().happening(name, Said(1, at=5), EventKey="qrscene_7", Ticket="t")

    assert [incoming.kind for incoming in read(event)] == [Kind.START]


@pytest.mark.parametrize(
    "name",
    ["unsubscribe", "LOCATION", "VIEW", "scancode_push", "TEMPLATESENDJOBFINISH", "brand_new"],
)
def test_other_events_are_passed_over(name: str) -> None:
    event = WeChatVendor().happening(name, Said(1, at=5), EventKey="x", MsgID="9")

    assert read(event) == []


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY x SYSTEM "file:///etc/passwd">',
        '<!ENTITY % y SYSTEM "http://127.0.0.1:1/y"> %y;<!ENTITY x "z">',
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x "&b;&b;&b;&b;">',
    ],
)
def test_declared_entities_are_refused_inside_and_outside_the_encryption(declared: str) -> None:
    doctype = f"<!DOCTYPE xml [{declared}]>"
    event = WeChatVendor().message(Said(1, at=5), MsgType="text", Content="hello")
    inside = xml_of(event).replace("<![CDATA[hello]]>", "&x;")
    request = sealed(xml_of(event), time.time())
    outside = doctype.encode() + request.body.replace(b"</Encrypt>", b"&x;</Encrypt>")

    assert len(read(event)) == 1
    assert parsed(doctype + inside) == []
    with pytest.raises(ValueError, match="entities are disabled"):
        channel().verify(Webhook("POST", query=request.query, body=outside))


def test_a_text_and_the_suggestions_under_it_fit_into_one_message() -> None:
    can = WeChatInput.can

    assert can.longest_above + can.buttons * (can.longest_button + 1) <= can.longest_text


@pytest.mark.parametrize("seconds", [-OLDEST - 2, OLDEST + 2])
def test_a_time_far_from_now_is_refused(seconds: int) -> None:
    request = sealed("<xml/>", time.time() + seconds)

    with pytest.raises(Unverified):
        channel().verify(Webhook("POST", query=request.query, body=request.body))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HEPATICA_WECHAT_APP_ID", "gh_a1b2c3d4e5f6"),
        ("HEPATICA_WECHAT_TOKEN", "weixin"),
        ("HEPATICA_WECHAT_AES_KEY", AES_KEY + "="),
        ("HEPATICA_WECHAT_MODE", "compatible"),
        ("HEPATICA_WECHAT_LANGUAGE", "fr"),
        ("HEPATICA_WECHAT_API", "http://api.weixin.qq.com"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"wechat: {name}"):
        channel(**{name: value})
