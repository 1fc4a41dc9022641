"""Messages to a server's REST channel, and how long the replies took."""

import http.client
import json
import time
import uuid
from collections.abc import Sequence
from typing import Any

from bench.speed.replies import Check, Messages
from dev.ports import HOST
from dev.say import Trouble

PATIENCE = 60.0
TURNS = 6
"""Turns of a conversation, after which another begins: about as long as people talk."""


class Talker:
    """One client with one connection, as a program that talks to a server has.

    Args:
        port: where the server listens.
        check: what tells that a reply is the one that this server gives.
        turns: after how many turns another conversation begins.
        sender: the first conversation's name; any when not given.
    """

    def __init__(
        self, port: int, check: Check, turns: int = TURNS, sender: str | None = None
    ) -> None:
        self._connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
        self._check = check
        self._turns = turns
        self._said = 0
        self._sender = sender or uuid.uuid4().hex

    def say(self, text: str) -> float:
        """Say a text; the milliseconds until the whole reply was there.

        Raises:
            Trouble: the reply is another than it should be.
            OSError, http.client.HTTPException: there is none.
        """
        if self._said == self._turns:
            self._said, self._sender = 0, uuid.uuid4().hex
        self._said += 1
        body = json.dumps({"sender": self._sender, "message": text}).encode()
        start = time.perf_counter()
        self._connection.request("POST", "/webhooks/rest/webhook", body, _HEADERS)
        reply = self._connection.getresponse()
        told = reply.read()
        milliseconds = (time.perf_counter() - start) * 1000
        if reply.status != http.HTTPStatus.OK or not self._check(_messages(told)):
            raise Trouble(f"The server replied with status {reply.status}: {told[:300]!r}")
        return milliseconds

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


_HEADERS = {"Content-Type": "application/json"}


def _messages(told: bytes) -> Messages:
    found: Any = json.loads(told)
    return found if isinstance(found, list) else []


def until_answered(port: int, check: Check, text: str, seconds: float) -> None:
    """Ask again and again until a server answers.

    Raises:
        Trouble: it does not in this time.
    """
    deadline = time.monotonic() + seconds
    while True:
        talker = Talker(port, check)
        try:
            talker.say(text)
            return
        except (OSError, http.client.HTTPException, Trouble) as error:
            if time.monotonic() > deadline:
                raise Trouble(f"No answer within {seconds:.0f} s: {error}") from None
            time.sleep(0.05)
        finally:
            talker.close()


def in_turn(talkers: Sequence[Talker], texts: Sequence[str], turns: int) -> list[list[float]]:
    """Say each text to all, one after the other; who is first changes with each text.

    Returns:
        The milliseconds of each talker, in the order of the texts.
    """
    times: list[list[float]] = [[] for _ in talkers]
    for number in range(turns):
        for place in range(len(talkers)):
            one = (number + place) % len(talkers)
            times[one].append(talkers[one].say(texts[number % len(texts)]))
    return times
