"""A patient on the web channel, who keeps what was answered."""

from __future__ import annotations

import base64
import itertools
import json
import time
import uuid
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx

from tests.end_to_end.runner import keep_contract
from tests.faults.system import System

LONGEST = 5.0
"""Seconds within which a reply leaves, whatever fails."""
QUESTIONS = (
    "what does BCLC stage B mean?",
    "what is HCC?",
    "can I get a second opinion?",
    "what is TNM?",
    "who can have a liver resection?",
)
EMERGENCY = "my husband is vomiting blood"

_addresses = itertools.count(1)
_aside = ThreadPoolExecutor(64, thread_name_prefix="persons")


@dataclass(frozen=True)
class Reply:
    """What came back for a message, and after how many seconds."""

    kind: str
    visible: str
    contract: dict[str, Any]
    messages: list[dict[str, Any]]
    seconds: float


class Person:
    """A new conversation.

    Args:
        system: whose servers it is with.
    """

    def __init__(self, system: System) -> None:
        self._system = system
        number = next(_addresses)
        self._address = f"10.{number // 65536}.{number // 256 % 256}.{number % 256}"
        self.answered: dict[str, tuple[str, list[dict[str, Any]]]] = {}
        self.token = ""
        self.token = self.ask("POST", "session", json={}).json()["token"]

    @property
    def sender(self) -> str:
        """The conversation's name in the tracker store."""
        claims = self.token.split(".")[1]
        return str(json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))["sub"])

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """A request of the widget, on a connection of its own."""
        headers = {"X-Real-IP": self._address}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        url = f"{self._system.url}/webhooks/web/{path}"
        return httpx.request(method, url, headers=headers, timeout=20, **options)

    def say(self, text: str, identifier: str | None = None) -> Reply:
        """Say something; whatever fails, texts and one contract must come back in time.

        Args:
            text: what is said.
            identifier: the message's id, where it is sent again.
        """
        identifier = identifier or str(uuid.uuid4())
        self._system.said.add(text)
        began = time.monotonic()
        response = self.ask("POST", "webhook", json={"id": identifier, "message": text})
        seconds = time.monotonic() - began
        assert response.status_code == 200, response.text
        assert "Traceback" not in response.text
        self.token = response.json()["token"]
        messages = response.json()["messages"]
        answered = keep_contract(messages)
        kind = answered.contract["kind"]
        if kind != "unavailable":
            self.answered[identifier] = (text, messages)
        return Reply(kind, answered.visible, answered.contract, messages, seconds)

    def say_aside(self, text: str, identifier: str | None = None) -> Future[Reply]:
        """The same, while the test goes on."""
        return _aside.submit(self.say, text, identifier)

    def history(self) -> list[dict[str, Any]]:
        """The turns as the page shows them after it was opened again."""
        response = self.ask("GET", "history")
        assert response.status_code == 200, response.text
        turns: list[dict[str, Any]] = response.json()["turns"]
        return turns

    def require_kept(self) -> None:
        """All that was answered is in the conversation: word by word, in order, each once."""
        turns = [turn for turn in self.history() if turn["id"] in self.answered]
        kept = [(turn["id"], (turn["text"], turn["messages"])) for turn in turns]
        assert kept == list(self.answered.items())


def require_urgent_help(system: System) -> None:
    """Somebody new who is in danger gets the emergency text, in time."""
    reply = Person(system).say(EMERGENCY)
    assert reply.kind == "emergency"
    assert reply.seconds <= LONGEST


def require_excuse(reply: Reply) -> None:
    """The bot says that it cannot answer, and what to do in an emergency; in time."""
    assert reply.kind == "unavailable"
    assert "emergency number" in reply.visible
    assert reply.seconds <= LONGEST
