"""Patients: conversations over the web channel, as the widget holds them."""

import asyncio
import itertools
import random
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import httpx

from bench.scale.front import ADDRESS
from scorecard.sets import HELD_OUT, all_items

TURNS = 5
"""Messages of a conversation; as many may come at once before the web channel's limits hold."""
PATIENCE = 10.0
OPENINGS = {
    "en": ("", "hi, ", "please, ", "sorry to ask: ", "one more question: ", "me again. ", "so, "),
    "zh": ("", "你好，", "请问", "麻烦问一下，", "不好意思，", "医生说，", "还有，"),
    "es": ("", "hola, ", "por favor, ", "perdone, ", "otra pregunta: ", "y ", "una duda: "),
}
"""Before a question, so that nearly all are new ones: what was asked before is answered sooner."""
URGENT = frozenset({"emergency", "crisis"})
"""Answered without the action server; in earnest one message in many."""


@lru_cache(maxsize=1)
def questions() -> list[tuple[str, str]]:
    """What people ask, with its language: the held-out messages but for those in danger."""
    return [
        (item.ask, item.language)
        for item in all_items(HELD_OUT)
        if not item.wanted.kinds & URGENT and item.language in OPENINGS
    ]


@dataclass
class Heard:
    """What became of a load.

    Args:
        times: seconds of each answered turn.
        errors: what went wrong, by kind.
        kinds: kinds of replies.
        conversations: how many were begun.
        bytes_in, bytes_out: bodies and headers that patients sent and got.
    """

    times: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    conversations: int = 0
    bytes_in: int = 0
    bytes_out: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Load:
    """How much is asked.

    Args:
        people: conversations at once.
        seconds: for how long.
        pause: the shortest and the longest time until somebody writes again.
        seed: of what is said.
    """

    people: int
    seconds: float
    pause: tuple[float, float] = (0.0, 0.0)
    seed: int = 1


_addresses = itertools.count(1)


def talk(url: str, load: Load) -> Heard:
    """Hold conversations, and tell what was heard."""
    return asyncio.run(_talk(url, load))


async def _talk(url: str, load: Load) -> Heard:
    heard = Heard()
    limits = httpx.Limits(max_connections=load.people, max_keepalive_connections=load.people)
    start = time.monotonic()
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE, limits=limits) as client:
        people = (
            _Person(client, random.Random(f"{load.seed}.{number}"), heard, load)  # noqa: S311
            for number in range(load.people)
        )
        await asyncio.gather(*(person.stay(start + load.seconds) for person in people))
    heard.seconds = time.monotonic() - start
    return heard


class _Person:
    """Somebody who begins one conversation after another, each from another address."""

    def __init__(
        self, client: httpx.AsyncClient, chance: random.Random, heard: Heard, load: Load
    ) -> None:
        self._client = client
        self._chance = chance
        self._heard = heard
        self._load = load

    async def stay(self, until: float) -> None:
        """Until that time."""
        # Not all at once.
        await asyncio.sleep(self._chance.uniform(0, self._load.pause[1]))
        while time.monotonic() < until:
            if not await self._could_talk(until):
                await asyncio.sleep(0.2)

    async def _could_talk(self, until: float) -> bool:
        try:
            await self._conversation(until)
        except (httpx.HTTPError, KeyError, ValueError) as error:
            told = str(error) if type(error) is ValueError else type(error).__name__
            self._heard.errors[told] += 1
            return False
        return True

    async def _conversation(self, until: float) -> None:
        number = next(_addresses)
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        told = await self._post("session", {}, {ADDRESS: address})
        self._heard.conversations += 1
        for ask, language in self._chance.sample(questions(), TURNS):
            text = self._chance.choice(OPENINGS[language]) + ask
            headers = {ADDRESS: address, "Authorization": f"Bearer {told['token']}"}
            start = time.monotonic()
            told = await self._post("webhook", {"id": str(uuid.uuid4()), "message": text}, headers)
            self._count(time.monotonic() - start, told["messages"])
            await asyncio.sleep(self._chance.uniform(*self._load.pause))
            if time.monotonic() >= until:
                return

    async def _post(self, route: str, body: dict[str, str], headers: dict[str, str]) -> Any:
        response = await self._client.post(f"/webhooks/web/{route}", json=body, headers=headers)
        self._heard.bytes_in += len(response.request.content) + _length(response.request.headers)
        self._heard.bytes_out += len(response.content) + _length(response.headers)
        if response.status_code != httpx.codes.OK:
            raise ValueError(response.status_code)
        return response.json()

    def _count(self, seconds: float, messages: Sequence[dict[str, Any]]) -> None:
        kind = str(messages[-1].get("custom", {}).get("kind")) if messages else "silence"
        self._heard.kinds[kind] += 1
        if kind in ("unavailable", "silence", "None"):
            self._heard.errors[kind] += 1
        else:
            self._heard.times.append(seconds)


def _length(headers: httpx.Headers) -> int:
    return sum(len(name) + len(value) + 4 for name, value in headers.raw)
