"""What people and their devices do: write twice at once, send again, have a line that drips."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from dev.ports import HOST
from tests.faults.person import (
    EMERGENCY,
    LONGEST,
    QUESTIONS,
    Person,
    Reply,
    require_urgent_help,
)
from tests.faults.system import System

MANY = 150
CROWD = 16


def test_messages_of_one_person_at_once(system: System) -> None:
    person = Person(system)

    replies = [person.say_aside(text) for text in (*QUESTIONS[:3], EMERGENCY)]
    kinds = [reply.result().kind for reply in replies]

    assert kinds == ["answer", "answer", "answer", "emergency"]
    history = person.history()
    assert sorted(turn["text"] for turn in history) == sorted((*QUESTIONS[:3], EMERGENCY))
    assert {turn["id"]: turn["messages"] for turn in history} == {
        identifier: messages for identifier, (_, messages) in person.answered.items()
    }


def test_a_message_that_comes_twice_at_once(system: System) -> None:
    person, identifier = Person(system), str(uuid.uuid4())

    replies = [person.say_aside(QUESTIONS[0], identifier) for _ in range(3)]
    first, *again = [reply.result().messages for reply in replies]

    assert again == [first, first]
    assert [turn["id"] for turn in person.history()] == [identifier]


def test_many_people_at_once_are_all_answered(system: System) -> None:
    def talks(number: int) -> list[Reply]:
        person = Person(system)
        # Different words each time, so that nobody gets what was found for another one.
        texts = [f"{text} Asked by bed {number}." for text in QUESTIONS]
        replies = [person.say(text) for text in texts[number % 5 :] + texts[: number % 5]]
        person.require_kept()
        return replies

    with ThreadPoolExecutor(CROWD) as crowd:
        replies = [reply for talk in crowd.map(talks, range(CROWD)) for reply in talk]

    assert [reply.visible for reply in replies if reply.kind == "unavailable"] == []
    assert max(reply.seconds for reply in replies) <= LONGEST


class Slow:
    """Connections over which bytes drip, as from a phone with one bar, or from an attacker.

    Args:
        port: where to.
        opening: what each sends at once.
        drop: what each sends again and again; nothing to be silent.
    """

    def __init__(self, port: int, opening: bytes, drop: bytes) -> None:
        self._sockets = [socket.create_connection((HOST, port)) for _ in range(MANY)]
        self._drop = drop
        self._ended = threading.Event()
        for each in self._sockets:
            each.sendall(opening)
        threading.Thread(target=self._drip, daemon=True).start()

    def _drip(self) -> None:
        while self._drop and not self._ended.wait(0.2):
            for each in self._sockets:
                with contextlib.suppress(OSError):
                    each.sendall(self._drop)

    def close(self) -> None:
        """End them all."""
        self._ended.set()
        for each in self._sockets:
            each.close()


HEAD = b"POST /webhooks/web/webhook HTTP/1.1\r\nHost: chat\r\n"
GLOSSARY = b"GET /webhooks/web/glossary HTTP/1.1\r\nHost: chat\r\n\r\n"
OPENINGS = {
    "heads that drip": (HEAD, b"X-Drop: 1\r\n"),
    "bodies that drip": (
        HEAD + b"Content-Type: application/json\r\nContent-Length: 30000\r\n\r\n{",
        b" ",
    ),
    "nothing at all": (b"", b""),
    "readers who do not read": (GLOSSARY * 50, b""),
}


@pytest.fixture(params=OPENINGS)
def slow(request: pytest.FixtureRequest, system: System) -> Iterator[Slow]:
    """Many slow connections."""
    connections = Slow(system.ports.rasa, *OPENINGS[request.param])
    yield connections
    connections.close()


def test_slow_clients_hold_nobody_up(system: System, slow: Slow) -> None:
    person = Person(system)
    time.sleep(1.0)

    for text in QUESTIONS[:3]:
        reply = person.say(text)
        assert reply.kind == "answer"
        assert reply.seconds <= LONGEST
    require_urgent_help(system)
    person.require_kept()
