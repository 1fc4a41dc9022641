"""Telegram, by its plain Bot API; docs/channels/telegram.md tells how to set it up."""

from __future__ import annotations

import hmac
import logging
import re
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import aiohttp

from bot.channels.answers import told
from bot.channels.messaging import MessagingChannel
from bot.messaging.capabilities import Capabilities, Counting
from bot.messaging.incoming import Incoming, Kind, language_of
from bot.messaging.parts import Image
from bot.messaging.sending import Delivery, Gone, Rejected, TryAgain
from bot.messaging.settings import needed, secret, secure_url
from bot.messaging.webhook import Unverified, Webhook, each

log = logging.getLogger(__name__)

API = "https://api.telegram.org"
HEADER = "x-telegram-bot-api-secret-token"
_KINDS = {
    "text": Kind.TEXT,
    "sticker": Kind.STICKER,
    "voice": Kind.VOICE,
    "audio": Kind.VOICE,
    "photo": Kind.PHOTO,
    "video": Kind.VIDEO,
    "video_note": Kind.VIDEO,
    "animation": Kind.VIDEO,
    "document": Kind.FILE,
    "location": Kind.LOCATION,
    "venue": Kind.LOCATION,
    "contact": Kind.CONTACT,
}
"""Fields of a message that say what it is; the first one that is there counts."""
_NOT_SAID = frozenset(
    {
        "new_chat_members", "left_chat_member", "new_chat_title", "new_chat_photo",
        "delete_chat_photo", "group_chat_created", "supergroup_chat_created",
        "channel_chat_created", "message_auto_delete_timer_changed", "migrate_to_chat_id",
        "migrate_from_chat_id", "pinned_message", "forum_topic_created", "chat_shared",
        "users_shared", "write_access_allowed", "boost_added", "chat_background_set",
    }
)  # fmt: skip
"""What Telegram itself writes into a chat."""
_GROUPS = ("group", "supergroup")
_START = re.compile(r"/start(@\w+)?(\s.*)?", re.DOTALL)
_GONE = ("chat not found", "user is deactivated", "peer_id_invalid", "bot was kicked")
_OK, _BAD, _FORBIDDEN, _TOO_MANY = 200, 400, 403, 429
_TOKEN_REFUSED = (401, 404)


class TelegramInput(MessagingChannel):
    """A Telegram bot."""

    channel: ClassVar[str] = "telegram"
    prefix: ClassVar[str] = "tg"
    can: ClassVar[Capabilities] = Capabilities(
        longest_text=4096,
        counting=Counting.UTF16,
        buttons=8,
        longest_button=40,  # more is cut off on a phone
        images=True,
        quoting=True,
    )

    def configure(self, environment: Mapping[str, str]) -> None:
        """Token and secret; the API's address for a hospital that runs its own Bot API server."""
        token = needed(
            environment,
            "HEPATICA_TELEGRAM_TOKEN",
            r"\d{6,20}:[A-Za-z0-9_-]{30,60}",
            "It is what @BotFather gave you, such as 123456789:AAE...",
        )
        self._secret = secret(environment, "HEPATICA_TELEGRAM_SECRET").encode()
        self._url = f"{secure_url(environment, 'HEPATICA_TELEGRAM_API', API)}/bot{token}"

    def verify(self, webhook: Webhook) -> None:
        """Telegram sends back the secret that the webhook was set with."""
        if not hmac.compare_digest(webhook.headers.get(HEADER, "").encode(), self._secret):
            raise Unverified

    def parse(self, webhook: Webhook) -> Sequence[Incoming]:
        """The message in an update; each request has one."""
        return each([webhook.json()], _update)

    async def send(self, delivery: Delivery) -> None:
        """Send a part as plain text, suggestions as buttons under it."""
        part, address = delivery.part, delivery.address
        if part.image is not None:
            await self._send_picture(str(address["chat"]), part.text, part.image)
            return
        call: dict[str, Any] = {
            "chat_id": address["chat"],
            "text": part.text,
            "link_preview_options": {"is_disabled": True},
        }
        if "quoted" in address:
            quoted = {"message_id": address["quoted"], "allow_sending_without_reply": True}
            call["reply_parameters"] = quoted
        if "thread" in address:
            call["message_thread_id"] = address["thread"]
        if part.choices:
            rows = [[{"text": c.label, "callback_data": c.token}] for c in part.choices]
            call["reply_markup"] = {"inline_keyboard": rows}
        await self._call("sendMessage", json=call)

    async def _send_picture(self, chat: str, caption: str, image: Image) -> None:
        form = aiohttp.FormData({"chat_id": chat, "caption": caption})
        form.add_field("photo", await self.picture(image), filename=f"{image.name}.png")
        await self._call("sendPhoto", data=form)

    async def seen(self, incoming: Incoming) -> None:
        """End the little clock on a button that was tapped."""
        if "callback" in incoming.address:
            call = {"callback_query_id": incoming.address["callback"]}
            await self._call("answerCallbackQuery", json=call)

    async def _call(self, method: str, **body: Any) -> None:
        try:
            async with self.http.post(f"{self._url}/{method}", **body) as response:
                if response.status == _OK:
                    return
                raise _failure(response.status, await told(response))
        except aiohttp.ClientError:
            # Not with its message, in which the address and so the token may stand.
            raise TryAgain from None


def _failure(status: int, answer: dict[str, Any]) -> Exception:
    """What a refusal means for the part that was sent."""
    description = str(answer.get("description", "")).lower()
    if status == _TOO_MANY:
        parameters = answer.get("parameters")
        after = parameters.get("retry_after") if isinstance(parameters, dict) else None
        return TryAgain(float(after) if isinstance(after, (int, float)) else None)
    if status == _FORBIDDEN or (status == _BAD and any(said in description for said in _GONE)):
        return Gone()
    if status == _BAD:
        return Rejected()
    if status in _TOKEN_REFUSED:
        log.error("telegram: the API refuses HEPATICA_TELEGRAM_TOKEN")
    return TryAgain()


def _update(update: dict[str, Any]) -> Incoming | None:
    """The message of a person; None for channel posts, joined and left members and the like."""
    number = str(update["update_id"])
    if "callback_query" in update:
        return _tapped(number, update["callback_query"])
    if "message" in update:
        return _message(number, update["message"], edited=False)
    if "edited_message" in update:
        return _message(number, update["edited_message"], edited=True)
    return None


def _tapped(number: str, query: dict[str, Any]) -> Incoming:
    sender = query["from"]
    chat = (query.get("message") or {}).get("chat") or {"id": sender["id"], "type": "private"}
    is_group = chat.get("type") in _GROUPS
    return Incoming(
        id=number,
        sender=str(chat["id"] if is_group else sender["id"]),
        kind=Kind.CHOICE,
        text=str(query.get("data", "")),
        address={"chat": chat["id"], "callback": query["id"]},
        is_group=is_group,
        language=language_of(sender.get("language_code")),
    )


def _message(number: str, message: dict[str, Any], *, edited: bool) -> Incoming | None:
    sender, chat = message.get("from") or {}, message["chat"]
    is_group = chat["type"] in _GROUPS
    if sender.get("is_bot", not sender) or not (is_group or chat["type"] == "private"):
        return None
    if _NOT_SAID & message.keys():
        return None
    kind = next((kind for field, kind in _KINDS.items() if field in message), Kind.UNKNOWN)
    text = str(message.get("text") or message.get("caption") or "")
    return Incoming(
        id=number,
        sender=str(chat["id"] if is_group else sender["id"]),
        kind=_precise(kind, text, edited=edited),
        text=text,
        address=_address(chat["id"], message, is_group=is_group),
        is_group=is_group,
        sent_at=float(message.get("edit_date") or message["date"]),
        language=language_of(sender.get("language_code")),
    )


def _precise(kind: Kind, text: str, *, edited: bool) -> Kind:
    if edited:
        return Kind.EDITED
    return Kind.START if kind is Kind.TEXT and _START.fullmatch(text) else kind


def _address(chat: int, message: dict[str, Any], *, is_group: bool) -> dict[str, Any]:
    address: dict[str, Any] = {"chat": chat}
    if is_group:
        address["quoted"] = message["message_id"]
        if "message_thread_id" in message:
            address["thread"] = message["message_thread_id"]
    return address
