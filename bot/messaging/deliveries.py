"""Sending what the outbox holds, and trying again until the platform has taken it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace

from bot.channels.failures import where
from bot.messaging.lanes import Lanes
from bot.messaging.outbox import Outbox, Unsent
from bot.messaging.parts import Part
from bot.messaging.sending import Delivery, Gone, Rejected, Sender, TryAgain
from bot.messaging.timing import Timing

log = logging.getLogger(__name__)

AT_ONCE = 16
PICTURE_SECONDS = 10.0
PICTURE_TRIES = 2
"""How often a picture is tried; what comes after it must not wait for long."""
GIVE_UP = 24 * 60 * 60
"""Seconds after which a part that the platform never took is given up."""


class Deliveries:
    """Sends the parts of each conversation one after another.

    Args:
        channel: the channel's name, for the log.
        outbox: what is to be sent.
        send: sends one part.
        timing: clocks and pauses.
        count: told what became of a part that was not taken.
    """

    def __init__(
        self,
        channel: str,
        outbox: Outbox,
        send: Sender,
        timing: Timing,
        count: Callable[[str], None],
    ) -> None:
        self._channel = channel
        self._outbox = outbox
        self._send = send
        self._timing = timing
        self._count = count
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self.lanes = Lanes(self._all, timing)

    async def start(self) -> None:
        """Go on with what was left."""
        for conversation in await self._outbox.conversations():
            self.lanes.wake(conversation)

    async def _all(self, conversation: str) -> None:
        failures = 0
        while (unsent := await self._outbox.next(conversation)) is not None:
            trouble = await self._attempt(unsent.delivery)
            if isinstance(trouble, Gone):
                log.warning("%s: somebody cannot be written to any more", self._channel)
                self._count("gone")
                await self._outbox.drop(conversation)
            elif isinstance(trouble, TryAgain):
                failures += 1
                if self._is_over(unsent, failures):
                    log.error("%s: gave up a part that was never taken", self._channel)
                    self._count("given_up")
                    await self._outbox.done(unsent.number)
                else:
                    self._count("later")
                    await self._later(conversation, failures, trouble.after)
            else:
                failures = 0
                await self._outbox.done(unsent.number)

    def _is_over(self, unsent: Unsent, failures: int) -> bool:
        """Whether to give a part up; of a picture soon, as its words were sent before it."""
        if unsent.delivery.part.image is not None:
            return failures >= PICTURE_TRIES
        return self._timing.clock() - unsent.at > GIVE_UP

    async def _later(self, conversation: str, failures: int, after: float | None) -> None:
        """Wait; a new reply ends a wait of our own choice."""
        seconds = self._timing.before_retry(failures, after)
        if after is not None:
            await self._timing.pause(seconds)
        else:
            await self.lanes.pause(conversation, seconds)

    async def _attempt(self, delivery: Delivery) -> Gone | TryAgain | None:
        """Try once; gives what stood in the way, None when the part is done with."""
        try:
            async with self._at_once:
                await asyncio.wait_for(self._once(delivery), self._patience(delivery))
        except (Gone, TryAgain) as trouble:
            log.info("%s: %s", self._channel, type(trouble).__name__)
            return trouble
        except asyncio.TimeoutError:
            log.warning("%s: the platform did not answer in time", self._channel)
            return TryAgain()
        except Exception as error:  # noqa: BLE001 - whatever it was, the part is not lost
            log.error("%s: a part was not sent: %s", self._channel, where(error))
            return TryAgain()
        return None

    def _patience(self, delivery: Delivery) -> float:
        seconds = self._timing.attempt
        return seconds if delivery.part.image is None else min(seconds, PICTURE_SECONDS)

    async def _once(self, delivery: Delivery) -> None:
        try:
            await self._send(delivery)
        except Rejected:
            log.error("%s: the platform turned a part down", self._channel)
            self._count("rejected")
            await self._plainly(delivery)

    async def _plainly(self, delivery: Delivery) -> None:
        """Send what was turned down once more without choices; if that fails, let it go."""
        part = delivery.part
        if not part.choices:
            return
        words = Part(part.plain or part.text, urgent=part.urgent)
        try:
            await self._send(replace(delivery, part=words, key=f"{delivery.key}-plain"))
        except Rejected:
            log.error("%s: nor did it take the words alone", self._channel)
