"""Who answers what: Rasa in encrypted rooms, texts of this channel's own for all else.

Each has a messenger of its own, and so conversations of its own: what was written without
encryption never meets what was written with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.help_lines import HelpLines
from bot.messaging.answering import IsUrgent, Turn
from bot.messaging.incoming import Incoming
from bot.messaging.messenger import Messenger, Platform
from bot.messaging.pace import Once
from bot.messaging.settings import MessagingSettings
from bot.messaging.timing import Timing
from bot.replies import ChannelReplies, Message

OPEN, UNREAD = "open", "unread"
"""What stands in the address of a message from a room without encryption, and of one that could
not be decrypted."""
TOLD_ONCE = {"not_encrypted": 60 * 60, "unreadable": 60}
"""Seconds in which a conversation is told only once."""


class OwnWords:
    """A turn that says the same to everything; a warning sign is left to Rasa.

    Args:
        name: of the reply in ``replies.yml``.
        rasa: does a turn with Rasa.
        is_urgent: whether words hold a warning sign.
        timing: its clock.
    """

    def __init__(self, name: str, rasa: Turn, is_urgent: IsUrgent, timing: Timing) -> None:
        self._name = name
        self._rasa = rasa
        self._is_urgent = is_urgent
        self._replies = ChannelReplies(Path(__file__).with_name("replies.yml"))
        self._help_lines = HelpLines()
        self._told = Once(TOLD_ONCE[name], timing.clock)

    async def __call__(
        self, text: str, conversation: str, metadata: dict[str, Any], message_id: str
    ) -> list[Message]:
        """The reply; nothing where the same was said a short while ago."""
        if await self._is_urgent(text):
            return await self._rasa(text, conversation, metadata, message_id)
        if not self._told.first(conversation):
            return []
        return self._help_lines.localised(self._replies.get(self._name, conversation))


class Desks:
    """The messengers, as one.

    Args:
        platform: the channel's own part.
        rasa: does a turn with Rasa.
        settings: what is the same for every messaging channel.
        timing: clocks and pauses.
        is_urgent: whether words hold a warning sign.

    Raises:
        KnowledgeFileError: a knowledge file cannot be used.
    """

    def __init__(
        self,
        platform: Platform,
        rasa: Turn,
        settings: MessagingSettings,
        timing: Timing,
        is_urgent: IsUrgent,
    ) -> None:
        def desk(apart: str, turn: Turn) -> Messenger:
            own = replace(
                platform,
                channel=f"{platform.channel}{apart}",
                prefix=f"{platform.prefix}{apart}",
            )
            return Messenger(own, turn, settings, timing, is_urgent)

        said = {OPEN: "not_encrypted", UNREAD: "unreadable"}
        turns = {name: OwnWords(reply, rasa, is_urgent, timing) for name, reply in said.items()}
        self._usual = desk("", rasa)
        self._apart = {name: desk(f"-{name}", turn) for name, turn in turns.items()}

    async def check(self) -> None:
        """Make sure that messages can be written down.

        Raises:
            sqlite3.Error, OSError: they cannot.
        """
        for desk in self._all():
            await desk.check()

    async def start(self) -> None:
        """Take up what was left when the process ended.

        Raises:
            sqlite3.Error, OSError: the inbox cannot be used.
        """
        for desk in self._all():
            await desk.start()

    async def receive(self, messages: Sequence[Incoming]) -> None:
        """Write messages down and begin to answer them; what came before is passed over.

        Raises:
            sqlite3.Error, OSError: they could not all be written down; hand all over again.
        """
        for desk in self._all():
            await desk.receive([one for one in messages if self._desk(one) is desk])

    async def stop(self) -> None:
        """End; what is not done soon is taken up by the next ``start``."""
        await asyncio.gather(*(desk.stop() for desk in self._all()))

    def _desk(self, incoming: Incoming) -> Messenger:
        if incoming.is_group:
            return self._usual
        apart = (desk for name, desk in self._apart.items() if name in incoming.address)
        return next(apart, self._usual)

    def _all(self) -> list[Messenger]:
        return [self._usual, *self._apart.values()]
