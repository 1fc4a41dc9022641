"""One turn with a guaranteed reply, for every channel that answers at once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from bot.channels.failures import where
from bot.channels.intake import LONGEST, clean, has_words
from bot.help_lines import HelpLines
from bot.nlu.language import detected
from bot.privacy import masker
from bot.replies import ChannelReplies, Message, keeps_contract
from bot.watch import turns

log = logging.getLogger(__name__)

SECONDS = 4.5
"""A reply leaves within five seconds, whatever fails."""

Handle = Callable[[UserMessage], Awaitable[Any]]


class GuardedTurn:
    """Hands a message to Rasa and makes sure that texts and one contract come back.

    Args:
        handle: hands a message to Rasa.
        replies: the texts for unusable messages and failures.
        help_lines: the numbers of the hospital's country.
        intents: those that may come as "/intent", instead of words.
    """

    def __init__(
        self,
        handle: Handle,
        replies: ChannelReplies | None = None,
        help_lines: HelpLines | None = None,
        intents: Collection[str] = (),
    ) -> None:
        self._handle = handle
        self._replies = replies or ChannelReplies()
        self._help_lines = help_lines or HelpLines()
        self._masker = masker()
        self._commands = frozenset(f"/{intent}" for intent in intents)

    async def reply(
        self,
        text: str,
        sender: str,
        channel: str,
        metadata: dict[str, Any] | None = None,
        message_id: str | None = None,
    ) -> list[Message]:
        """The messages of one turn; never empty, never an exception.

        Args:
            text: what a person wrote.
            sender: the conversation's name in the tracker.
            channel: the channel's name.
            metadata: what Rasa keeps with the message. Its ``language`` is that of the page around
                the chat; a reply of ours is in it when the text does not tell.
            message_id: what the tracker keeps as the message's id; a new one when not given.
        """
        began = turns.begin()
        message = UserMessage(
            text,
            CollectingOutputChannel(),
            sender,
            input_channel=channel,
            message_id=message_id,
            metadata=metadata,
        )
        messages = self._help_lines.localised(await self._reply(text, message))
        turns.end(began, channel, messages)
        return messages

    async def _reply(self, text: str, message: UserMessage) -> list[Message]:
        if len(text) > LONGEST:
            return self._own("too_long", text[:LONGEST], message)
        message.text = text if text in self._commands else self._cleaned(text, message)
        if not has_words(message.text):
            return self._own("no_words", message.text, message)
        try:
            await asyncio.wait_for(self._handle(message), SECONDS)
        except asyncio.TimeoutError:
            log.error("no reply within %s s", SECONDS)
        except Exception as error:  # noqa: BLE001 - whatever fails, the patient gets a reply
            log.error("the turn failed: %s", where(error))
        messages: list[Message] = message.output_channel.messages
        if keeps_contract(messages):
            return messages
        return self._own("unavailable", message.text, message)

    def _cleaned(self, text: str, message: UserMessage) -> str:
        """The text as it may be stored: nothing in it tells who wrote it."""
        return self._masker.mask(clean(text), (message.metadata or {}).get("language"))

    def _own(self, name: str, text: str, message: UserMessage) -> list[Message]:
        """The channel's own reply ``name``, in the language of the text, or of the page."""
        language, sure = detected(text)
        around = (message.metadata or {}).get("language")
        if not sure and isinstance(around, str):
            language = around
        return self._replies.get(name, message.sender_id, language)
