"""One reply for each message, however often the message arrives."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from typing import Any

from cachetools import LRUCache, TTLCache

from bot.channels.guarded import GuardedTurn
from bot.replies import Message
from bot.web.bodies import Said
from bot.web.conversations import Conversations
from bot.web.errors import Refused
from bot.web.history import UNAVAILABLE, History, kind_of, plain

CHANNEL = "web"
MOST_REPLIES = 2000
"""Replies that are kept in memory, each some kB; older ones are found in the tracker."""
REPLY_SECONDS = 15 * 60
MOST_CONVERSATIONS = 20_000
MOST_IDS = 50
"""Latest messages of a conversation that can be sent again."""
LOOKING = 0.3
"""Seconds to look for an earlier reply; with the turn's own it stays under five."""

Key = tuple[str, str]
Messages = list[Message]


@dataclass
class _Conversation:
    """The ids that were answered; whether those that the tracker keeps are among them."""

    answered: LRUCache[str, bool]
    complete: bool = False


class Turns:
    """Hands each message to Rasa once, and gives the same reply when it comes again.

    A message comes again when the network lost the reply. It may come while the first is still
    being answered, and after this server was started anew. A turn that failed is not remembered:
    sent again, the message is tried again.
    """

    def __init__(self, turn: GuardedTurn, conversations: Conversations, history: History) -> None:
        self._turn = turn
        self._conversations = conversations
        self._history = history
        self._replies: TTLCache[Key, asyncio.Task[Messages]] = TTLCache(MOST_REPLIES, REPLY_SECONDS)
        self._known: LRUCache[str, _Conversation] = LRUCache(MOST_CONVERSATIONS)

    def has(self, sender: str, identifier: str) -> bool:
        """Whether the message is answered already, or just now."""
        return (sender, identifier) in self._replies

    async def reply(self, sender: str, said: Said) -> Messages:
        """The reply to a message.

        Raises:
            Refused: the conversation was erased meanwhile.
        """
        key = (sender, said.id)
        task = self._replies.get(key)
        if task is None:
            task = self._replies[key] = asyncio.create_task(self._answer(sender, said))
            task.add_done_callback(partial(self._settle, key))
        try:
            # When the line breaks, the turn goes on: the message comes again and finds its reply.
            return await asyncio.shield(task)
        except asyncio.CancelledError:
            if task.cancelled():
                raise Refused("no_session", "The conversation was erased.") from None
            raise

    def _settle(self, key: Key, task: asyncio.Task[Messages]) -> None:
        """Keep what was answered; let go of what failed."""
        failed = task.cancelled() or task.exception() or kind_of(task.result()) == UNAVAILABLE
        if not failed:
            self._conversation(key[0]).answered[key[1]] = True
        elif self._replies.get(key) is task:
            self._replies.pop(key)

    async def _answer(self, sender: str, said: Said) -> Messages:
        earlier = await self._earlier(sender, said.id)
        if earlier is not None:
            return earlier
        metadata: dict[str, Any] = {"notice": "shown"}
        if said.language:
            metadata["language"] = said.language
        return plain(await self._turn.reply(said.text, sender, CHANNEL, metadata, said.id))

    async def _earlier(self, sender: str, identifier: str) -> Messages | None:
        """The reply that this message got before, when only the tracker still has it."""
        conversation = self._conversation(sender)
        if conversation.complete and identifier not in conversation.answered:
            return None
        try:
            turns = await self._history.turns(await self._conversations.read(sender, LOOKING))
        except Refused:
            return None  # better answered twice than not at all
        answered = {t["id"]: t["messages"] for t in turns if kind_of(t["messages"]) != UNAVAILABLE}
        for known in answered:
            conversation.answered[known] = True
        conversation.complete = True
        return answered.get(identifier)

    def _conversation(self, sender: str) -> _Conversation:
        found: _Conversation | None = self._known.get(sender)
        if found is None:
            found = self._known[sender] = _Conversation(LRUCache(MOST_IDS))
        return found

    async def find(self, sender: str, identifier: str) -> Messages | None:
        """The reply that a message got, if it got one.

        Raises:
            Refused: the conversation cannot be read.
        """
        task = self._replies.get((sender, identifier))
        if task is not None and task.done() and not task.cancelled():
            return task.result()
        turns = await self._history.turns(await self._conversations.read(sender))
        return next((turn["messages"] for turn in turns if turn["id"] == identifier), None)

    async def forget(self, sender: str) -> None:
        """Stop what is being answered in a conversation, and forget its replies."""
        tasks = [task for key, task in list(self._replies.items()) if key[0] == sender]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for key in [key for key in self._replies if key[0] == sender]:
            self._replies.pop(key, None)
        self._known.pop(sender, None)
