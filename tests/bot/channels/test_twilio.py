"""Text messages and WhatsApp through Twilio keep what every channel has to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlencode

import aiohttp
import pytest
from twilio.request_validator import RequestValidator

from bot.channels.twilio import TwilioInput, TwilioSMSInput, TwilioWhatsAppInput
from bot.messaging import Incoming, Kind, Webhook
from bot.web.settings import SettingsError
from tests.bot.channels.conformance import ChannelConformance
from tests.bot.messaging.platform import WAIT, Call, Event, Outcome, Request, Said, Sent, Vendor
from tests.bot.messaging.serving import PUBLIC, World

ACCOUNT = "AC0123456789abcdef0123456789abcdef"
TOKEN = "8f742231b10e8888abcd997700085a5c"  # noqa: S105 - of the tests
NUMBER = "+441632960000"
FORM = "application/x-www-form-urlencoded; charset=utf-8"
_MEDIA = {
    Kind.PHOTO: "image/jpeg",
    Kind.VOICE: "audio/ogg; codecs=opus",
    Kind.VIDEO: "video/mp4",
    Kind.FILE: "application/pdf",
    Kind.CONTACT: "text/vcard",
}


class TwilioVendor(Vendor):
    """Forms as Twilio sends them, signed by Twilio's own library."""

    channel: ClassVar[type[TwilioInput]]
    batches: ClassVar[bool] = False
    tells_time: ClassVar[bool] = False
    refusal = 21617

    def environment(self, api: str) -> dict[str, str]:
        return {
            "HEPATICA_TWILIO_ACCOUNT": ACCOUNT,
            "HEPATICA_TWILIO_TOKEN": TOKEN,
            "HEPATICA_TWILIO_API": api,
            "HEPATICA_PUBLIC_URL": PUBLIC,
            self.channel.setting: NUMBER,
        }

    def person(self, number: int) -> str:
        return f"+44770090{number:04}"

    def request(
        self,
        events: Sequence[Event],
        at: float,  # noqa: ARG002 - Twilio signs no time
        *,
        right_key: bool = True,
    ) -> Request:
        (event,) = events
        validator = RequestValidator(TOKEN if right_key else TOKEN[::-1])
        address = f"{PUBLIC}/webhooks/{self.channel.channel}/webhook"
        signature = validator.compute_signature(address, event)
        headers = {"Content-Type": FORM, "X-Twilio-Signature": signature}
        return Request(urlencode(event).encode(), headers)

    def words(self, said: Said) -> Event:
        return self.message(said)

    def message(self, said: Said, **fields: str) -> Event:
        sid = f"SM{said.number:032x}"
        return {
            "SmsMessageSid": sid,
            "MessageSid": sid,
            "SmsSid": sid,
            "AccountSid": ACCOUNT,
            "ApiVersion": "2010-04-01",
            "SmsStatus": "received",
            "From": f"{self.channel.scheme}{self.person(said.person)}",
            "To": f"{self.channel.scheme}{NUMBER}",
            "Body": said.text,
            "NumSegments": "1",
            "NumMedia": "0",
            **fields,
        }

    def media(self, said: Said, kind: str, **fields: str) -> Event:
        url = f"https://api.twilio.com/2010-04-01/Accounts/{ACCOUNT}/Messages/MM1/Media/ME1"
        media = {"NumMedia": "1", "MediaContentType0": kind, "MediaUrl0": url}
        return self.message(said, **media, **fields)

    def of_kind(self, kind: Kind, said: Said) -> Event | None:
        if kind is Kind.START:
            return self.message(said, Body="Start ")
        if kind is Kind.UNKNOWN:
            return self.message(said, Body="")
        return self.media(said, _MEDIA[kind]) if kind in _MEDIA else None

    def sent(self, call: Call) -> Sent | None:
        assert call.path == f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"
        auth = aiohttp.BasicAuth.decode(call.headers["authorization"])
        assert (auth.login, auth.password) == (ACCOUNT, TOKEN)
        fields = {name: one for name, (one,) in parse_qs(call.body.decode()).items()}
        assert fields.pop("From") == f"{self.channel.scheme}{NUMBER}"
        to = fields.pop("To")
        assert to.startswith(f"{self.channel.scheme}+")
        picture = fields.pop("MediaUrl", "")
        address = f"{PUBLIC}/webhooks/{self.channel.channel}/pictures/"
        assert not picture or picture.startswith(address)
        return Sent(to.removeprefix(self.channel.scheme), fields["Body"], picture=bool(picture))

    def answer(self, outcome: Outcome) -> tuple[int, dict[str, str], Any]:
        if outcome is Outcome.BROKEN:
            return 503, {}, {"code": 20503, "status": 503}
        if outcome is Outcome.BUSY:
            return 429, {"Retry-After": str(WAIT)}, {"code": 20429, "status": 429}
        code = {Outcome.REFUSED: self.refusal, Outcome.GONE: 21610}.get(outcome)
        if code is None:
            return 201, {}, {"sid": "SM1", "status": "queued", "error_code": None}
        more = f"https://www.twilio.com/docs/errors/{code}"
        return 400, {}, {"code": code, "message": "xylophonic", "more_info": more, "status": 400}

    def junk(self) -> Event:
        return {"MessageStatus": "delivered", "Nonsense": ""}


class SMSVendor(TwilioVendor):
    """Text messages, and what comes with pictures (MMS)."""

    channel: ClassVar[type[TwilioInput]] = TwilioSMSInput
    secrets: ClassVar[Sequence[str]] = (
        *("HEPATICA_TWILIO_ACCOUNT", "HEPATICA_TWILIO_TOKEN", "HEPATICA_TWILIO_SMS_NUMBER"),
    )

    def message(self, said: Said, **fields: str) -> Event:
        places = {"FromCountry": "GB", "FromCity": "", "FromZip": "", "ToCountry": "GB"}
        return super().message(said, **places, **fields)


class WhatsAppVendor(TwilioVendor):
    """WhatsApp as Twilio passes it on."""

    channel: ClassVar[type[TwilioInput]] = TwilioWhatsAppInput
    secrets: ClassVar[Sequence[str]] = (
        *("HEPATICA_TWILIO_ACCOUNT", "HEPATICA_TWILIO_TOKEN", "HEPATICA_TWILIO_WHATSAPP_NUMBER"),
    )

    def message(self, said: Said, **fields: str) -> Event:
        person = {"ProfileName": "Ann", "WaId": self.person(said.person)[1:]}
        return super().message(said, **person, **{"MessageType": "text", **fields})

    def of_kind(self, kind: Kind, said: Said) -> Event | None:
        if kind is Kind.STICKER:
            return self.media(said, "image/webp", MessageType="sticker")
        if kind is Kind.LOCATION:
            place = {"Latitude": "51.5", "Longitude": "-0.1", "Label": "Home"}
            return self.message(said, Body="", MessageType="location", **place)
        if kind is Kind.REACTION:
            return self.message(said, Body="👍", MessageType="reaction")
        return super().of_kind(kind, said)


class TwilioConformance(ChannelConformance):
    """The suite, and what text messages and WhatsApp have in common."""

    vendor: ClassVar[TwilioVendor]

    def test_twilio_is_told_that_there_is_nothing_to_say_now(self) -> None:
        async def talk(here: World) -> None:
            request = self.vendor.request([self.words(here, "hello")], here.time.now())
            posting = here.session.post(here.url, data=request.body, headers=dict(request.headers))
            async with posting as response:
                assert response.content_type == "text/xml"
                assert await response.text() == "<Response/>"

        self.run(talk)

    def test_a_signature_for_another_address_is_refused(self) -> None:
        async def talk(here: World) -> None:
            request = self.vendor.request([self.words(here, "hello")], here.time.now())
            assert await here.post(request) == 403
            await self._nothing_happened(here)

        self.run(talk, HEPATICA_PUBLIC_URL="https://chat.elsewhere.example")

    def test_a_field_more_is_refused(self) -> None:
        async def talk(here: World) -> None:
            request = self.vendor.request([self.words(here, "hello")], here.time.now())
            more = Request(request.body + b"&NumMedia=9", request.headers)
            assert await here.post(more) == 403

        self.run(talk)

    def test_a_request_through_the_second_address_is_known_again(self) -> None:
        async def talk(here: World) -> None:
            event = self.words(here, "hello")
            failed = {"ErrorCode": "11200", "ErrorUrl": f"{PUBLIC}/webhooks"}
            assert len(await here.hears(event, {**event, **failed})) == 1

        self.run(talk)

    @pytest.mark.parametrize(
        "sender", ["22395", "Bank", "rcs:+447700900001", "+1", "+44７７00900001"]
    )
    def test_what_no_person_sent_is_passed_over(self, sender: str) -> None:
        event = {**self.vendor.words(Said(1, "hello")), "From": self.vendor.channel.scheme + sender}

        assert parsed(self.vendor, event) == []

    def test_a_message_to_another_number_is_passed_over_and_logged(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        other = f"{self.vendor.channel.scheme}+441632960001"
        event = {**self.vendor.words(Said(1, "hello")), "To": other}

        assert parsed(self.vendor, event) == []
        assert self.vendor.channel.setting in caplog.text
        assert "+44" not in caplog.text

    def test_a_message_to_several_people_is_passed_over(self) -> None:
        async def talk(here: World) -> None:
            event = {**self.words(here, "hello"), "OtherRecipients0": "+447700900002"}
            assert await here.hears(event) == []

        self.run(talk)

    def test_what_twilio_took_for_stop_gets_no_answer(self) -> None:
        async def talk(here: World) -> None:
            event = {**self.words(here, "arret"), "OptOutType": "STOP"}
            assert await here.hears(event) == []

        self.run(talk)

    @pytest.mark.parametrize(("text", "kind"), [("HELP", "HELP"), ("yes", "START")])
    def test_other_words_that_twilio_knows_are_answered(self, text: str, kind: str) -> None:
        async def talk(here: World) -> None:
            event = {**self.words(here, text), "OptOutType": kind}
            assert (await here.hears(event))[0].startswith(f"You said {text}")

        self.run(talk)

    def test_a_name_is_not_kept(self) -> None:
        event = self.vendor.words(Said(1, "hello"))

        assert "Ann" not in parsed(self.vendor, event)[0].to_json()

    @pytest.mark.parametrize(
        ("code", "tried"),
        [(21610, 1), (21211, 1), (21617, 1), (63016, 1), (21611, 2), (63018, 2), (21606, 2)],
    )
    def test_errors_are_told_apart(
        self, code: int, tried: int, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(self.vendor, "refusal", code)

        async def talk(here: World) -> None:
            here.api.will(Outcome.REFUSED)
            await here.hears(self.words(here, "hello"))
            assert len(here.api.tried) == tried

        self.run(talk)

    def test_the_server_does_not_start_without_a_public_address(self) -> None:
        environment = self.vendor.environment("http://127.0.0.1:1")

        with pytest.raises(SettingsError, match="HEPATICA_PUBLIC_URL"):
            self.vendor.channel({**environment, "HEPATICA_PUBLIC_URL": ""})

    @pytest.mark.parametrize("url", ["http://api.twilio.com", "http://127.0.0.1.evil.org"])
    def test_the_token_is_only_sent_over_a_secure_line(self, url: str) -> None:
        with pytest.raises(SettingsError, match="HEPATICA_TWILIO_API"):
            self.vendor.channel(self.vendor.environment(url))


class TestTwilioSMS(TwilioConformance):
    """Text messages."""

    vendor = SMSVendor()

    @pytest.mark.parametrize("word", ["STOP", " stop\n", "Unsubscribe", "CANCEL"])
    def test_stop_gets_no_answer_as_twilio_gives_it(self, word: str) -> None:
        async def talk(here: World) -> None:
            assert await here.hears(self.words(here, word)) == []
            assert here.bot.seen == []

        self.run(talk)

    def test_words_around_stop_are_words(self) -> None:
        async def talk(here: World) -> None:
            assert len(await here.hears(self.words(here, "can I stop the tablets"))) == 1

        self.run(talk)

    def test_typographic_letters_do_not_make_it_dearer(self) -> None:
        async def talk(here: World) -> None:
            replies = await here.hears(self.words(here, "“it’s” – … 5\u00a0%"))
            assert replies[0].startswith('You said "it\'s" - ... 5 %')

        self.run(talk)


class TestTwilioWhatsApp(TwilioConformance):
    """WhatsApp."""

    vendor = WhatsAppVendor()

    def test_stop_is_a_word_like_others(self) -> None:
        async def talk(here: World) -> None:
            assert len(await here.hears(self.words(here, "cancel"))) == 1

        self.run(talk)

    def test_a_button_of_a_template_counts_as_its_words(self) -> None:
        button = {"ButtonText": "Yes", "ButtonPayload": "yes-1", "MessageType": "button"}
        event = {**self.vendor.words(Said(1, "Yes")), **button}

        assert [(one.kind, one.text) for one in parsed(self.vendor, event)] == [(Kind.TEXT, "Yes")]


def parsed(vendor: TwilioVendor, event: Event) -> list[Incoming]:
    channel = vendor.channel(vendor.environment("http://127.0.0.1:1"))
    return list(channel.parse(Webhook("POST", body=urlencode(event).encode())))
