"""What is answered to a message of any kind, and whether it is answered at all."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol

from bot.channels.failures import where
from bot.channels.intake import clean, has_words
from bot.messaging.inbox import Waiting
from bot.messaging.incoming import Kind
from bot.messaging.offers import Offers
from bot.messaging.pace import Once, Pace
from bot.messaging.rendering import URGENT
from bot.messaging.settings import MessagingSettings
from bot.messaging.timing import Timing
from bot.messaging.wording import Wording
from bot.replies import Message

log = logging.getLogger(__name__)

LATE = 10 * 60
"""Seconds after which an answer begins with an apology."""
TOO_LATE = 24 * 60 * 60
"""Seconds after which a message gets no answer: by then it would only puzzle."""
TOLD_ONCE = 60
"""Seconds in which a person is told only once that a kind of message cannot be used."""
GROUP_TOLD_ONCE = 60 * 60
MOST_TRIES = 3
"""Answers that are begun; a message that takes the server down with it must not do so for ever."""
HELLO = {"en": "hello", "zh": "你好"}
OWN = {
    Kind.STICKER: "no_words",
    Kind.VOICE: "voice",
    Kind.PHOTO: "picture",
    Kind.VIDEO: "picture",
    Kind.FILE: "file",
    Kind.LOCATION: "location",
    Kind.CONTACT: "no_words",
    Kind.UNKNOWN: "no_words",
}
"""The channel's own reply to what holds no words."""


class Turn(Protocol):
    """Does one turn with Rasa; gives texts and then one contract, whatever fails."""

    async def __call__(
        self, text: str, conversation: str, metadata: dict[str, Any], message_id: str
    ) -> list[Message]:
        """The reply to ``text``."""


IsUrgent = Callable[[str], Awaitable[bool]]
Forget = Callable[[str], Awaitable[None]]
"""Erases all that is kept of a conversation; raises whatever stood in the way."""


async def never_urgent(_: str) -> bool:
    """For where the warning signs cannot be matched outside a turn."""
    return False


@dataclass(frozen=True)
class Behind:
    """What answers behind a channel.

    Args:
        turn: does a turn with Rasa.
        forget: erases a conversation.
        is_urgent: whether words hold a warning sign; asked only where a message would else be
            passed over.
    """

    turn: Turn
    forget: Forget
    is_urgent: IsUrgent = never_urgent


class Answering:
    """Decides what is answered.

    Args:
        behind: what answers.
        offers: the suggestions that were made.
        wording: the channel's own words.
        settings: pace and groups.
        timing: its clock.
    """

    def __init__(
        self,
        behind: Behind,
        offers: Offers,
        wording: Wording,
        settings: MessagingSettings,
        timing: Timing,
    ) -> None:
        self._behind = behind
        self._offers = offers
        self._wording = wording
        self._groups = settings.groups
        self._clock = timing.clock
        self._pace = Pace(settings.rate, timing.clock)
        self._told = Once(TOLD_ONCE, timing.clock)
        self._group_told = Once(GROUP_TOLD_ONCE, timing.clock)

    async def answer(self, waiting: Waiting) -> list[Message]:
        """The reply: texts and then one contract, or nothing where silence is right."""
        age = self._clock() - waiting.sent_at
        if age > TOO_LATE:
            log.warning("a message is older than a day and gets no answer")
            return []
        messages = await self._answer(waiting)
        if messages and age > LATE and not _is_urgent_reply(messages):
            messages = self._wording.over(messages, "late")
        return messages

    async def _answer(self, waiting: Waiting) -> list[Message]:
        incoming = waiting.incoming
        if incoming.kind is Kind.REACTION:
            return []
        if waiting.tries > MOST_TRIES:
            return self._own("unavailable", waiting)
        if incoming.is_group:
            return await self._in_group(waiting)
        if not self._pace.allows(waiting.conversation) and not await self._warns(waiting):
            return self._once("too_fast", waiting)
        return await self._in_private(waiting)

    async def _in_private(self, waiting: Waiting) -> list[Message]:
        incoming = waiting.incoming
        if incoming.kind is Kind.START:
            return await self._say(HELLO[incoming.language or "en"], waiting)
        if incoming.kind is Kind.CHOICE:
            return await self._chosen(waiting)
        if incoming.kind in OWN:
            return await self._other(waiting)
        if incoming.kind is Kind.EDITED and not has_words(clean(incoming.text)):
            return []
        if self._wording.asks_to_forget(incoming.text):
            return await self._forgotten(waiting)
        meant = await self._offers.numbered(waiting.conversation, incoming.text)
        return await self._say(meant or incoming.text, waiting)

    async def _forgotten(self, waiting: Waiting) -> list[Message]:
        try:
            await self._behind.forget(waiting.conversation)
        except Exception as error:  # noqa: BLE001 - whatever fails, it is not erased
            log.error("a conversation could NOT be erased: %s", where(error))
            return self._own("not_forgotten", waiting)
        return self._own("forgotten", waiting)

    async def _in_group(self, waiting: Waiting) -> list[Message]:
        """A warning sign is answered, all else with a request to write in private.

        What is said in a group never reaches Rasa, except a warning sign.
        """
        if await self._warns(waiting):
            messages = await self._say(waiting.incoming.text, waiting)
            if _is_urgent_reply(messages):
                return messages
        tells = self._groups == "notice" and self._group_told.first(waiting.conversation)
        return self._own("group", waiting) if tells else []

    async def _warns(self, waiting: Waiting) -> bool:
        incoming = waiting.incoming
        if incoming.kind is Kind.CHOICE or not incoming.text:
            return False
        return await self._behind.is_urgent(clean(incoming.text))

    async def _chosen(self, waiting: Waiting) -> list[Message]:
        text = await self._offers.tapped(waiting.conversation, waiting.incoming.text)
        return await self._say(text, waiting) if text else self._once("old_button", waiting)

    async def _other(self, waiting: Waiting) -> list[Message]:
        """What holds no words gets a reply of its own; words beside it are answered."""
        incoming = waiting.incoming
        if not has_words(clean(incoming.text)):
            return self._once(OWN[incoming.kind], waiting)
        messages = await self._say(incoming.text, waiting)
        if _is_urgent_reply(messages):
            return messages
        return self._wording.under(messages, "beside_words")

    async def _say(self, text: str, waiting: Waiting) -> list[Message]:
        language = waiting.incoming.language
        metadata = {"language": language} if language else {}
        return await self._behind.turn(
            text, waiting.conversation, metadata, waiting.fingerprint[:32]
        )

    def _once(self, name: str, waiting: Waiting) -> list[Message]:
        first = self._told.first(f"{name} {waiting.conversation}")
        return self._own(name, waiting) if first else []

    def _own(self, name: str, waiting: Waiting) -> list[Message]:
        return self._wording.own(name, waiting.conversation, waiting.incoming.language)


def _is_urgent_reply(messages: list[Message]) -> bool:
    return bool(messages) and messages[-1].get("custom", {}).get("kind") in URGENT


async def warning_signs(text: str) -> bool:
    """Whether words hold a warning sign; the first time it takes seconds.

    The patterns are matched in a thread beside the event loop.
    """
    return await asyncio.to_thread(lambda: bool(_red_flags().find(text)))


@lru_cache(maxsize=1)
def _red_flags() -> Any:
    from bot.paths import KNOWLEDGE
    from bot.safety.patterns import RedFlags

    return RedFlags(KNOWLEDGE / "red_flags.yml")
