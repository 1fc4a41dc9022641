"""LINE, by its Messaging API; docs/channels/line.md tells how to set it up."""

from __future__ import annotations

import base64
import hashlib
import hmac
import logging
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar
from uuid import NAMESPACE_URL, uuid5

import aiohttp

from bot.channels.answers import retry_after, told
from bot.channels.messaging import MessagingChannel
from bot.messaging.capabilities import Capabilities, Counting
from bot.messaging.incoming import Address, Incoming, Kind
from bot.messaging.sending import Delivery, Gone, Rejected, TryAgain
from bot.messaging.settings import needed, secure_url
from bot.messaging.webhook import Unverified, Webhook, each

log = logging.getLogger(__name__)

API = "https://api.line.me"
REPLY_SECONDS = 50
"""How old a message may be for its reply token; LINE takes one for a minute."""
LOADING_SECONDS = 10
_KINDS = {
    "text": Kind.TEXT,
    "sticker": Kind.STICKER,
    "audio": Kind.VOICE,
    "image": Kind.PHOTO,
    "video": Kind.VIDEO,
    "file": Kind.FILE,
    "location": Kind.LOCATION,
}
_TAKEN = (200, 202, 409)
"""409 is the answer to a push that LINE took before."""
_BAD, _TOO_LARGE, _TOO_MANY = 400, 413, 429
_NOT_ALLOWED = {
    401: "the API refuses HEPATICA_LINE_TOKEN",
    403: "the API refuses this server or account; look at the channel's Security tab",
}
_USED_UP = (
    "line: the messages of this month are used up, so only the first one of each reply arrives; "
    "change the plan in LINE Official Account Manager"
)


class _BadReplyToken(Rejected):
    """A reply token was used already, or is too old; nothing was shown."""


class LineInput(MessagingChannel):
    """A LINE Official Account."""

    channel: ClassVar[str] = "line"
    prefix: ClassVar[str] = "ln"
    fetches_pictures: ClassVar[bool] = True
    can: ClassVar[Capabilities] = Capabilities(
        longest_text=5000,
        counting=Counting.UTF16,
        buttons=13,
        longest_button=20,
        images=True,
        quoting=True,
    )

    def configure(self, environment: Mapping[str, str]) -> None:
        """Secret and token of the channel; the API's address for whoever has a gateway."""
        self._secret = needed(
            environment,
            "HEPATICA_LINE_SECRET",
            r"[0-9a-f]{32}",
            "It is the Channel secret in the LINE Developers Console, 32 letters from 0 to f.",
        ).encode()
        token = needed(
            environment,
            "HEPATICA_LINE_TOKEN",
            r"[A-Za-z0-9+/=._-]{100,1000}",
            "It is the long-lived Channel access token in the LINE Developers Console.",
        )
        self._authorization = {"Authorization": f"Bearer {token}"}
        self._url = f"{secure_url(environment, 'HEPATICA_LINE_API', API)}/v2/bot"

    def verify(self, webhook: Webhook) -> None:
        """LINE signs the raw body with the channel's secret."""
        given = webhook.headers.get("x-line-signature", "").encode()
        right = base64.b64encode(hmac.digest(self._secret, webhook.body, hashlib.sha256))
        if not hmac.compare_digest(given, right):
            raise Unverified

    def parse(self, webhook: Webhook) -> Sequence[Incoming]:
        """The messages among the events; the console's "Verify" button sends none."""
        return each(webhook.json().get("events"), _event)

    async def send(self, delivery: Delivery) -> None:
        """Send a part as plain text with quick replies, or as a picture."""
        message = await self._message(delivery)
        try:
            await self._show(delivery, message)
        except Rejected:
            if message.pop("quoteToken", None) is None:
                raise
            await self._show(delivery, message)

    async def seen(self, incoming: Incoming) -> None:
        """Three moving dots, until the answer comes; LINE has none in groups."""
        if not incoming.is_group:
            call = {"chatId": incoming.sender, "loadingSeconds": LOADING_SECONDS}
            await self._call("chat/loading/start", call)

    async def _message(self, delivery: Delivery) -> dict[str, Any]:
        part, address = delivery.part, delivery.address
        if part.image is not None:
            url = await self.picture_url(part.image)
            return {"type": "image", "originalContentUrl": url, "previewImageUrl": url}
        message: dict[str, Any] = {"type": "text", "text": part.text}
        if "quote" in address:
            message["quoteToken"] = address["quote"]
        if part.choices:
            actions = (
                {"type": "postback", "label": c.label, "data": c.token, "displayText": c.label}
                for c in part.choices
            )
            items = [{"type": "action", "action": action} for action in actions]
            message["quickReply"] = {"items": items}
        return message

    async def _show(self, delivery: Delivery, message: dict[str, Any]) -> None:
        """Reply, which costs nothing, where LINE still allows it; else push.

        A reply that is turned down has shown nothing, so nothing is shown twice.
        """
        address = delivery.address
        if self._can_reply(delivery):
            try:
                reply = {"replyToken": address["reply"], "messages": [message]}
                await self._call("message/reply", reply)
            except _BadReplyToken:
                log.info("line: a reply token was not taken")
            else:
                return
        key = {"X-Line-Retry-Key": str(uuid5(NAMESPACE_URL, delivery.key))}
        await self._call("message/push", {"to": address["to"], "messages": [message]}, key)

    def _can_reply(self, delivery: Delivery) -> bool:
        is_new = self.timing.clock() - delivery.sent_at < REPLY_SECONDS
        return delivery.place == 0 and "reply" in delivery.address and is_new

    async def _call(
        self, path: str, fields: dict[str, Any], headers: Mapping[str, str] | None = None
    ) -> None:
        headers = {**self._authorization, **(headers or {})}
        try:
            calling = self.http.post(f"{self._url}/{path}", json=fields, headers=headers)
            async with calling as response:
                if response.status not in _TAKEN:
                    raise await _failure(response)
        except aiohttp.ClientError:
            raise TryAgain from None


async def _failure(response: aiohttp.ClientResponse) -> Exception:
    """What a refusal means for the part that was sent."""
    status = response.status
    if status == _BAD:
        return _bad(await _reason(response))
    if status == _TOO_MANY:
        if "monthly limit" in await _reason(response):
            # Waiting for the next month would hold up what can still be sent as a reply.
            log.error(_USED_UP)
            return Rejected()
        return TryAgain(retry_after(response))
    if status == _TOO_LARGE:
        return Rejected()
    if status in _NOT_ALLOWED:
        log.error("line: %s", _NOT_ALLOWED[status])
    return TryAgain()


def _bad(message: str) -> Exception:
    if "invalid reply token" in message:
        return _BadReplyToken()
    # The person or group is none, or none any more.
    return Gone() if "failed to send messages" in message else Rejected()


async def _reason(response: aiohttp.ClientResponse) -> str:
    return str((await told(response)).get("message", "")).lower()


def _event(event: dict[str, Any]) -> Incoming | None:
    """The message of a person; None for joined and left members, taken back messages and so on."""
    if event.get("mode") == "standby":
        return None  # another program of the hospital has this chat now
    said = _said(event)
    if said is None:
        return None
    source = event["source"]
    to = str(source[f"{source['type']}Id"])
    is_group = source["type"] != "user"
    return Incoming(
        id=event["webhookEventId"],
        sender=to,
        kind=said[0],
        text=said[1],
        address=_address(to, event, is_group=is_group),
        is_group=is_group,
        sent_at=event["timestamp"] / 1000,
    )


def _said(event: dict[str, Any]) -> tuple[Kind, str] | None:
    kind = event["type"]
    if kind == "follow":
        return Kind.START, ""
    if kind == "postback":
        return Kind.CHOICE, str(event["postback"]["data"])
    if kind not in ("message", "messageEdited"):
        return None
    text = _words(event["message"])
    if kind == "messageEdited":
        return Kind.EDITED, text
    what = _KINDS.get(event["message"]["type"], Kind.UNKNOWN)
    return (Kind.STICKER if what is Kind.TEXT and not text else what), text


def _words(message: dict[str, Any]) -> str:
    """The words without LINE's own emojis.

    These stand in the text by an English name, such as "(moon)", which nobody wrote.
    """
    units = str(message.get("text") or "").encode("utf-16-le", "surrogatepass")
    for emoji in sorted(message.get("emojis") or [], key=lambda e: -e["index"]):
        begin, end = 2 * emoji["index"], 2 * (emoji["index"] + emoji["length"])
        units = units[:begin] + " ".encode("utf-16-le") + units[end:]
    text = units.decode("utf-16-le", "surrogatepass")
    return text.strip() if message.get("emojis") else text


def _address(to: str, event: dict[str, Any], *, is_group: bool) -> Address:
    address = {"to": to}
    if "replyToken" in event:
        address["reply"] = event["replyToken"]
    if is_group and "quoteToken" in event.get("message", {}):
        address["quote"] = event["message"]["quoteToken"]
    return address
