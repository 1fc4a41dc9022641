"""What is to be sent: each part of a reply is kept until the platform has taken it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.messaging.database import Connection, Database
from bot.messaging.parts import Part
from bot.messaging.sending import Delivery


@dataclass(frozen=True)
class Unsent:
    """A part that waits: its row, what is sent, since when it waits."""

    number: int
    delivery: Delivery
    at: float


class Outbox:
    """The parts of one channel that were not taken yet.

    Args:
        database: the file.
        channel: the channel's name.
    """

    def __init__(self, database: Database, channel: str) -> None:
        self._database = database
        self._channel = channel

    async def conversations(self) -> list[str]:
        """Those in which a part waits."""

        def work(connection: Connection) -> list[str]:
            return [row[0] for row in connection.execute(_CONVERSATIONS, (self._channel,))]

        return await self._database.run(work)

    async def next(self, conversation: str) -> Unsent | None:
        """What a conversation gets next: urgent parts first, then in order."""

        def work(connection: Connection) -> Unsent | None:
            row = connection.execute(_NEXT, (self._channel, conversation)).fetchone()
            return _unsent(row) if row else None

        return await self._database.run(work)

    async def done(self, number: int) -> None:
        """Erase a part: it was taken, or never will be."""

        def work(connection: Connection) -> None:
            connection.execute("DELETE FROM outgoing WHERE number = ?", (number,))

        await self._database.run(work)

    async def drop(self, conversation: str) -> None:
        """Erase all parts of a conversation."""

        def work(connection: Connection) -> None:
            connection.execute(
                "DELETE FROM outgoing WHERE channel = ? AND conversation = ?",
                (self._channel, conversation),
            )

        await self._database.run(work)


def post(
    connection: Connection,
    envelope: tuple[str, str, str],
    address: str,
    parts: Sequence[Part],
    times: tuple[float, float],
) -> None:
    """Write the parts of a reply down, in the transaction that forgets the message.

    Args:
        connection: the open transaction.
        envelope: channel, conversation, fingerprint of the message that is answered.
        address: where they go to, as JSON.
        parts: what is sent.
        times: when the message was sent, and now.
    """
    channel, conversation, fingerprint = envelope
    sent_at, now = times
    connection.executemany(
        _POST,
        [
            (
                *(channel, conversation, f"{fingerprint[:24]}-{place}", place),
                *(address, part.to_json(), part.urgent, sent_at, now),
            )
            for place, part in enumerate(parts)
        ],
    )


def _unsent(row: tuple[int, str, int, str, str, float, float]) -> Unsent:
    number, key, place, address, part, sent_at, at = row
    delivery = Delivery(json.loads(address), Part.from_json(part), key, place, sent_at)
    return Unsent(number, delivery, at)


_CONVERSATIONS = """
SELECT conversation FROM outgoing WHERE channel = ?
GROUP BY conversation ORDER BY max(urgent) DESC, min(number)"""
_NEXT = """
SELECT number, key, place, address, part, sent_at, at FROM outgoing
WHERE channel = ? AND conversation = ? ORDER BY urgent DESC, number LIMIT 1"""
_POST = """
INSERT INTO outgoing (channel, conversation, key, place, address, part, urgent, sent_at, at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
