"""A server with one messaging channel, a bot that answers at once, and a platform beside it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import aiohttp
from rasa.core.channels.channel import UserMessage, register
from rasa.core.run import _create_app_without_api
from rasa.shared.core.events import BotUttered

from bot.channels.messaging import MessagingChannel
from bot.messaging import Timing
from bot.replies import contract, machine_notice
from tests.bot.local_server import started
from tests.bot.messaging.platform import CHARTS, Api, Event, Outcome, Request, Vendor, api_of
from tests.bot.web.serving import Agent

EMERGENCY = "This can be an emergency.\n\nCall your local emergency number now. Do not wait."
SOURCE = "Source: J Clin Oncol 2019;37:2141-2151. Checked against sources on 23 November 2026."
SMALL_PRINT = ["Who was studied: 164 people in China.", "How sure: this is a trial result.", SOURCE]
FIGURES = [
    f"- Overall survival at {month} months, with radiotherapy: {month} out of 100 "
    f"({month}.4%) were alive; the rest, which is {100 - month} out of 100, were not."
    for month in range(1, 90)
]
CHART = {
    "kind": "icons",
    "title": "Overall survival at 1 year",
    "panels": [{"label": None, "count": 75, "out_of": 100, "text": "75 out of 100 (75.4%)"}],
    "filled": "alive",
    "empty": "not alive",
    "caption": SOURCE,
    "alt": f"Overall survival at 1 year: 75 out of 100 (75.4%). {SOURCE}",
}
PUBLIC = "https://chat.hospital.example"
SHORT = ["Tell me more", "Simpler"]
LONG = [f"What were the survival rates at every time point of the trial, part {n}?" for n in "ABC"]


class Bot(Agent):
    """Stands for Rasa: says what it was told, or one of some replies that have a name."""

    async def answer(self, message: UserMessage) -> list[BotUttered]:
        said = str(message.text)
        closing = contract("answer")
        text = f"You said {said}"
        if said == "many":
            text = f"{'First. ' * 40}\n\n{'Second. ' * 40}"
        if said == "emergency" or "vomiting blood" in said:
            closing = contract("emergency")
            text = f"{EMERGENCY}\n\n{machine_notice()}"
        if said == "figures":
            text = "\n".join(["This is what was found.", *FIGURES, *SMALL_PRINT])
            label = "J Clin Oncol 2019;37:2141-2151"
            closing |= {"sources": [{"label": label}], "small_print": SMALL_PRINT}
        if said in ("short", "long", "chart"):
            closing["suggestions"] = LONG if said == "long" else SHORT
        if said == "chart":
            closing["charts"] = [CHART]
        return [BotUttered(text), BotUttered(None, {"custom": closing})]


class Held(Bot):
    """Answers what begins with "held" only when it is let."""

    def __init__(self) -> None:
        super().__init__()
        self.let = asyncio.Event()
        self.begun = asyncio.Event()

    async def answer(self, message: UserMessage) -> list[BotUttered]:
        if str(message.text).startswith("held"):
            self.begun.set()
            await self.let.wait()
        return await super().answer(message)


@dataclass
class Time:
    """Time that a test can move; pauses take none and are remembered."""

    moved: float = 0.0
    pauses: list[float] = field(default_factory=list)

    def now(self) -> float:
        return time.time() + self.moved

    async def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.moved += seconds
        await asyncio.sleep(0.001)

    def timing(self) -> Timing:
        return Timing(
            clock=self.now, pause=self.pause, chance=lambda: 1.0, attempt=60, longest=3600
        )


@dataclass
class World:
    """A server, the platform's API, the bot behind."""

    vendor: Vendor
    channel: MessagingChannel
    api: Api
    bot: Bot
    time: Time
    session: aiohttp.ClientSession
    url: str

    async def post(self, request: Request) -> int:
        """The status that a request of the platform gets."""
        sending = self.session.post(
            self.url,
            params=dict(request.query),
            data=request.body,
            headers=dict(request.headers),
        )
        async with sending as response:
            await response.read()
            return response.status

    async def happens(self, *events: Event) -> None:
        """The platform tells of events, in one request where it can."""
        batches = [events] if self.vendor.batches else [[event] for event in events]
        for batch in batches:
            assert await self.post(self.vendor.request(batch, self.time.now())) == 200

    async def settled(self) -> None:
        """All is answered and sent."""
        await asyncio.wait_for(self.channel.messenger.idle(), 60)

    async def until(self, met: Callable[[], object]) -> None:
        """Something has come about."""

        async def look() -> None:
            while not met():  # noqa: ASYNC110 - what is looked at has no event
                await asyncio.sleep(0.005)

        await asyncio.wait_for(look(), 60)

    async def hears(self, *events: Event) -> list[str]:
        """The words that arrive because of events."""
        before = len(self.api.taken)
        await self.happens(*events)
        await self.settled()
        return [sent.text for sent in self.api.taken[before:]]


@asynccontextmanager
async def world(
    vendor: Vendor,
    folder: Path,
    bot: Callable[[], Bot] = Bot,
    script: Iterable[Outcome] = (),
    moved: float = 0.0,
    **settings: str,
) -> AsyncIterator[World]:
    """All of it, for as long as this lasts; a second one in the same folder goes on.

    Leaving it is a crash: what is under way is cut off.
    """
    flow = Time(moved)
    async with api_of(vendor, script) as api, aiohttp.ClientSession() as session:
        common = {
            "HEPATICA_INBOX": str(folder / "inbox.sqlite"),
            "HEPATICA_PICTURES": f"{api.url}{CHARTS}",
            "HEPATICA_PUBLIC_URL": PUBLIC,
        }
        environment = {**common, **vendor.environment(api.url), **settings}
        api.timing = flow.timing()
        channel = vendor.channel(environment, api.timing)
        agent = bot()
        server, port = await _started(channel, agent)
        url = f"http://127.0.0.1:{port}/webhooks/{channel.name()}/webhook"
        try:
            yield World(vendor, channel, api, agent, flow, session, url)
        finally:
            await channel.messenger.cancel()
            with patch.object(channel.messenger, "stop", _nothing):
                await server.before_stop()
            server.close()
            await server.wait_closed()


async def _started(channel: MessagingChannel, agent: Bot) -> tuple[Any, int]:
    """A server with the channel, and its port."""
    app = _create_app_without_api(None)
    app.ctx.agent = agent
    register([channel], app, "/webhooks/")
    return await started(app)


async def _nothing() -> None:
    """Instead of an orderly end."""
