"""What was received: written down before the platform hears "taken", until it is answered."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.messaging.database import Connection, Database
from bot.messaging.incoming import Incoming, Kind
from bot.messaging.names import Names
from bot.messaging.offers import remember
from bot.messaging.outbox import post
from bot.messaging.rendering import Rendered
from bot.messaging.timing import Timing
from bot.privacy import masker

DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Waiting:
    """A message that was not answered yet.

    Args:
        number: its row.
        incoming: the message.
        conversation: the name of the conversation.
        fingerprint: what its id became; the same when the message comes again.
        at: when it came, seconds since 1970.
        tries: how often an answer was begun; more than once after a crash.
    """

    number: int
    incoming: Incoming
    conversation: str
    fingerprint: str
    at: float
    tries: int

    @property
    def sent_at(self) -> float:
        """When it was sent, as far as the platform tells, and never in the future."""
        sent = self.incoming.sent_at
        return self.at if sent is None else min(sent, self.at)


class Inbox:
    """The received messages of one channel.

    Args:
        database: the file.
        channel: the channel's name.
        names: the names of its conversations.
        timing: its clock.
    """

    def __init__(self, database: Database, channel: str, names: Names, timing: Timing) -> None:
        self._database = database
        self._channel = channel
        self._names = names
        self._timing = timing
        self._masker = masker()

    async def put(self, messages: Sequence[Incoming]) -> list[str]:
        """Write messages down, all or none; those that came before are passed over.

        What tells who somebody is, is not written down with the words.

        Returns:
            The conversations that have something new.

        Raises:
            sqlite3.Error, OSError: they could not be written down.
        """
        now = self._timing.clock()
        rows = [
            (self._channel, self._fingerprint(m), now, self._names.of(m), self._masked(m).to_json())
            for m in messages
        ]

        def work(connection: Connection) -> list[str]:
            # A message that came before changes no row.
            return [row[3] for row in rows if connection.execute(_PUT, row).rowcount]

        return list(dict.fromkeys(await self._database.run(work)))

    def _masked(self, incoming: Incoming) -> Incoming:
        if incoming.kind is Kind.CHOICE:
            return incoming  # the text is a token of ours
        return replace(incoming, text=self._masker.mask(incoming.text, incoming.language))

    def _fingerprint(self, incoming: Incoming) -> str:
        whole = _safe(f"{self._channel}\0{incoming.id}")
        return hashlib.sha256(whole.encode()).hexdigest()

    async def conversations(self) -> list[str]:
        """Those in which a message waits for an answer."""

        def work(connection: Connection) -> list[str]:
            return [row[0] for row in connection.execute(_CONVERSATIONS, (self._channel,))]

        return await self._database.run(work)

    async def next(self, conversation: str) -> Waiting | None:
        """The oldest message of a conversation that waits for an answer."""

        def work(connection: Connection) -> Waiting | None:
            found = connection.execute(_NEXT, (self._channel, conversation)).fetchone()
            if found is None:
                return None
            connection.execute("UPDATE received SET tries = tries + 1 WHERE number = ?", found[:1])
            number, message, fingerprint, at, tries = found
            incoming = Incoming.from_json(message)
            return Waiting(number, incoming, conversation, fingerprint, at, tries + 1)

        return await self._database.run(work)

    async def answered(self, waiting: Waiting, reply: Rendered) -> None:
        """In one step: put the reply into the outbox and forget what was said.

        Only the message's fingerprint stays, so that it is not answered again.
        """
        address = json.dumps(dict(waiting.incoming.address))
        now = self._timing.clock()

        def work(connection: Connection) -> None:
            taken = connection.execute(_FORGET, (waiting.number,)).rowcount
            if not taken:
                return  # answered already; never twice
            envelope = (self._channel, waiting.conversation, waiting.fingerprint)
            post(connection, envelope, address, reply.parts, (waiting.sent_at, now))
            if reply.parts:
                remember(connection, waiting.conversation, reply.offers, now)

        await self._database.run(work)

    async def purge(self, keep_days: int) -> None:
        """Forget fingerprints older than so many days."""
        before = self._timing.clock() - keep_days * DAY

        def work(connection: Connection) -> None:
            connection.execute(_PURGE, (self._channel, before))

        await self._database.run(work)


def _safe(text: str) -> str:
    """The text without halves of characters, which SQLite does not take."""
    return text.encode("utf-8", "backslashreplace").decode()


_PUT = """
INSERT INTO received (channel, fingerprint, at, conversation, message) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (channel, fingerprint) DO NOTHING"""
_CONVERSATIONS = """
SELECT conversation FROM received WHERE channel = ? AND message IS NOT NULL
GROUP BY conversation ORDER BY min(number)"""
_NEXT = """
SELECT number, message, fingerprint, at, tries FROM received
WHERE channel = ? AND conversation = ? AND message IS NOT NULL ORDER BY number LIMIT 1"""
_FORGET = """
UPDATE received SET message = NULL, conversation = NULL WHERE number = ? AND message IS NOT NULL"""
_PURGE = "DELETE FROM received WHERE channel = ? AND message IS NULL AND at < ?"
