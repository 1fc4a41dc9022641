"""SMS and WhatsApp through Twilio; docs/channels/twilio.md tells how to set them up."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from typing import ClassVar
from urllib.parse import parse_qsl

import aiohttp
from twilio.request_validator import RequestValidator

from bot.channels.answers import retry_after, told
from bot.channels.messaging import MessagingChannel
from bot.messaging.capabilities import Capabilities, Counting, Markup
from bot.messaging.incoming import Incoming, Kind
from bot.messaging.segments import SEGMENT
from bot.messaging.sending import Delivery, Gone, Rejected, TryAgain
from bot.messaging.settings import BadSetting, needed, secure_url
from bot.messaging.webhook import Answer, Unverified, Webhook, each

log = logging.getLogger(__name__)

API = "https://api.twilio.com"
MOST_SEGMENTS = 10
"""Segments of one text message; telephones put so many together again."""
_PERSON = re.compile(r"\+\d{7,15}", re.ASCII)
"""Whoever has no such number is a program: answering it could go on for ever."""
_TYPES = {
    "sticker": Kind.STICKER,
    "location": Kind.LOCATION,
    "contacts": Kind.CONTACT,
    "reaction": Kind.REACTION,
}
_MEDIA = {
    "image": Kind.PHOTO,
    "audio": Kind.VOICE,
    "video": Kind.VIDEO,
    "text/vcard": Kind.CONTACT,
    "text/x-vcard": Kind.CONTACT,
}
_START = frozenset({"START", "UNSTOP"})
_STOP = frozenset({"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"})
_MOST_FIELDS = 200
_GONE = frozenset({21211, 21214, 21217, 21408, 21610, 21612, 21614, 63003, 63024})
"""No number, not reachable, a country that is switched off, or the person wrote STOP."""
_BUSY = frozenset({14107, 20429, 21611, 63018})
_REFUSED = frozenset({20003, 20005, 20404, 21212, 21603, 21606, 21659, 21660, 63007})
"""What somebody at the hospital has to put right at Twilio."""
_DONE, _BAD, _TOO_MANY, _BROKEN = range(200, 300), 400, 429, 500


class TwilioInput(MessagingChannel):
    """What text messages and WhatsApp have in common: one number at Twilio each."""

    setting: ClassVar[str]
    """The environment variable with the number."""
    scheme: ClassVar[str] = ""
    """What stands before all numbers."""
    fetches_pictures: ClassVar[bool] = True
    has_keywords: ClassVar[bool] = False
    """Whether Twilio itself answers to STOP and stops our messages."""

    def configure(self, environment: Mapping[str, str]) -> None:
        """Account, token and number; the addresses of this server and of the API."""
        self._account = needed(
            environment,
            "HEPATICA_TWILIO_ACCOUNT",
            r"AC[0-9a-f]{32}",
            "It is the account SID in Twilio's console and begins with AC.",
        )
        self._token = needed(
            environment,
            "HEPATICA_TWILIO_TOKEN",
            r"[0-9a-f]{32}",
            "It is the auth token in Twilio's console: 32 digits and letters a to f.",
        )
        self._number = needed(
            environment,
            self.setting,
            r"\+\d{7,15}|\d{3,8}",
            "It is the number that people write to, such as +441632960000.",
        )
        if self._common.public_url is None:
            raise BadSetting(
                "HEPATICA_PUBLIC_URL is not set. Twilio signs the address that it calls; "
                "write it as Twilio knows it, such as https://chat.hospital.org"
            )
        self._address = f"{self._common.public_url}/webhooks/{self.channel}/webhook"
        api = secure_url(environment, "HEPATICA_TWILIO_API", API)
        self._url = f"{api}/2010-04-01/Accounts/{self._account}/Messages.json"

    def verify(self, webhook: Webhook) -> None:
        """Twilio signs the address that it calls and all fields."""
        given = webhook.headers.get("x-twilio-signature", "")
        if not RequestValidator(self._token).validate(self._address, _fields(webhook), given):
            raise Unverified

    def parse(self, webhook: Webhook) -> Sequence[Incoming]:
        """The message in a request; each has one."""
        return each([_fields(webhook)], self._incoming)

    def taken(self, webhook: Webhook) -> Answer:
        """That there is nothing to say now: replies are sent by the API."""
        return Answer(body="<Response/>", content_type="text/xml; charset=utf-8")

    async def send(self, delivery: Delivery) -> None:
        """Send a part as one message."""
        part = delivery.part
        call = {
            "From": f"{self.scheme}{self._number}",
            "To": f"{self.scheme}{delivery.address['to']}",
            "Body": part.text,
        }
        if part.image is not None:
            call["MediaUrl"] = await self.picture_url(part.image)
        auth = aiohttp.BasicAuth(self._account, self._token)
        try:
            async with self.http.post(self._url, data=call, auth=auth) as response:
                if response.status not in _DONE:
                    code = await _code(response)
                    raise self._failure(response.status, code, retry_after(response))
        except aiohttp.ClientError:
            # Not with its message, in which the account may stand.
            raise TryAgain from None

    def _failure(self, status: int, code: int | None, after: float | None) -> Exception:
        """What a refusal means for the part that was sent."""
        log.warning("%s: Twilio answered %s, error %s", self.channel, status, code)
        if code in _GONE:
            return Gone()
        if status == _TOO_MANY or status >= _BROKEN or code in _BUSY:
            return TryAgain(after)
        if code in _REFUSED or status != _BAD:
            log.error("%s: Twilio refuses account, token or number", self.channel)
            return TryAgain()
        return Rejected()

    def _incoming(self, fields: Mapping[str, str]) -> Incoming | None:
        """The message; None where it is not for us, or where silence is asked for."""
        person = fields["From"].removeprefix(self.scheme)
        if fields["To"] != f"{self.scheme}{self._number}":
            log.warning("%s: a message is not for the number in %s", self.channel, self.setting)
            return None
        text = fields.get("Body", "").strip()
        word = text.upper()
        stops = fields.get("OptOutType") == "STOP" or (self.has_keywords and word in _STOP)
        is_group = any(name.startswith("OtherRecipients") for name in fields)
        if stops or is_group or not _PERSON.fullmatch(person):
            return None
        return Incoming(
            id=fields["MessageSid"],
            sender=person,
            kind=Kind.START if word in _START else _kind(fields, text),
            text=text,
            address={"to": person},
        )


class TwilioSMSInput(TwilioInput):
    """Text messages."""

    channel: ClassVar[str] = "sms"
    prefix: ClassVar[str] = "sms"
    setting: ClassVar[str] = "HEPATICA_TWILIO_SMS_NUMBER"
    has_keywords: ClassVar[bool] = True
    can: ClassVar[Capabilities] = Capabilities(
        longest_text=MOST_SEGMENTS * SEGMENT,
        counting=Counting.SMS,
        markup=Markup.GSM,
    )


class TwilioWhatsAppInput(TwilioInput):
    """WhatsApp, with Twilio between Meta and us."""

    channel: ClassVar[str] = "twilio_whatsapp"
    prefix: ClassVar[str] = "twa"
    setting: ClassVar[str] = "HEPATICA_TWILIO_WHATSAPP_NUMBER"
    scheme: ClassVar[str] = "whatsapp:"
    # Buttons would need a template that Twilio was told of before.
    can: ClassVar[Capabilities] = Capabilities(
        longest_text=1600, counting=Counting.UTF16, images=True
    )


async def _code(response: aiohttp.ClientResponse) -> int | None:
    """The number of Twilio's error, such as 21610."""
    code = (await told(response)).get("code")
    return code if isinstance(code, int) else None


def _fields(webhook: Webhook) -> dict[str, str]:
    """The form; empty fields are signed, too."""
    body = webhook.body.decode()
    return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS))


def _kind(fields: Mapping[str, str], text: str) -> Kind:
    if (kind := _TYPES.get(fields.get("MessageType", ""))) is not None:
        return kind
    if "Latitude" in fields:
        return Kind.LOCATION
    if fields.get("NumMedia", "0") != "0":
        media = fields.get("MediaContentType0", "").partition(";")[0].lower()
        return _MEDIA.get(media) or _MEDIA.get(media.partition("/")[0], Kind.FILE)
    return Kind.TEXT if text else Kind.UNKNOWN
