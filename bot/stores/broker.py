"""Rasa's event broker for RabbitMQ, so that no patient waits for the hospital's statistics.

Rasa's own does not let the server start while RabbitMQ is away, keeps what it could not send in
memory without a limit, and logs it with the patient's words. Here events are lost instead: the
database has them all (docs/operating/deploying.md).
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any

import aio_pika
from rasa.core.brokers.pika import PikaEventBroker
from rasa.utils.endpoints import EndpointConfig

from bot.channels.failures import where

log = logging.getLogger(__name__)

MOST = 2_000
"""Events on their way at once; more are lost."""
AGAIN = 10.0
"""Seconds until RabbitMQ is tried again, and between two lines in the log."""
KEPT_DAYS = 7
KEPT_BYTES = 2**30
"""What waits in a queue that nobody reads: the oldest goes first."""


class RabbitBroker(PikaEventBroker):
    """Sends a copy of each event to RabbitMQ, while that is there.

    Takes the settings of Rasa's ``pika`` broker (endpoints.yml).
    """

    _connecting: asyncio.Task[None] | None = None
    _complained = -AGAIN

    @classmethod
    async def from_endpoint_config(
        cls,
        broker_config: EndpointConfig | None,
        event_loop: asyncio.AbstractEventLoop | None = None,
    ) -> RabbitBroker | None:
        """The broker, which connects while the server starts; None without settings."""
        if broker_config is None:
            return None
        loop = event_loop or asyncio.get_running_loop()
        settings = {
            **broker_config.kwargs,
            "should_keep_unpublished_messages": False,
            "connection_attempts": 1,
            "retry_delay_in_seconds": 0,
        }
        broker = cls(broker_config.url, **settings, event_loop=loop)
        broker._connecting = loop.create_task(broker._connect_at_last())
        return broker

    async def _connect_at_last(self) -> None:
        """Try until RabbitMQ is there; afterwards its client connects again by itself."""
        while not await self._could_connect():  # noqa: ASYNC110 - RabbitMQ tells nobody that it is up
            await asyncio.sleep(AGAIN)

    async def _could_connect(self) -> bool:
        try:
            await self.connect()
        except Exception as error:  # noqa: BLE001 - it is tried again, whatever it was
            self._complain(error)
            return False
        return True

    def is_ready(self) -> bool:
        """Whether RabbitMQ is there; Rasa's own says so, too, after the connection has broken."""
        return bool(super().is_ready() and self._connection.connected.is_set())

    def publish(self, event: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        """Send an event soon; without RabbitMQ it is lost."""
        if self.is_ready() and len(self._background_tasks) < MOST:
            super().publish(event, headers)
        else:
            self._complain(None)

    async def _publish(self, event: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        if self._exchange is None:
            return
        try:
            await self._exchange.publish(self._message(event, headers), "", timeout=AGAIN)
        except Exception as error:  # noqa: BLE001 - not with its message, which may quote the event
            self._complain(error)

    def _complain(self, error: Exception | None) -> None:
        """Say once in a while that events are lost."""
        if time.monotonic() - self._complained >= AGAIN:
            self._complained = time.monotonic()
            log.warning("RabbitMQ gets no events: %s", where(error) if error else "not connected")

    async def close(self) -> None:
        """End the connection, or the tries."""
        if self._connecting is not None:
            self._connecting.cancel()
        await super().close()

    @staticmethod
    async def _bind_queue(
        queue_name: str,
        channel: aio_pika.abc.AbstractChannel,
        exchange: aio_pika.abc.AbstractExchange,
    ) -> None:
        limits: dict[str, Any] = {
            "x-message-ttl": KEPT_DAYS * 24 * 60 * 60 * 1000,
            "x-max-length-bytes": KEPT_BYTES,
        }
        queue = await channel.declare_queue(queue_name, durable=True, arguments=limits)
        await queue.bind(exchange, "")
