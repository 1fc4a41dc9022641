"""Rooms: which are joined and left, and what is private in them."""

from __future__ import annotations

import logging
from collections.abc import Iterable

from nio import AsyncClient, MatrixRoom

from bot.matrix.answers import asked
from bot.matrix.memory import Invitation, Memory
from bot.matrix.reading import Place
from bot.messaging.lanes import Lanes
from bot.messaging.sending import Gone, Rejected, TryAgain
from bot.messaging.timing import Timing

log = logging.getLogger(__name__)

ALGORITHM = "m.megolm.v1.aes-sha2"
JOINING = 24 * 60 * 60
"""Seconds for which an invitation is tried, if the other homeserver does not answer."""
_TWO = 2


class Rooms:
    """Joins, leaves, and tells what a room is.

    Args:
        client: the client.
        memory: where invitations are kept until they are done with.
        servers: homeservers whose people may invite; empty for all.
        encrypted_only: whether rooms without encryption are treated apart.
        timing: clocks and pauses.
    """

    def __init__(
        self,
        client: AsyncClient,
        memory: Memory,
        servers: frozenset[str],
        timing: Timing,
        *,
        encrypted_only: bool,
    ) -> None:
        self._client = client
        self._memory = memory
        self._servers = servers
        self._encrypted_only = encrypted_only
        self._timing = timing
        self._refused: dict[str, int] = {}
        self.joining = Lanes(self._join, timing)

    def place(self, room_id: str) -> Place:
        """What is private in a room now."""
        room = self._client.rooms[room_id]
        is_open = self._encrypted_only and not room.encrypted
        return Place(room_id, is_group=is_group(room), is_open=is_open)

    def person(self, room_id: str) -> str | None:
        """Who else is in a private room; None where nobody is."""
        others = (
            user for user in self._client.rooms[room_id].users if user != self._client.user_id
        )
        return next(others, None)

    def invited(self, rooms: Iterable[str]) -> None:
        """Take the invitations of a sync answer down; they are seen to beside it."""
        for room_id in rooms:
            invitation = Invitation(self._timing.clock(), self._may_invite(room_id))
            self._memory.invitations.setdefault(room_id, invitation)

    def _may_invite(self, room_id: str) -> bool:
        inviter = self._client.invited_rooms[room_id].inviter or ""
        return not self._servers or inviter.partition(":")[2].lower() in self._servers

    def see_to_invitations(self) -> None:
        """Begin to join what was kept."""
        for room_id in self._memory.invitations:
            self.joining.wake(room_id)

    async def _join(self, room_id: str) -> None:
        """Join, or leave where the one who invites may not; tried again until it is decided."""
        invitation = self._memory.invitations.get(room_id)
        if invitation is None:
            return
        answer = self._client.join if invitation.welcome else self._client.room_leave
        try:
            await asked(answer(room_id))
        except (Gone, Rejected):
            log.info("matrix: an invitation was withdrawn")
        except TryAgain:
            if self._timing.clock() - invitation.since < JOINING:
                raise
            log.warning("matrix: gave up an invitation")
        self._memory.invitations.pop(room_id, None)

    async def encrypt(self, room_id: str) -> None:
        """Turn encryption on in a private room, where we may; again when our rights change."""
        place, room = self.place(room_id), self._client.rooms[room_id]
        rights = room.power_levels.get_user_level(self._client.user_id)
        if not place.is_open or place.is_group or self._refused.get(room_id) == rights:
            return
        content = {"algorithm": ALGORITHM}
        try:
            await asked(self._client.room_put_state(room_id, "m.room.encryption", content))
        except (Gone, Rejected):
            self._refused[room_id] = rights
        except TryAgain:
            log.info("matrix: encryption could not be turned on now")
        else:
            room.encrypted = True

    async def leave_if_empty(self, room_id: str) -> None:
        """Leave a room in which nobody else is or is invited."""
        room = self._client.rooms.get(room_id)
        if room is None or len(room.users) >= _TWO:
            return
        try:
            await asked(self._client.room_leave(room_id))
            await asked(self._client.room_forget(room_id))
        except (Gone, Rejected, TryAgain):
            log.info("matrix: an empty room was not left")

    def left(self, room_id: str) -> None:
        """Forget a room that we are not in any more."""
        self._client.rooms.pop(room_id, None)
        self._client.invited_rooms.pop(room_id, None)
        self._memory.invitations.pop(room_id, None)


def is_group(room: MatrixRoom) -> bool:
    """Whether others than one person and the bot read along, or are invited to."""
    return len(room.users) > _TWO
