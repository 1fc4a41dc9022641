"""Facebook Messenger, by Meta's Send API; docs/channels/facebook.md tells how to set it up."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import aiohttp

from bot.channels.meta import MetaChannel
from bot.messaging.capabilities import Capabilities, Counting
from bot.messaging.incoming import Incoming, Kind
from bot.messaging.parts import Image
from bot.messaging.sending import Delivery
from bot.messaging.settings import needed
from bot.messaging.webhook import Webhook, each

GET_STARTED = "GET_STARTED"
"""What docs/channels/facebook.md makes the button send with which a chat begins."""
_KINDS = {
    "sticker": Kind.STICKER,
    "image": Kind.PHOTO,
    "video": Kind.VIDEO,
    "reel": Kind.VIDEO,
    "ig_reel": Kind.VIDEO,
    "audio": Kind.VOICE,
    "file": Kind.FILE,
    "location": Kind.LOCATION,
}
"""Types of attachments; shared posts and whatever comes next are unknown."""


class FacebookInput(MetaChannel):
    """A Facebook page of the hospital, written to in Messenger."""

    channel: ClassVar[str] = "facebook"
    prefix: ClassVar[str] = "fb"
    can: ClassVar[Capabilities] = Capabilities(
        longest_text=2000,
        counting=Counting.UTF16,
        buttons=13,
        longest_button=20,
        images=True,
        longest_caption=0,  # a picture stands alone; its own drawing names figures and source
    )

    def configure(self, environment: Mapping[str, str]) -> None:
        """The app's settings, and which page is ours."""
        super().configure(environment)
        self._page = needed(
            environment,
            "HEPATICA_FACEBOOK_PAGE_ID",
            r"\d{5,20}",
            "It is the page's number, on the page under About > Page transparency.",
        )

    def parse(self, webhook: Webhook) -> Sequence[Incoming]:
        """All messages to our page; an app can have several pages."""
        return each(webhook.json().get("entry"), self._entry)

    def _entry(self, entry: dict[str, Any]) -> list[Incoming]:
        # What is under "standby" is for another app, or a person, that has the chat now.
        return each(entry.get("messaging"), _event) if entry["id"] == self._page else []

    async def send(self, delivery: Delivery) -> None:
        """Send a part; Messenger allows it for 24 hours after the person's last message."""
        part = delivery.part
        call: dict[str, Any] = {"recipient": delivery.address, "messaging_type": "RESPONSE"}
        if part.image is not None:
            await self._send_picture(call, part.image)
            return
        message: dict[str, Any] = {"text": part.text}
        if part.choices:
            message["quick_replies"] = [
                {"content_type": "text", "title": choice.label, "payload": choice.token}
                for choice in part.choices
            ]
        await self.call(f"{self._page}/messages", json={**call, "message": message})

    async def _send_picture(self, call: dict[str, Any], image: Image) -> None:
        attachment = {"type": "image", "payload": {"is_reusable": False}}
        fields = {**call, "message": {"attachment": attachment}}
        form = aiohttp.FormData(
            {n: v if isinstance(v, str) else json.dumps(v) for n, v in fields.items()}
        )
        png = await self.picture(image)
        form.add_field("filedata", png, filename=f"{image.name}.png", content_type="image/png")
        await self.call(f"{self._page}/messages", data=form)

    async def seen(self, incoming: Incoming) -> None:
        """The tick, and "typing" until the reply comes."""
        for action in ("mark_seen", "typing_on"):
            call = {"recipient": incoming.address, "sender_action": action}
            await self.call(f"{self._page}/messages", json=call)


def _event(event: dict[str, Any]) -> Incoming | None:
    """What a person said; None for receipts, reactions, our own messages and the like."""
    said = _said(event)
    if said is None:
        return None
    number, kind, text = said
    person = event["sender"]["id"]
    return Incoming(
        id=number,
        sender=person,
        kind=kind,
        text=text,
        address={"id": person},
        sent_at=event["timestamp"] / 1000,
    )


def _said(event: dict[str, Any]) -> tuple[str, Kind, str] | None:
    """Id, kind and words."""
    if "message" in event:
        return _message(event["message"])
    if "postback" in event:
        tapped = event["postback"]
        if tapped["payload"] == GET_STARTED:
            return tapped["mid"], Kind.START, ""
        # A question that the page offers before a chat begins, or its menu: what it says is meant.
        return tapped["mid"], Kind.TEXT, tapped["title"]
    if "message_edit" in event:
        edit = event["message_edit"]
        return f"{edit['mid']} {edit['num_edit']}", Kind.EDITED, edit["text"]
    return None


def _message(message: dict[str, Any]) -> tuple[str, Kind, str] | None:
    if message.get("is_echo") or message.get("is_deleted"):
        return None
    number, text = message["mid"], str(message.get("text") or "")
    if "quick_reply" in message:
        return number, Kind.CHOICE, message["quick_reply"]["payload"]
    kinds = [_kind(attachment) for attachment in message.get("attachments") or []]
    if Kind.STICKER in kinds:  # Messenger sends it as a picture, too
        return number, Kind.STICKER, text
    known = [kind for kind in kinds if kind is not Kind.UNKNOWN]
    if text and not known:  # words, perhaps with a preview of an address in them
        return number, Kind.TEXT, text
    return number, known[0] if known else Kind.UNKNOWN, text


def _kind(attachment: dict[str, Any]) -> Kind:
    payload = attachment.get("payload")
    if isinstance(payload, dict) and "sticker_id" in payload:
        return Kind.STICKER
    return _KINDS.get(attachment.get("type", ""), Kind.UNKNOWN)
