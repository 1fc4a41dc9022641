"""RabbitMQ, as the statistics of a hospital read it."""

from __future__ import annotations

import json
import os
import socket
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import pytest

from dev.paths import BOT_PYTHON
from dev.ports import HOST
from dev.processes import Process, Words, read, stop

RABBITMQ = "amqp://guest@127.0.0.1:5672"
HOW = (
    "These tests need RabbitMQ on 127.0.0.1:5672 with guest/guest. On Debian: apt-get install "
    "rabbitmq-server, then rabbitmq-server -detached. HEPATICA_WITHOUT_RABBITMQ=1 leaves them out."
)


def require_rabbitmq() -> None:
    """Fail where RabbitMQ is not there; skip where it need not be."""
    if os.environ.get("HEPATICA_WITHOUT_RABBITMQ") == "1":
        pytest.skip("HEPATICA_WITHOUT_RABBITMQ=1")
    parts = urlsplit(RABBITMQ)
    with socket.socket() as probe:
        probe.settimeout(3)
        assert probe.connect_ex((str(parts.hostname), int(parts.port or 0))) == 0, HOW


def broker_settings(port: int, queue: str) -> dict[str, str]:
    """What deploy/endpoints.yml asks for."""
    return {
        "RABBITMQ_HOST": HOST,
        "RABBITMQ_PORT": str(port),
        "RABBITMQ_USER": "guest",
        "RABBITMQ_PASSWORD": "guest",
        "RABBITMQ_EXCHANGE": queue,
        "RABBITMQ_QUEUE": queue,
    }


class Listener:
    """Takes the events off the queue, and deletes it at the end.

    Args:
        queue: its name.
        folder: for what it writes.
    """

    def __init__(self, queue: str, folder: Path) -> None:
        self._log = folder / "listener.log"
        words: Words = [BOT_PYTHON, "-m", "bench.scale.events", queue, folder / "counts", "--all"]
        self._process = Process(words, self._log)

    def __enter__(self) -> Listener:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        stop(self._process)

    def texts(self, sender: str) -> list[str]:
        """What a person said, as far as it has arrived."""
        assert self._process.code() is None, read(self._log)
        whole = [line for line in read(self._log).splitlines(keepends=True) if line.endswith("\n")]
        events: list[dict[str, Any]] = [json.loads(line) for line in whole]
        mine = (e for e in events if e["event"] == "user" and e["sender_id"] == sender)
        return [str(event["text"]) for event in mine]
