"""WhatsApp, by Meta's Cloud API; docs/channels/whatsapp.md tells how to set it up."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar

import aiohttp

from bot.channels.meta import MetaChannel
from bot.knowledge_files import read
from bot.messaging.capabilities import Capabilities, Counting
from bot.messaging.incoming import Incoming, Kind
from bot.messaging.parts import Image, Menu, Part
from bot.messaging.sending import Delivery
from bot.messaging.settings import needed
from bot.messaging.webhook import Webhook, each
from bot.paths import KNOWLEDGE

log = logging.getLogger(__name__)

_KINDS = {
    "text": Kind.TEXT,
    "button": Kind.TEXT,
    "request_welcome": Kind.START,
    "sticker": Kind.STICKER,
    "audio": Kind.VOICE,
    "voice": Kind.VOICE,
    "image": Kind.PHOTO,
    "video": Kind.VIDEO,
    "document": Kind.FILE,
    "location": Kind.LOCATION,
    "contacts": Kind.CONTACT,
}
"""Types of messages; orders, polls and whatever comes next are unknown."""
_NOT_SAID = ("system", "revoke", "reaction")
"""What needs no answer: a new telephone number, a message taken back, a thumb."""
_HAN = re.compile(r"[\u4e00-\u9fff]")


class WhatsAppInput(MetaChannel):
    """A telephone number of the hospital at WhatsApp."""

    channel: ClassVar[str] = "whatsapp"
    prefix: ClassVar[str] = "wa"
    can: ClassVar[Capabilities] = Capabilities(
        longest_text=4096,
        counting=Counting.UTF16,
        longest_above=1024,
        buttons=3,
        longest_button=20,
        rows=10,
        longest_row=24,
        images=True,
        quoting=True,
    )

    def configure(self, environment: Mapping[str, str]) -> None:
        """The app's settings, and which number is ours."""
        super().configure(environment)
        self._phone = needed(
            environment,
            "HEPATICA_WHATSAPP_PHONE_ID",
            r"\d{6,20}",
            "It is the phone number ID under WhatsApp > API Setup, and not the number itself.",
        )

    def parse(self, webhook: Webhook) -> Sequence[Incoming]:
        """All messages to our number; an account can have several numbers."""
        return each(webhook.json().get("entry"), self._entry)

    def _entry(self, entry: dict[str, Any]) -> list[Incoming]:
        return each(entry["changes"], self._change)

    def _change(self, change: dict[str, Any]) -> list[Incoming]:
        value = change["value"]
        if change["field"] != "messages" or value["metadata"]["phone_number_id"] != self._phone:
            return []
        each(value.get("statuses"), _tell_of_failure)
        contacts = value.get("contacts") or []
        return each(value.get("messages"), lambda message: _message(message, contacts))

    async def send(self, delivery: Delivery) -> None:
        """Send a part; WhatsApp allows it for 24 hours after the person's last message."""
        part = delivery.part
        content = {"type": "text", "text": {"body": part.text, "preview_url": False}}
        if part.image is not None:
            content = await self._picture(part.text, part.image)
        elif part.choices:
            content = {"type": "interactive", "interactive": _interactive(part)}
        call = {
            "messaging_product": "whatsapp",
            **delivery.address,
            **content,
            # Comes back when the message failed later; WhatsApp shows the same twice all the same.
            "biz_opaque_callback_data": delivery.key,
        }
        await self.call(f"{self._phone}/messages", json=call)

    async def _picture(self, caption: str, image: Image) -> dict[str, Any]:
        form = aiohttp.FormData({"messaging_product": "whatsapp", "type": "image/png"})
        png = await self.picture(image)
        form.add_field("file", png, filename=f"{image.name}.png", content_type="image/png")
        media = await self.call(f"{self._phone}/media", data=form)
        words = {"caption": caption} if caption else {}
        return {"type": "image", "image": {"id": media["id"], **words}}

    async def seen(self, incoming: Incoming) -> None:
        """Blue ticks and "typing", which ends with the reply or after 25 seconds."""
        if incoming.is_group:
            return
        call = {
            "messaging_product": "whatsapp",
            "status": "read",
            "message_id": incoming.id,
            "typing_indicator": {"type": "text"},
        }
        await self.call(f"{self._phone}/messages", json=call)


def _interactive(part: Part) -> dict[str, Any]:
    """Reply buttons, or a list that a button opens."""
    choices = [{"id": choice.token, "title": choice.label} for choice in part.choices]
    body = {"text": part.text}
    if part.menu is Menu.BUTTONS:
        buttons = [{"type": "reply", "reply": choice} for choice in choices]
        return {"type": "button", "body": body, "action": {"buttons": buttons}}
    language = "zh" if any(_HAN.search(choice.label) for choice in part.choices) else "en"
    action = {"button": _menu_words()[language], "sections": [{"rows": choices}]}
    return {"type": "list", "body": body, "action": action}


@lru_cache(maxsize=1)
def _menu_words() -> dict[str, str]:
    """What the button says that opens a list."""
    return dict(read(KNOWLEDGE / "channel_replies.yml")["words"]["menu"])


def _tell_of_failure(status: dict[str, Any]) -> None:
    """Log what WhatsApp took and could not deliver later."""
    if status["status"] == "failed":
        codes = ", ".join(str(int(error["code"])) for error in status.get("errors") or [])
        log.warning("whatsapp: a message was not delivered, error %s", codes or "unknown")


def _message(message: dict[str, Any], contacts: Sequence[dict[str, Any]]) -> Incoming | None:
    """The message of a person; None for what needs no answer."""
    kind, text = _said(message)
    if kind is None:
        return None
    sender, address = _sender(message, contacts)
    return Incoming(
        id=message["id"],
        sender=sender,
        kind=kind,
        text=text,
        address=address,
        is_group="group_id" in message,
        sent_at=float(message["timestamp"]),
    )


def _said(message: dict[str, Any]) -> tuple[Kind | None, str]:
    name = message["type"]
    if name in _NOT_SAID:
        return None, ""
    if name == "edit":
        return Kind.EDITED, _said(message["edit"]["message"])[1]
    content = message.get(name)
    content = content if isinstance(content, dict) else {}
    if name == "interactive":
        reply = content.get("button_reply") or content.get("list_reply")
        return (Kind.CHOICE, str(reply["id"])) if reply else (Kind.UNKNOWN, "")
    text = content.get("body") or content.get("caption")
    if name == "button":
        # Of a message that another program of the hospital sent; its words are what is meant.
        text = content["text"]
    return _KINDS.get(name, Kind.UNKNOWN), str(text or "")


def _sender(
    message: dict[str, Any], contacts: Sequence[dict[str, Any]]
) -> tuple[str, dict[str, Any]]:
    """Who wrote, and where the reply goes.

    People can hide their number at any time. So a conversation is named after the id that WhatsApp
    gives a person for this hospital ("DE.1349..."), wherever it comes along.
    """
    group = message.get("group_id")
    if group is not None:
        quoted = {"message_id": message["id"]}
        return group, {"recipient_type": "group", "to": group, "context": quoted}
    person = message.get("from_user_id") or _user_id(message, contacts) or message["from"]
    phone = message.get("from")
    address = {"to": phone} if phone else {"recipient": person}
    return person, {"recipient_type": "individual", **address}


def _user_id(message: dict[str, Any], contacts: Sequence[dict[str, Any]]) -> str | None:
    """The person's id in the contacts that come along with messages."""
    phone = message.get("from")
    found = [c for c in contacts if len(contacts) == 1 or (phone and c.get("wa_id") == phone)]
    return found[0].get("user_id") if found else None
