"""Statistics by RabbitMQ never hold up a server or a patient.

Needs RabbitMQ on 127.0.0.1:5672 with guest/guest (rabbitmq-server -detached); without one set
HEPATICA_WITHOUT_RABBITMQ=1 to leave these tests out.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import socket
import time
import uuid
from collections.abc import AsyncIterator, Callable

import aio_pika
import pytest
import pytest_asyncio
from rasa.utils.endpoints import EndpointConfig

from bot.stores import broker as module
from bot.stores.broker import RabbitBroker

pytestmark = pytest.mark.asyncio
RABBITMQ = ("127.0.0.1", 5672)
needs_rabbitmq = pytest.mark.skipif(
    os.environ.get("HEPATICA_WITHOUT_RABBITMQ") == "1", reason="HEPATICA_WITHOUT_RABBITMQ=1"
)


def unused_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def settings(port: int, queue: str) -> EndpointConfig:
    return EndpointConfig(
        "127.0.0.1",
        port=port,
        username="guest",
        password="guest",  # noqa: S106 - RabbitMQ's own
        exchange_name=f"hepatica-test-{queue}",
        queues=[queue],
    )


async def made(port: int, queue: str) -> RabbitBroker:
    broker = await RabbitBroker.from_endpoint_config(
        settings(port, queue), asyncio.get_running_loop()
    )
    assert broker is not None
    return broker


async def until(holds: Callable[[], bool], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "not in time"
        await asyncio.sleep(0.02)


@pytest_asyncio.fixture
async def queue() -> AsyncIterator[str]:
    """The name of a queue of the test's own, deleted at the end."""
    name = f"hepatica-test-{uuid.uuid4().hex}"
    yield name
    connection = await aio_pika.connect("amqp://guest:guest@127.0.0.1/")
    async with connection, connection.channel() as channel:
        await channel.queue_delete(name)
        await channel.exchange_delete(f"hepatica-test-{name}")


async def first_of(queue: str) -> dict[str, object]:
    connection = await aio_pika.connect("amqp://guest:guest@127.0.0.1/")
    async with connection, connection.channel() as channel:
        found = await channel.get_queue(queue, ensure=False)
        message = await found.get(timeout=5, no_ack=True)
        told: dict[str, object] = json.loads(message.body)
        return told


async def relay(port: int) -> asyncio.AbstractServer:
    """RabbitMQ under another port."""

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, to_there = await asyncio.open_connection(*RABBITMQ)

        async def copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
            while data := await source.read(4096):
                target.write(data)
            target.close()

        await asyncio.gather(copy(reader, to_there), copy(there, writer), return_exceptions=True)

    return await asyncio.start_server(pass_on, "127.0.0.1", port)


async def test_a_server_starts_at_once_without_rabbitmq() -> None:
    start = time.monotonic()
    broker = await made(unused_port(), "nobody")
    assert time.monotonic() - start < 0.5
    assert not broker.is_ready()
    await broker.close()


async def test_without_rabbitmq_events_are_neither_kept_nor_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    broker = await made(unused_port(), "nobody")
    with caplog.at_level(logging.DEBUG):
        for _ in range(100):
            broker.publish({"event": "user", "text": "my planted secret"})
        await asyncio.sleep(0.1)
    assert not broker._unpublished_events
    assert not broker._background_tasks
    assert "gets no events" in caplog.text
    assert "planted" not in caplog.text
    await broker.close()


@needs_rabbitmq
async def test_an_event_arrives(queue: str) -> None:
    broker = await made(RABBITMQ[1], queue)
    await until(broker.is_ready)
    await until(lambda: broker._exchange is not None)
    broker.publish({"event": "user", "text": "was ist 肝癌?"})
    await until(lambda: not broker._background_tasks)
    assert (await first_of(queue))["text"] == "was ist 肝癌?"
    await broker.close()


@needs_rabbitmq
async def test_events_go_out_once_rabbitmq_comes_up(
    queue: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AGAIN", 0.2)
    port = unused_port()
    broker = await made(port, queue)
    await asyncio.sleep(0.3)
    assert not broker.is_ready()
    server = await relay(port)
    await until(lambda: broker.is_ready() and broker._exchange is not None)
    broker.publish({"event": "action", "name": "action_answer"})
    await until(lambda: not broker._background_tasks)
    assert (await first_of(queue))["name"] == "action_answer"
    await broker.close()
    server.close()


@needs_rabbitmq
async def test_what_rabbitmq_does_not_take_is_dropped_and_bounded(
    queue: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST", 5)
    broker = await made(RABBITMQ[1], queue)
    await until(lambda: broker.is_ready() and broker._exchange is not None)
    for number in range(50):
        broker.publish({"event": "slot", "value": number})
    assert len(broker._background_tasks) == 5
    await until(lambda: not broker._background_tasks)
    await broker.close()
