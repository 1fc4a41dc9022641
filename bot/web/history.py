"""What was said in a conversation, as the channel has sent it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel
from rasa.shared.core.events import BotUttered, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.help_lines import HelpLines
from bot.nlu.language import language_of
from bot.replies import ChannelReplies, Message, keeps_contract

MOST = 100
"""Turns of a history, the latest; more than anybody reads again."""
UNAVAILABLE = "unavailable"

Turn = dict[str, Any]


def plain(messages: Iterable[Message]) -> list[Message]:
    """Messages as the web channel sends them: a text or a contract, nothing about who gets them."""
    return [
        {key: message[key] for key in ("text", "custom") if key in message} for message in messages
    ]


def kind_of(messages: list[Message]) -> str:
    """The kind of reply that messages are."""
    contract = messages[-1].get("custom") if messages else None
    return str(contract.get("kind")) if isinstance(contract, dict) else UNAVAILABLE


class History:
    """Makes turns from what the tracker keeps."""

    def __init__(self, replies: ChannelReplies, help_lines: HelpLines) -> None:
        self._replies = replies
        self._help_lines = help_lines

    async def turns(self, tracker: DialogueStateTracker | None) -> list[Turn]:
        """The latest turns, the oldest first; of a message that was sent twice, the last one."""
        if tracker is None:
            return []
        by_id: dict[str, tuple[UserUttered, list[BotUttered]]] = {}
        for said, answered in _pairs(tracker.events):
            by_id.pop(said.message_id, None)
            by_id[said.message_id] = (said, answered)
        latest = list(by_id.values())[-MOST:]
        return [await self._turn(said, answered) for said, answered in latest]

    async def _turn(self, said: UserUttered, answered: list[BotUttered]) -> Turn:
        text = said.text or ""
        return {
            "id": said.message_id,
            "text": text,
            "messages": await self._messages(text, answered),
        }

    async def _messages(self, text: str, answered: list[BotUttered]) -> list[Message]:
        """The messages that were sent, made by the same code that made them then."""
        collector = CollectingOutputChannel()
        for event in answered:
            await collector.send_response("", event.message())
        messages: list[Message] = collector.messages
        if not keeps_contract(messages):
            messages = self._replies.get(UNAVAILABLE, "", language_of(text))
        return plain(self._help_lines.localised(messages))


def _pairs(events: Iterable[Event]) -> list[tuple[UserUttered, list[BotUttered]]]:
    """Each message of a person, with what the bot said until the next."""
    pairs: list[tuple[UserUttered, list[BotUttered]]] = []
    for event in events:
        if isinstance(event, UserUttered):
            if event.message_id:
                pairs.append((event, []))
        elif isinstance(event, BotUttered) and pairs:
            pairs[-1][1].append(event)
    return pairs
