"""Somebody with an app that encrypts, as far as the tests need one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nio import (
    AsyncClient,
    AsyncClientConfig,
    Event,
    LoginResponse,
    MatrixRoom,
    MegolmEvent,
    RoomCreateResponse,
    RoomPreset,
    RoomSendResponse,
)

from tests.matrix.synapse import PASSWORD, Synapse

SECONDS = 60.0
ENCRYPTION = {
    "type": "m.room.encryption",
    "state_key": "",
    "content": {"algorithm": "m.megolm.v1.aes-sha2"},
}


@dataclass
class Person:
    """A user with one device; reads in the background.

    Args:
        client: the app.
        got: others' messages as they were read, oldest first: (room, content).
        unreadable: how many messages this device could not decrypt.
    """

    client: AsyncClient
    got: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    unreadable: int = 0
    task: asyncio.Task[None] | None = None

    @property
    def id(self) -> str:
        return str(self.client.user_id)

    async def begin(self) -> None:
        """Take up what is there now and go on reading."""
        self.client.add_event_callback(self._read, Event)
        await self.client.sync(timeout=0, full_state=True)
        await self.client.keys_upload()
        self.task = asyncio.create_task(self.client.sync_forever(timeout=5000))

    async def end(self) -> None:
        if self.task is not None:
            self.task.cancel()
            await asyncio.gather(self.task, return_exceptions=True)
        await self.client.close()

    async def _read(self, room: MatrixRoom, event: Event) -> None:
        source = event.source
        if isinstance(event, MegolmEvent):
            self.unreadable += 1
        elif source.get("type") == "m.room.message" and source["sender"] != self.id:
            self.got.append((str(room.room_id), source["content"]))

    async def invites(
        self, *others: str, encrypted: bool = True, preset: str = "trusted_private_chat"
    ) -> str:
        """A new room with others invited; gives its id once they have joined."""
        room = await self.opens(*others, encrypted=encrypted, preset=preset)
        await self.until(lambda: self.joined(room, *others))
        return room

    async def opens(
        self, *others: str, encrypted: bool = True, preset: str = "trusted_private_chat"
    ) -> str:
        """A new room with others invited; does not wait for them."""
        made = await self.client.room_create(
            invite=list(others),
            is_direct=len(others) == 1,
            initial_state=[ENCRYPTION] if encrypted else [],
            preset=RoomPreset(preset),
        )
        assert isinstance(made, RoomCreateResponse), made
        room = str(made.room_id)
        await self.until(lambda: room in self.client.rooms)
        await self.until(lambda: self.client.rooms[room].encrypted == encrypted)
        await self.until(lambda: all(self._knows(room, other) for other in others))
        return room

    def _knows(self, room: str, other: str) -> bool:
        """Whether what is written now is encrypted for somebody, too."""
        here = self.client.rooms[room]
        devices = list(self.client.device_store.active_user_devices(other))
        return other in here.users and bool(devices or not here.encrypted)

    def joined(self, room: str, *others: str) -> bool:
        """Whether others are in a room by now."""
        users = self.client.rooms[room].users
        return all(other in users and not users[other].invited for other in others)

    async def says(self, room: str, text: str, **content: Any) -> str:
        """Write into a room; gives the event's id."""
        return await self.sends(room, {"msgtype": "m.text", "body": text, **content})

    async def sends(self, room: str, content: dict[str, Any], kind: str = "m.room.message") -> str:
        """Send any content."""
        sent = await self.client.room_send(room, kind, content, ignore_unverified_devices=True)
        assert isinstance(sent, RoomSendResponse), sent
        return str(sent.event_id)

    async def hears(self, room: str, count: int) -> list[str]:
        """At least ``count`` messages in a room; waits for them, and a while for more."""
        await self.until(lambda: len(self.heard(room)) >= count)
        await asyncio.sleep(0.3)
        return self.heard(room)

    def heard(self, room: str) -> list[str]:
        """The words that the bot wrote into a room so far."""
        return [content["body"] for where, content in self.got if where == room]

    async def until(self, met: Callable[[], object]) -> None:
        """Something has come about."""

        async def look() -> None:
            while not met():  # noqa: ASYNC110 - what is looked at has no event
                await asyncio.sleep(0.02)

        await asyncio.wait_for(look(), SECONDS)


async def person(synapse: Synapse, folder: Path, name: str = "ann") -> Person:
    """Somebody new, logged in and reading."""
    user = synapse.register(name)
    return await logged_in(synapse, folder, user)


async def logged_in(synapse: Synapse, folder: Path, user: str) -> Person:
    """A device of somebody, with keys of its own."""
    config = AsyncClientConfig(max_timeouts=None, backoff_factor=0.1, max_timeout_retry_wait_time=1)
    client = AsyncClient(synapse.url, user, "", str(folder), config)
    came = await client.login(PASSWORD, "phone")
    assert isinstance(came, LoginResponse), came
    someone = Person(client)
    await someone.begin()
    return someone
