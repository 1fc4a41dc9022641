"""One turn with a guaranteed reply, for every channel that answers at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from bot.channels.intake import LONGEST, clean, has_words
from bot.help_lines import HelpLines
from bot.nlu.language import language_of
from bot.replies import ChannelReplies, Message, keeps_contract

log = logging.getLogger(__name__)

SECONDS = 4.5
"""A reply leaves within five seconds, whatever fails."""

Handle = Callable[[UserMessage], Awaitable[Any]]


class GuardedTurn:
    """Hands a message to Rasa and makes sure that texts and one contract come back."""

    def __init__(
        self,
        handle: Handle,
        replies: ChannelReplies | None = None,
        help_lines: HelpLines | None = None,
    ) -> None:
        self._handle = handle
        self._replies = replies or ChannelReplies()
        self._help_lines = help_lines or HelpLines()

    async def reply(
        self, text: str, sender: str, channel: str, metadata: dict[str, Any] | None = None
    ) -> list[Message]:
        """The messages of one turn; never empty, never an exception."""
        return self._help_lines.localised(await self._reply(text, sender, channel, metadata))

    async def _reply(
        self, text: str, sender: str, channel: str, metadata: dict[str, Any] | None
    ) -> list[Message]:
        if len(text) > LONGEST:
            return self._replies.get("too_long", sender, language_of(text[:LONGEST]))
        text = clean(text)
        if not has_words(text):
            return self._replies.get("no_words", sender)
        collector = CollectingOutputChannel()
        message = UserMessage(text, collector, sender, input_channel=channel, metadata=metadata)
        try:
            await asyncio.wait_for(self._handle(message), SECONDS)
        except asyncio.TimeoutError:
            log.error("no reply within %s s", SECONDS)
        except Exception:
            log.exception("the turn failed")
        messages: list[Message] = collector.messages
        if keeps_contract(messages):
            return messages
        return self._replies.get("unavailable", sender, language_of(text))
