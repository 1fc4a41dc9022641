"""A turn asked of the Rasa server over HTTP, for channels in a process of their own."""

from __future__ import annotations

import logging
from typing import Any

import aiohttp

from bot.channels.failures import where
from bot.messaging.wording import Wording
from bot.replies import Message, keeps_contract

log = logging.getLogger(__name__)

SECONDS = 8.0
"""The server's own limit is below five; after this the line is broken."""


class LoopbackTurn:
    """Does turns through the channel ``rest`` of a Rasa server on the same machine.

    Args:
        session: the client; its owner closes it.
        url: such as http://127.0.0.1:5005/webhooks/rest/webhook
        wording: the words when the server does not answer.
        channel: under which the server counts the turns.
    """

    def __init__(
        self, session: aiohttp.ClientSession, url: str, wording: Wording, channel: str
    ) -> None:
        self._session = session
        self._url = url
        self._wording = wording
        self._channel = channel

    async def forget(self, conversation: str) -> None:
        """Erase a conversation.

        Raises:
            aiohttp.ClientError, asyncio.TimeoutError: it is still there, or may be.
        """
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        body = {"sender": conversation}
        async with self._session.delete(self._url, json=body, timeout=timeout) as response:
            response.raise_for_status()

    async def __call__(
        self, text: str, conversation: str, metadata: dict[str, Any], message_id: str
    ) -> list[Message]:
        """The reply; "unavailable" when none comes."""
        body = {"sender": conversation, "message": text, "metadata": metadata}
        body |= {"channel": self._channel}
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        try:
            async with self._session.post(self._url, json=body, timeout=timeout) as response:
                response.raise_for_status()
                messages: list[Message] = await response.json()
        except Exception as error:  # noqa: BLE001 - whatever fails, the patient gets a reply
            log.error("no reply from the Rasa server: %s", where(error))
            messages = []
        if keeps_contract(messages):
            return messages
        return self._wording.own("unavailable", conversation, metadata.get("language"))
