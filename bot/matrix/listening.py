"""From the homeserver's sync answers to messages: joined rooms, gaps, keys that come late."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from nio import (
    AsyncClient,
    Event,
    MegolmEvent,
    RoomMemberEvent,
    RoomMessagesResponse,
    SyncResponse,
)

from bot.channels.failures import where
from bot.matrix.answers import LoggedOut, asked, patiently
from bot.matrix.desks import UNREAD
from bot.matrix.memory import Memory, Unread
from bot.matrix.reading import message, read
from bot.matrix.rooms import Rooms
from bot.messaging.answering import TOO_LATE
from bot.messaging.incoming import Incoming, Kind
from bot.messaging.sending import Gone, Rejected, TryAgain
from bot.messaging.timing import Timing

log = logging.getLogger(__name__)

KEY_SECONDS = 30.0
"""Seconds in which the key of a message may come late; then it is said that it cannot be read."""
PAGE = 100
Source = dict[str, Any]


class Listening:
    """Finds the messages in a sync answer.

    Args:
        client: the client, which has taken the answer in.
        rooms: what is private in a room.
        memory: where messages without a key are kept.
        timing: its clock.
    """

    def __init__(self, client: AsyncClient, rooms: Rooms, memory: Memory, timing: Timing) -> None:
        self._client = client
        self._rooms = rooms
        self._memory = memory
        self._timing = timing
        self._wanted: list[Source] = []

    async def messages(self, answer: SyncResponse, since: str) -> list[Incoming]:
        """The messages since ``since``, in the order of each room.

        Args:
            answer: the sync answer.
            since: the token that was asked from; "" at the very first time: what was said before
                is then passed over, as nobody waits for an answer to it any more.
        """
        self._rooms.invited(answer.rooms.invite)
        for room_id in answer.rooms.leave:
            self._rooms.left(room_id)
        found = self.late_keys()
        for room_id, info in answer.rooms.join.items():
            if since and room_id in self._client.rooms:
                found += await self._guarded(room_id, info.timeline, since)
            await self._rooms.leave_if_empty(room_id)
        return found

    async def _guarded(self, room_id: str, timeline: Any, since: str) -> list[Incoming]:
        """One room's messages; what breaks there does not hide those of other rooms."""
        try:
            return await self._in_room(room_id, timeline, since)
        except LoggedOut:
            raise
        except Exception as error:  # noqa: BLE001 - a stranger's data may break anything
            log.error("matrix: a room cannot be read: %s", where(error))
            return []

    async def _in_room(self, room_id: str, timeline: Any, since: str) -> list[Incoming]:
        events = list(timeline.events)
        if timeline.limited and self._ours(events, "invite") is None:
            events = [*await self._gap(room_id, timeline.prev_batch, since), *events]
        invited, joined = self._ours(events, "invite"), self._ours(events, "join")
        if invited is not None and joined is not None:
            # What was said before the bot was invited was not said to it.
            events = events[invited:]
        await self._rooms.encrypt(room_id)
        found = self._read(room_id, events)
        if joined is None or found:
            return found
        return self._greeting(room_id, events)

    def _ours(self, events: Sequence[Any], membership: str) -> int | None:
        """Where in the events the bot was invited or joined; the last place."""
        places = [
            place
            for place, event in enumerate(events)
            if isinstance(event, RoomMemberEvent)
            and (event.state_key, event.membership) == (self._client.user_id, membership)
            # A changed name of the bot is an event of its membership, too.
            and event.prev_membership != membership
        ]
        return places[-1] if places else None

    async def _gap(self, room_id: str, before: str, since: str) -> list[Any]:
        """What a sync answer left out between ``since`` and its first event, as far as it counts.

        What is older than a day gets no answer, so it is not fetched.
        """
        oldest = (self._timing.clock() - TOO_LATE) * 1000
        found: list[Any] = []
        token: str | None = before
        while token:
            request = partial(self._page, room_id, token, since)
            page = await patiently(request, self._timing)
            if page is None:
                log.warning("matrix: older messages of a room cannot be had")
                break
            found += page.chunk
            last = page.chunk[-1].source if page.chunk else {}
            is_over = last.get("origin_server_ts", 0) < oldest
            token = None if is_over or self._ours(page.chunk, "invite") is not None else page.end
        return found[::-1]

    async def _page(self, room_id: str, before: str, since: str) -> RoomMessagesResponse | None:
        request = self._client.room_messages(room_id, before, end=since, limit=PAGE)
        try:
            page: RoomMessagesResponse = await asked(request)
        except (Gone, Rejected):
            return None
        return page

    def _read(self, room_id: str, events: Iterable[Any]) -> list[Incoming]:
        found: list[Incoming] = []
        place = self._rooms.place(room_id)
        for event in events:
            source = event.source
            if source.get("sender") == self._client.user_id:
                continue
            if source.get("type") == "m.room.encrypted":
                self._keep(room_id, source)
                continue
            try:
                incoming = read(source, place)
            except (LookupError, TypeError, AttributeError) as error:
                log.error("matrix: an event cannot be read: %s", where(error))
                continue
            if incoming is not None:
                found.append(incoming)
        return found

    def _greeting(self, room_id: str, events: Sequence[Any]) -> list[Incoming]:
        """Whoever invited the bot into a private room and said nothing yet is greeted."""
        place, person = self._rooms.place(room_id), self._rooms.person(room_id)
        joined = self._ours(events, "join")
        if place.is_group or person is None or joined is None:
            return []
        event = {**events[joined].source, "sender": person, "content": {}}
        return [message(event, place, Kind.START)]

    def _keep(self, room_id: str, source: Source) -> None:
        """Wait for the key of a message, and ask the sender's app for it."""
        self._memory.unread[source["event_id"]] = Unread(room_id, source, self._timing.clock())
        self._wanted.append(source)

    def late_keys(self) -> list[Incoming]:
        """Messages whose key came late, or did not come."""
        found: list[Incoming] = []
        for name, unread in list(self._memory.unread.items()):
            if unread.room not in self._client.rooms:
                del self._memory.unread[name]
                continue
            event = self._decrypted(unread)
            if event is not None:
                found += self._read(unread.room, [event])
            elif self._timing.clock() - unread.since > KEY_SECONDS:
                found += self._unreadable(unread)
            else:
                continue
            del self._memory.unread[name]
        return found

    def _decrypted(self, unread: Unread) -> Any:
        event = Event.parse_event(unread.event)
        if not isinstance(event, MegolmEvent):
            return None
        event.room_id = unread.room
        try:
            return self._client.decrypt_event(event)
        except Exception:  # noqa: BLE001 - a stranger's data may break more than decryption
            return None

    def _unreadable(self, unread: Unread) -> list[Incoming]:
        place = self._rooms.place(unread.room)
        if place.is_group:
            return []
        incoming = message(unread.event, place, Kind.START)
        return [replace(incoming, address={**incoming.address, UNREAD: True})]

    async def ask_for_keys(self) -> None:
        """Ask the apps of those whose messages have no key; whether they answer is up to them."""
        wanted, self._wanted = self._wanted, []
        for source in wanted:
            event, unread = Event.parse_event(source), self._memory.unread.get(source["event_id"])
            if isinstance(event, MegolmEvent) and unread is not None:
                event.room_id = unread.room
                request = event.as_key_request(event.sender, self._client.device_id)
                with suppress(TryAgain, Gone, Rejected):
                    await asked(self._client.to_device(request))
