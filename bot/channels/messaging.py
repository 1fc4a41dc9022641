"""The base of all channels that a messaging platform calls by webhook.

docs/channels/adding.md tells how to write one; what happens behind is in ``bot/messaging/``.
"""

from __future__ import annotations

import asyncio
import logging
import os
import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

import aiohttp
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.exceptions import SanicException
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.agents import agent_of
from bot.channels.failures import where
from bot.channels.guarded import GuardedTurn
from bot.messaging.answering import warning_signs
from bot.messaging.capabilities import Capabilities
from bot.messaging.incoming import Incoming
from bot.messaging.messenger import Messenger, Platform
from bot.messaging.parts import Image
from bot.messaging.pictures import NoPicture, Pictures
from bot.messaging.sending import Delivery, Rejected
from bot.messaging.settings import BadSetting, messaging_settings
from bot.messaging.timing import Timing
from bot.messaging.webhook import Answer, Unverified, Webhook
from bot.replies import Message
from bot.watch.metrics import DELIVERIES
from bot.web.conversations import Conversations
from bot.web.settings import SettingsError

log = logging.getLogger(__name__)


class MessagingChannel(InputChannel, ABC):
    """A platform: how its requests are verified and read, and how a message is sent to it.

    Args:
        environment: the settings; the process's environment variables when not given.
        timing: clocks and pauses.

    Raises:
        SettingsError: a setting is missing or cannot be used; the server does not start.
    """

    channel: ClassVar[str]
    """The channel's name, and the last part of its address under /webhooks/."""
    prefix: ClassVar[str]
    """What its conversations begin with; no other channel has it."""
    can: ClassVar[Capabilities]
    """What the platform can show."""
    fetches_pictures: ClassVar[bool] = False
    """Whether the platform gets pictures from us by their address, and not with the message: then
    there are none where HEPATICA_PUBLIC_URL is not set."""
    largest: ClassVar[int] = 256 * 1024
    """Bytes of a request; larger ones are turned away unread."""

    def __init__(
        self, environment: Mapping[str, str] | None = None, timing: Timing | None = None
    ) -> None:
        environment = os.environ if environment is None else environment
        try:
            self._common = messaging_settings(environment)
            self.configure(environment)
        except BadSetting as error:
            raise SettingsError(f"{self.channel}: {error}") from None
        self.timing = timing or Timing()
        self._pictures = Pictures(self._common.pictures, self._common.inbox.parent / "pictures")
        self._http: aiohttp.ClientSession | None = None
        self._messenger: Messenger | None = None

    # What a channel writes.

    @abstractmethod
    def configure(self, environment: Mapping[str, str]) -> None:
        """Take the channel's own settings.

        Raises:
            BadSetting: one is missing, weak or cannot be used.
        """

    @abstractmethod
    def verify(self, webhook: Webhook) -> None:
        """Make sure that the platform sent this, before anything in it is read.

        Raises:
            Unverified: it did not, or it is too old. Any other error counts as this.
        """

    @abstractmethod
    def parse(self, webhook: Webhook) -> Sequence[Incoming]:
        """The messages in a verified request; nothing for what is not meant for us."""

    @abstractmethod
    async def send(self, delivery: Delivery) -> None:
        """Send one part.

        Raises:
            TryAgain, Rejected, Gone: see ``bot.messaging.sending``.
        """

    def handshake(self, webhook: Webhook) -> Answer:
        """The answer to a GET, by which some platforms check that the address is ours.

        Raises:
            Unverified: the platform did not ask.
        """
        raise Unverified

    def taken(self, webhook: Webhook) -> Answer:
        """The answer once the messages of a request are written down."""
        return Answer()

    async def seen(self, incoming: Incoming) -> None:
        """Show that a message is being answered (a tick, "typing"); may fail without harm."""

    # What a channel uses.

    @property
    def http(self) -> aiohttp.ClientSession:
        """The client for calling the platform; follows the system's proxy settings."""
        if self._http is None:
            self._http = aiohttp.ClientSession(trust_env=True)
        return self._http

    async def picture(self, image: Image) -> bytes:
        """The picture of a chart, as PNG.

        Raises:
            Rejected: it cannot be had; the reply's text has said the same.
        """
        try:
            return await self._pictures.png(image, self.http)
        except NoPicture as error:
            log.warning("%s: no picture: %s", self.channel, error)
            raise Rejected from None

    async def picture_url(self, image: Image) -> str:
        """Where anyone can get the picture of a chart, once it is there.

        Raises:
            Rejected: as ``picture``.
        """
        await self.picture(image)
        base = self._common.public_url
        return f"{base}/webhooks/{self.channel}/pictures/{image.name}.png"

    @property
    def messenger(self) -> Messenger:
        """What answers the messages; there once Rasa has asked for the routes."""
        if self._messenger is None:
            raise RuntimeError("the channel has no routes yet")
        return self._messenger

    # What Rasa calls.

    @classmethod
    def name(cls) -> str:
        """The channel's name."""
        return cls.channel

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes: ``/webhook`` for the platform, ``/health`` for monitoring."""
        guarded = GuardedTurn(on_new_message)

        async def turn(
            text: str, conversation: str, metadata: dict[str, Any], message_id: str
        ) -> list[Message]:
            return await guarded.reply(text, conversation, self.channel, metadata, message_id)

        can = self.can if self._has_pictures() else replace(self.can, images=False)
        blueprint = Blueprint(f"hepatica_{self.channel}")
        forget = Conversations(lambda: agent_of(blueprint)).erase
        platform = Platform(
            self.channel, self.prefix, can, self.send, self.seen, forget, self._count
        )
        messenger = Messenger(platform, turn, self._common, self.timing, warning_signs)
        self._messenger = messenger
        self._add_routes(blueprint)

        @blueprint.listener("before_server_start")
        async def check(_: Sanic, __: Any) -> None:
            try:
                await messenger.check()
            except (sqlite3.Error, OSError) as error:
                raise SettingsError(
                    f"HEPATICA_INBOX: messages cannot be written to {self._common.inbox} "
                    f"({type(error).__name__}). Name a file in a folder that the server may write."
                ) from None

        @blueprint.listener("after_server_start")
        async def start(_: Sanic, __: Any) -> None:
            await messenger.start()

        @blueprint.listener("before_server_stop")
        async def stop(_: Sanic, __: Any) -> None:
            await messenger.stop()
            if self._http is not None:
                await self._http.close()
                self._http = None

        return blueprint

    def _add_routes(self, blueprint: Blueprint) -> None:
        @blueprint.route("/webhook", methods=["GET"])
        async def handshake(request: Request) -> HTTPResponse:
            return self._checked(self.handshake, _webhook(request, b""))

        @blueprint.route("/webhook", methods=["POST"], stream=True)
        async def receive(request: Request) -> HTTPResponse:
            return await self._receive(request)

        @blueprint.route("/pictures/<name:str>", methods=["GET"])
        async def picture(_: Request, name: str) -> HTTPResponse:
            png = await asyncio.to_thread(self._pictures.kept, name)
            if png is None:
                return _response(Answer(404, "there is no such picture"))
            headers = {"Cache-Control": "public, max-age=86400, immutable"}
            return HTTPResponse(png, content_type="image/png", headers=headers)

        @blueprint.route("/health", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return _response(Answer())

    async def _receive(self, request: Request) -> HTTPResponse:
        try:
            body = await _body(request, self.largest)
        except _TooLargeError:
            return _response(Answer(413, "too large"))
        webhook = _webhook(request, body)
        refusal = self._checked(self._verified, webhook)
        if refusal.status != _OK:
            return refusal
        try:
            await self.messenger.receive(self._parsed(webhook))
        except Exception as error:  # noqa: BLE001 - not written down, so the platform must repeat
            log.error("%s: messages were not written down: %s", self.channel, where(error))
            return _response(Answer(503, "try again"))
        return _response(self.taken(webhook))

    def _count(self, outcome: str) -> None:
        DELIVERIES.labels(self.channel, outcome).inc()

    def _has_pictures(self) -> bool:
        reachable = not self.fetches_pictures or self._common.public_url is not None
        return self._common.pictures is not None and reachable

    def _verified(self, webhook: Webhook) -> Answer:
        self.verify(webhook)
        return Answer()

    def _checked(self, check: Callable[[Webhook], Answer], webhook: Webhook) -> HTTPResponse:
        try:
            return _response(check(webhook))
        except Unverified:
            pass
        except Exception as error:  # noqa: BLE001 - a stranger's data may break anything
            log.warning("%s: a request cannot be verified: %s", self.channel, where(error))
        return _response(Answer(403, "not verified"))

    def _parsed(self, webhook: Webhook) -> Sequence[Incoming]:
        try:
            return self.parse(webhook)
        except Exception as error:  # noqa: BLE001 - it would come again and again, as unreadable
            log.error("%s: a request cannot be read: %s", self.channel, where(error))
            return []


_OK = 200


class _TooLargeError(Exception):
    pass


async def _body(request: Request, largest: int) -> bytes:
    """The body as it was sent, read no further than it may be long."""
    said = request.headers.get("content-length", "0")
    if not said.isdecimal() or int(said) > largest:
        raise _TooLargeError
    body = b""
    try:
        stream = request.stream
        while stream is not None and (chunk := await stream.read()) is not None:
            body += chunk
            if len(body) > largest:
                raise _TooLargeError
    except SanicException as error:
        raise _TooLargeError from error
    return body


def _webhook(request: Request, body: bytes) -> Webhook:
    return Webhook(
        request.method,
        request.url,
        {name: values[0] for name, values in request.args.items()},
        {name.lower(): request.headers.getall(name)[0] for name in request.headers},
        body,
    )


def _response(answer: Answer) -> HTTPResponse:
    return HTTPResponse(answer.body, status=answer.status, content_type=answer.content_type)
