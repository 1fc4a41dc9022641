"""The suggestions that a conversation was offered, so that a tap or a number is understood."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

from bot.messaging.database import Connection, Database
from bot.messaging.rendering import Offer

MOST = 30
"""Suggestions of a conversation that can still be tapped."""
DAYS = 30
_NUMBER = re.compile(r"[(]?\s*(\d)\s*[.)。、]?")


class Offers:
    """Finds the words of a suggestion again.

    Conversations are kept as hashes only.

    Args:
        database: the file.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def tapped(self, conversation: str, token: str) -> str | None:
        """The suggestion with this token; None when it was not offered here, or long ago."""
        return await self._one("token = ?", conversation, token)

    async def numbered(self, conversation: str, text: str) -> str | None:
        """The suggestion of the latest reply that a typed number means; None when it means none."""
        found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", text).strip())
        return await self._one("place = ?", conversation, int(found[1])) if found else None

    async def _one(self, condition: str, conversation: str, value: str | int) -> str | None:
        def work(connection: Connection) -> str | None:
            row = connection.execute(
                f"SELECT text FROM offered WHERE conversation = ? AND {condition}",  # noqa: S608
                (_hashed(conversation), value),
            ).fetchone()
            return str(row[0]) if row else None

        return await self._database.run(work)

    async def forget(self, conversation: str) -> None:
        """Forget what a conversation was offered."""

        def work(connection: Connection) -> None:
            connection.execute(
                "DELETE FROM offered WHERE conversation = ?", (_hashed(conversation),)
            )

        await self._database.run(work)

    async def purge(self, now: float) -> None:
        """Forget suggestions that were made long ago."""

        def work(connection: Connection) -> None:
            connection.execute("DELETE FROM offered WHERE at < ?", (now - DAYS * 24 * 60 * 60,))

        await self._database.run(work)


def remember(
    connection: Connection, conversation: str, offers: Sequence[Offer], now: float
) -> None:
    """Keep what a reply offers; numbers count for the latest reply only."""
    name = _hashed(conversation)
    connection.execute("UPDATE offered SET place = NULL WHERE conversation = ?", (name,))
    connection.executemany(
        "INSERT OR REPLACE INTO offered (conversation, token, text, place, at) "
        "VALUES (?, ?, ?, ?, ?)",
        [(name, offer.token, offer.text, offer.place, now) for offer in offers],
    )
    connection.execute(
        "DELETE FROM offered WHERE conversation = ? AND token NOT IN "
        "(SELECT token FROM offered WHERE conversation = ? ORDER BY at DESC LIMIT ?)",
        (name, name, MOST),
    )


def _hashed(conversation: str) -> str:
    return hashlib.sha256(conversation.encode()).hexdigest()
