"""Warning signs that cannot be written down, as the disk is full: answered at once all the same.

The platform sends the message again until it is taken, and it is answered then, too. Twice is
better than too late.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import Sequence

from bot.channels.failures import where
from bot.channels.intake import clean
from bot.messaging.answering import Behind
from bot.messaging.incoming import Incoming, Kind
from bot.messaging.names import Names
from bot.messaging.pace import Once
from bot.messaging.parts import Part
from bot.messaging.rendering import URGENT, Rendered
from bot.messaging.sending import Delivery, Sender
from bot.messaging.timing import Timing
from bot.replies import Message

log = logging.getLogger(__name__)

TOLD_ONCE = 60 * 60
"""Seconds in which the same message is answered only once, however often it comes."""


class Unwritten:
    """Answers what is urgent without the inbox and the outbox; tries each part once.

    Args:
        behind: what answers.
        names: the names of conversations.
        send: sends one part.
        timing: its clock.
    """

    def __init__(self, behind: Behind, names: Names, send: Sender, timing: Timing) -> None:
        self._behind = behind
        self._names = names
        self._send = send
        self._timing = timing
        self._told = Once(TOLD_ONCE, timing.clock)

    async def urgent(self, messages: Sequence[Incoming]) -> list[tuple[Incoming, list[Message]]]:
        """The messages that hold a warning sign, each with its reply; those not told yet."""
        found = []
        for incoming in messages:
            if not await self._warns(incoming) or not self._told.first(incoming.id):
                continue
            name = self._names.of(incoming)
            # The platform's own id is kept nowhere.
            reply = await self._behind.turn(incoming.text, name, {}, uuid.uuid4().hex)
            if reply and reply[-1].get("custom", {}).get("kind") in URGENT:
                found.append((incoming, reply))
        return found

    async def send(self, incoming: Incoming, reply: Rendered) -> None:
        """Send a reply; what fails is told in the log."""
        for place, part in enumerate(reply.parts):
            # Choices would have to be written down, too.
            words = Part(part.plain or part.text, urgent=part.urgent)
            key, at = f"unwritten-{incoming.id}-{place}", self._timing.clock()
            delivery = Delivery(incoming.address, words, key, place, at)
            try:
                await asyncio.wait_for(self._send(delivery), self._timing.attempt)
            except Exception as error:  # noqa: BLE001 - the platform sends the message again
                log.error("an urgent reply was not sent: %s", where(error))

    async def _warns(self, incoming: Incoming) -> bool:
        if incoming.kind is Kind.CHOICE or not incoming.text:
            return False
        return await self._behind.is_urgent(clean(incoming.text))
