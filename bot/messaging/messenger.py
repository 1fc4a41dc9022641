"""One channel at work: messages written down, answered in order, replies sent."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.failures import where
from bot.messaging.answering import Answering, Behind, Forget, IsUrgent, Turn, never_urgent
from bot.messaging.capabilities import Capabilities
from bot.messaging.database import Database
from bot.messaging.deliveries import Deliveries
from bot.messaging.holding import Hold
from bot.messaging.inbox import Inbox
from bot.messaging.incoming import Incoming
from bot.messaging.lanes import Lanes
from bot.messaging.names import Names
from bot.messaging.offers import Offers
from bot.messaging.outbox import Outbox
from bot.messaging.rendering import Rendered, render
from bot.messaging.sending import Sender
from bot.messaging.settings import MessagingSettings
from bot.messaging.timing import Timing
from bot.messaging.unwritten import Unwritten
from bot.messaging.wording import Wording

log = logging.getLogger(__name__)

TURNS = 8
"""Turns at once; more would only wait in Rasa, and time out there."""
SEEN_SECONDS = 3.0
PURGE_SECONDS = 10 * 60


async def _nothing(_: Incoming) -> None:
    """For platforms that show nothing."""


def _uncounted(_: str) -> None:
    """For processes that nobody asks for numbers."""


async def _cannot(_: str) -> None:
    raise NotImplementedError("nobody said how conversations are erased")


@dataclass(frozen=True)
class Platform:
    """What the messenger needs to know of a platform.

    Args:
        channel: the channel's name.
        prefix: what its conversations begin with, such as "tg".
        can: what it can show.
        send: sends one part.
        seen: shows that a message is being answered; may fail.
        forget: erases a conversation in Rasa; raises whatever stood in the way.
        count: told, for monitoring, what became of a part that was not taken ("later", "rejected",
            "given_up", "gone").
    """

    channel: str
    prefix: str
    can: Capabilities
    send: Sender
    seen: Callable[[Incoming], Awaitable[None]] = _nothing
    forget: Forget = _cannot
    count: Callable[[str], None] = _uncounted


class Messenger:
    """Takes messages of one channel and sees to it that each gets its reply, once.

    Args:
        platform: the channel's own part.
        turn: does a turn with Rasa.
        settings: what is the same for every messaging channel.
        timing: clocks and pauses.
        is_urgent: whether words hold a warning sign.

    Raises:
        KnowledgeFileError: a knowledge file cannot be used.
    """

    def __init__(
        self,
        platform: Platform,
        turn: Turn,
        settings: MessagingSettings,
        timing: Timing | None = None,
        is_urgent: IsUrgent = never_urgent,
    ) -> None:
        timing = timing or Timing()
        channel = platform.channel
        self._platform = platform
        self._keep_days = settings.keep_days
        self._clock = timing.clock
        self._wording = Wording()
        self._database = Database(settings.inbox)
        self._names = Names(channel, platform.prefix, settings)
        self._inbox = Inbox(self._database, channel, self._names, timing)
        self._offers = Offers(self._database)
        behind = Behind(turn, self._forget, is_urgent)
        self._answering = Answering(behind, self._offers, self._wording, settings, timing)
        self._unwritten = Unwritten(behind, self._names, platform.send, timing)
        self._at_once = asyncio.Semaphore(TURNS)
        self._answers = Lanes(self._answer_all, timing)
        self._outbox = Outbox(self._database, channel)
        self._deliveries = Deliveries(channel, self._outbox, platform.send, timing, platform.count)
        self._hold = Hold(settings.inbox, channel, timing)
        self._taking_up: asyncio.Task[None] | None = None
        self._beside: set[asyncio.Task[None]] = set()

    async def check(self) -> None:
        """Make sure that messages can be written down, and conversations named.

        Raises:
            sqlite3.Error, OSError: they cannot; the server must not start.
        """
        await self._database.run(lambda _: self._names.prepare())

    async def start(self) -> None:
        """Take up what was left when the process ended, and begin to forget what is old.

        Raises:
            sqlite3.Error, OSError: the inbox cannot be used.
        """
        await self._purge()
        self._begin(self._purge_for_ever())
        self._taking_up = self._begin(self._take_up())

    async def _take_up(self) -> None:
        """Go on with what was left, once the process that left it has ended."""
        try:
            await self._hold.take()
            await self._deliveries.start()
            for conversation in await self._inbox.conversations():
                self._answers.wake(conversation)
        except Exception as error:  # noqa: BLE001 - new messages are answered all the same
            log.error("what was left was not taken up: %s", where(error))

    async def receive(self, messages: Sequence[Incoming]) -> None:
        """Write messages down and begin to answer them; once this returned, none can be lost.

        A message that came before is passed over.

        Raises:
            sqlite3.Error, OSError: they could not be written down; let the platform send again.
        """
        try:
            conversations = await self._inbox.put(messages)
        except (sqlite3.Error, OSError):
            self._begin(self._warn(messages))
            raise
        for conversation in conversations:
            self._answers.wake(conversation)

    async def _warn(self, messages: Sequence[Incoming]) -> None:
        """Answer what is urgent although it cannot be written down."""
        try:
            for incoming, reply in await self._unwritten.urgent(messages):
                rendered = render(reply, self._platform.can, self._wording.words)
                await self._unwritten.send(incoming, rendered)
        except Exception as error:  # noqa: BLE001 - the platform sends the message again
            log.error("what is urgent was not answered: %s", where(error))

    async def idle(self) -> None:
        """Wait until all is answered and sent."""
        if self._taking_up is not None:
            await asyncio.wait([self._taking_up])
        while self._answers.busy or self._deliveries.lanes.busy:
            await self._answers.idle()
            await self._deliveries.lanes.idle()

    async def stop(self, seconds: float = 5.0) -> None:
        """End; what is not done within ``seconds`` is taken up by the next ``start``."""
        try:
            await asyncio.wait_for(self.idle(), seconds)
        except asyncio.TimeoutError:
            log.warning("%s: the rest is answered after the next start", self._platform.channel)
        await self.cancel()

    async def cancel(self) -> None:
        """End at once, in the midst of whatever is being done."""
        await self._answers.cancel()
        await self._deliveries.lanes.cancel()
        for task in self._beside:
            task.cancel()
        await asyncio.gather(*self._beside, return_exceptions=True)
        self._database.close()
        self._hold.release()

    async def _answer_all(self, conversation: str) -> None:
        while (waiting := await self._inbox.next(conversation)) is not None:
            self._begin(self._show(waiting.incoming))
            async with self._at_once:
                messages = await self._answering.answer(waiting)
            reply = Rendered([], [])
            if messages:
                reply = render(messages, self._platform.can, self._wording.words)
            await self._inbox.answered(waiting, reply)
            if reply.parts:
                self._deliveries.lanes.wake(conversation)

    async def _forget(self, conversation: str) -> None:
        await self._platform.forget(conversation)
        await self._outbox.drop(conversation)
        await self._offers.forget(conversation)
        await self._database.checkpoint()

    def _begin(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)
        return task

    async def _show(self, incoming: Incoming) -> None:
        """Let the platform show that the message is being answered."""
        try:
            await asyncio.wait_for(self._platform.seen(incoming), SEEN_SECONDS)
        except Exception:  # noqa: BLE001 - nothing that a patient needs
            log.info("%s: could not show that a message was seen", self._platform.channel)

    async def _purge_for_ever(self) -> None:
        while True:
            await asyncio.sleep(PURGE_SECONDS)
            try:
                await self._purge()
            except Exception as error:  # noqa: BLE001 - tried again in ten minutes
                log.error("old ids were not forgotten: %s", where(error))

    async def _purge(self) -> None:
        await self._inbox.purge(self._keep_days)
        await self._offers.purge(self._clock())
        await self._database.checkpoint()
