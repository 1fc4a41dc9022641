"""Sending one part into a room."""

from __future__ import annotations

import asyncio
import io
import struct
from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from weakref import WeakValueDictionary

from nio import AsyncClient, MatrixRoom

from bot.matrix.answers import LoggedOut, asked, checked
from bot.matrix.rooms import is_group
from bot.messaging.incoming import Incoming, Kind
from bot.messaging.parts import Image
from bot.messaging.sending import Delivery, Gone, Rejected, TryAgain

TYPING = 4000
"""Milliseconds for which "is typing" is shown; a reply is there before."""
Content = dict[str, Any]
Picture = Callable[[Image], Awaitable[bytes]]


class Sending:
    """Sends parts, encrypted where the room is.

    Args:
        client: the client.
        picture: draws a chart; raises Rejected.
        encrypted_only: whether words may leave unencrypted only where they were asked so.
    """

    def __init__(self, client: AsyncClient, picture: Picture, *, encrypted_only: bool) -> None:
        self._client = client
        self._picture = picture
        self._encrypted_only = encrypted_only
        # Several conversations can be in one room, and nio shares a key once at a time.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def send(self, delivery: Delivery) -> None:
        """Send it; the homeserver shows what has the same key only once.

        Raises:
            TryAgain, Rejected, Gone: see ``bot.messaging.sending``.
        """
        room = self._client.rooms.get(delivery.address["room"])
        if room is None:
            raise Gone
        self._guard(room, delivery)
        try:
            content = await self._content(room, delivery)
            lock = self._locks.setdefault(room.room_id, asyncio.Lock())
            async with lock:
                await self._share_key(room)
                await asked(
                    self._client.room_send(
                        room.room_id,
                        "m.room.message",
                        content,
                        tx_id=delivery.key,
                        ignore_unverified_devices=True,
                    )
                )
        except LoggedOut:
            # The reading side ends the process; what is not sent goes on after the next start.
            raise TryAgain from None

    def _guard(self, room: MatrixRoom, delivery: Delivery) -> None:
        """Keep an answer back that others would read by now, unless it may save a life."""
        address = delivery.address
        if delivery.part.urgent:
            return
        was_private = not address.get("group")
        in_clear = self._encrypted_only and not room.encrypted and not address.get("open")
        if in_clear or (was_private and is_group(room)):
            raise Rejected

    async def _content(self, room: MatrixRoom, delivery: Delivery) -> Content:
        part = delivery.part
        # Nobody is named, so nobody else's phone rings.
        content: Content = {"msgtype": "m.text", "body": part.text, "m.mentions": {}}
        if part.image is not None:
            content |= await self._image(room, part.image)
        relation = _relation(delivery.address)
        return {**content, "m.relates_to": relation} if relation else content

    async def _image(self, room: MatrixRoom, image: Image) -> Content:
        png = await self._picture(image)
        name = f"{image.name}.png"
        upload = self._client.upload(
            io.BytesIO(png), "image/png", encrypt=room.encrypted, filesize=len(png)
        )
        answer, keys = await asked(upload)
        uploaded = checked(answer)
        width, height = struct.unpack(">II", png[16:24])
        info = {"mimetype": "image/png", "size": len(png), "w": width, "h": height}
        where = (
            {"file": {**keys, "url": uploaded.content_uri}}
            if keys
            else {"url": uploaded.content_uri}
        )
        return {"msgtype": "m.image", "filename": name, "info": info, **where}

    async def _share_key(self, room: MatrixRoom) -> None:
        """Give the room's key to all devices in it before anything is encrypted with it.

        nio takes a key for shared even if the homeserver refused to pass it on; then nobody could
        ever read the answer.
        """
        client = self._client
        if not room.encrypted or client.olm is None:
            return
        if not room.members_synced:
            await asked(client.joined_members(room.room_id))
        if client.should_query_keys:
            await asked(client.keys_query())
        if not client.olm.should_share_group_session(room.room_id):
            return
        missing = client.get_missing_sessions(room.room_id)
        if missing:
            await asked(client.keys_claim(missing))
        try:
            await asked(client.share_group_session(room.room_id, ignore_unverified_devices=True))
        finally:
            complete = self._is_shared(room)
            if not complete:
                client.invalidate_outbound_session(room.room_id)
        if not complete:
            raise TryAgain

    def _is_shared(self, room: MatrixRoom) -> bool:
        """Whether every device that can be given the key has it, and somebody can read at all."""
        olm = self._client.olm
        session = olm.outbound_group_sessions.get(room.room_id)
        if session is None:
            return False
        others = [user for user in room.users if user != self._client.user_id]
        devices = [
            device for user in others for device in olm.device_store.active_user_devices(user)
        ]
        given = [(d.user_id, d.id) in session.users_shared_with for d in devices]
        able = [olm.session_store.get(d.curve25519) is not None for d in devices]
        lacking = any(can and not has for can, has in zip(able, given, strict=True))
        return not lacking and (any(given) or not devices)

    async def seen(self, incoming: Incoming) -> None:
        """Show that a message was read, and that an answer is being written."""
        room = incoming.address["room"]
        if incoming.is_group or "open" in incoming.address or incoming.kind is Kind.REACTION:
            return
        await asked(self._client.update_receipt_marker(room, incoming.address["event"]))
        await asked(self._client.room_typing(room, typing_state=True, timeout=TYPING))


def _relation(address: Mapping[str, Any]) -> Content:
    """In a thread the answer stands in it; in a group it points at what it answers."""
    answered = {"m.in_reply_to": {"event_id": address["event"]}}
    if "thread" in address:
        thread = {"rel_type": "m.thread", "event_id": address["thread"], "is_falling_back": True}
        return {**thread, **answered}
    return answered if address.get("group") else {}
