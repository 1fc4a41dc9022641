"""WeChat, an Official Account; docs/channels/wechat.md tells how to set it up.

WeChat waits five seconds for an answer and sends a message three times, so that a request is
answered at once with "success" and the reply is sent by the customer service API.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import xmltodict
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.messages import BaseMessage, register_message
from wechatpy.utils import WeChatSigner

from bot.channels.messaging import MessagingChannel
from bot.channels.wechat_api import API, WeChatApi
from bot.messaging.capabilities import Capabilities, Counting
from bot.messaging.incoming import Incoming, Kind
from bot.messaging.parts import Part
from bot.messaging.sending import Delivery
from bot.messaging.settings import BadSetting, needed, secure_url
from bot.messaging.webhook import Answer, Unverified, Webhook, each

log = logging.getLogger(__name__)

OLDEST = 300
"""Seconds after which a signed request is not taken any more."""
_KINDS = {
    "text": Kind.TEXT,
    "image": Kind.PHOTO,
    # What WeChat makes of speech is not taken for words: misheard, they would be answered wrongly.
    "voice": Kind.VOICE,
    "video": Kind.VIDEO,
    "shortvideo": Kind.VIDEO,
    "file": Kind.FILE,
    "location": Kind.LOCATION,
}
_STICKERS = frozenset({"【收到不支持的消息类型，暂无法显示】", "[Unsupported Message]"})
"""What WeChat writes as a text where somebody sent a sticker."""
_OPENED = frozenset({"subscribe", "subscribe_scan", "subscribe_scan_product", "scan", "click"})
"""Events after which somebody waits for words: followed the account, scanned its code, tapped its
menu."""


@register_message("file")
class FileMessage(BaseMessage):
    """A file; wechatpy does not know this kind."""

    type = "file"


class WeChatInput(MessagingChannel):
    """A WeChat Official Account."""

    channel: ClassVar[str] = "wechat"
    prefix: ClassVar[str] = "wx"
    can: ClassVar[Capabilities] = Capabilities(
        longest_text=2048,
        counting=Counting.BYTES,
        longest_above=1400,  # with three buttons 2,048 in all
        buttons=3,
        longest_button=200,
        images=True,
    )

    def configure(self, environment: Mapping[str, str]) -> None:
        """The account, the keys that its requests are signed and encrypted with, its API."""
        app_id = needed(
            environment,
            "HEPATICA_WECHAT_APP_ID",
            r"wx[0-9A-Za-z]{16}",
            "It stands beside AppID in the account's console, such as wx0123456789abcdef.",
        )
        app_secret = needed(
            environment,
            "HEPATICA_WECHAT_APP_SECRET",
            r"[0-9A-Za-z]{32}",
            "It is the AppSecret of the account's console, 32 letters.",
        )
        # WeChat takes 32 letters at most.
        self._token = needed(
            environment,
            "HEPATICA_WECHAT_TOKEN",
            r"[0-9A-Za-z]{32}",
            "It is the Token of the server configuration. Make one with: openssl rand -hex 16",
        )
        self._language = _one_of(environment, "HEPATICA_WECHAT_LANGUAGE", ("zh", "en"))
        self._crypto: WeChatCrypto | None = None
        if _one_of(environment, "HEPATICA_WECHAT_MODE", ("safe", "plain")) == "safe":
            key = needed(
                environment,
                "HEPATICA_WECHAT_AES_KEY",
                r"[0-9A-Za-z]{43}",
                "It is the EncodingAESKey of the server configuration, 43 letters.",
            )
            self._crypto = WeChatCrypto(self._token, key, app_id)
        else:
            log.warning("wechat: in plain mode nobody vouches for what a message says")
        self._api = WeChatApi(
            secure_url(environment, "HEPATICA_WECHAT_API", API),
            app_id,
            app_secret,
            # Neither is there yet.
            http=lambda: self.http,
            clock=lambda: self.timing.clock(),  # noqa: PLW0108
        )

    def handshake(self, webhook: Webhook) -> Answer:
        """WeChat asks whether the address is ours when it is typed into the console."""
        self._check(webhook.query, "signature")
        return Answer(body=webhook.query["echostr"])

    def verify(self, webhook: Webhook) -> None:
        """One signature covers the time, one also the encrypted message, which names our account.

        In plain mode there is only the first one.
        """
        self._check(webhook.query, "signature")
        if self._crypto is not None:
            self._check(webhook.query, "msg_signature", _encrypted(webhook))
            self._opened(webhook)

    def parse(self, webhook: Webhook) -> Sequence[Incoming]:
        """The message or event in a request; each request has one."""
        return each([self._opened(webhook)], self._read)

    def taken(self, webhook: Webhook) -> Answer:
        """So that WeChat neither sends it again nor tells the person that something is broken."""
        return Answer(body="success")

    async def send(self, delivery: Delivery) -> None:
        """Send a part as a customer service message, suggestions as a menu under it."""
        part = delivery.part
        if part.image is not None:
            png = await self.picture(part.image)
            media = await self._api.upload(f"{part.image.name}.png", png)
            content: dict[str, Any] = {"msgtype": "image", "image": {"media_id": media}}
        elif part.choices:
            content = {"msgtype": "msgmenu", "msgmenu": _menu(part)}
        else:
            content = {"msgtype": "text", "text": {"content": part.text}}
        call = {"touser": delivery.address["to"], **content}
        await self._api.call("message/custom/send", call)

    async def seen(self, incoming: Incoming) -> None:
        """Show that something is being typed."""
        call = {"touser": incoming.address["to"], "command": "Typing"}
        await self._api.call("message/custom/typing", call)

    def _opened(self, webhook: Webhook) -> str:
        """The message as WeChat wrote it; an error where it is meant for another account."""
        if self._crypto is None:
            return webhook.body.decode()
        query = webhook.query
        signed = query["msg_signature"], query["timestamp"], query["nonce"]
        return str(self._crypto.decrypt_message({"Encrypt": _encrypted(webhook)}, *signed))

    def _check(self, query: Mapping[str, str], name: str, *signed: str) -> None:
        signer = WeChatSigner()
        signer.add_data(self._token, query.get("timestamp"), query.get("nonce"), *signed)
        if not hmac.compare_digest(query.get(name, "").encode(), signer.signature.encode()):
            raise Unverified
        if abs(self.timing.clock() - int(query["timestamp"])) > OLDEST:
            raise Unverified

    def _read(self, xml: str) -> Incoming | None:
        """The message of a person; None for events that nobody waits for an answer to."""
        message = parse_message(xml)
        person = str(message.source)
        if message.type == "event" and message.event in _OPENED:
            # Events have no number of their own; WeChat tells apart by these what came again.
            number, kind, text = f"{person} {message.time} {message.event}", Kind.START, ""
        elif message.type != "event" and message.id:
            number, (kind, text) = str(message.id), _said(message)
        else:
            return None
        return Incoming(
            id=number,
            sender=person,
            kind=kind,
            text=text,
            address={"to": person},
            sent_at=float(message.time),
            language=self._language,
        )


def _encrypted(webhook: Webhook) -> str:
    # Declared entities are an error here, also in wechatpy, which reads XML in the same way.
    return str(xmltodict.parse(webhook.body)["xml"]["Encrypt"])


def _said(message: Any) -> tuple[Kind, str]:
    """What was sent, and its words."""
    kind = _KINDS.get(message.type, Kind.UNKNOWN)
    if kind is not Kind.TEXT:
        return kind, ""
    text = str(message.content or "")
    return (Kind.STICKER, "") if text in _STICKERS else (kind, text)


def _menu(part: Part) -> dict[str, Any]:
    """Choices under a text.

    What is tapped comes back as its words. WeChat's own ids of choices are no help: it takes only
    numbers for them, which say nothing once another reply has come.
    """
    choices = [
        {"id": str(number), "content": choice.label}
        for number, choice in enumerate(part.choices, 1)
    ]
    return {"head_content": part.text, "list": choices, "tail_content": ""}


def _one_of(environment: Mapping[str, str], name: str, words: tuple[str, ...]) -> str:
    """A setting that is one of some words, the first when it is not set."""
    word = environment.get(name, "").strip() or words[0]
    if word not in words:
        raise BadSetting(f"{name} must be one of {', '.join(words)}.")
    return word
