"""A real Sanic server, made as Rasa makes it, with an agent that answers at once."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

import aiohttp
from rasa.core.channels.channel import UserMessage, register
from rasa.core.lock_store import InMemoryLockStore
from rasa.core.run import _create_app_without_api
from rasa.core.tracker_store import (
    FailSafeTrackerStore,
    InMemoryTrackerStore,
    SQLTrackerStore,
    TrackerStore,
)
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, UserUttered
from sanic import Sanic

from bot.channels.loopback import LoopbackInput
from bot.channels.web import WebInput
from bot.replies import contract
from bot.web.service import WebService
from bot.web.settings import Key, Settings
from tests.bot.local_server import started

BASE = "/webhooks/web"
KEY = Key("one", "a secret of the tests, long enough for it")
Json = dict[str, Any]
T = TypeVar("T")


class Agent:
    """Stands for Rasa's agent: answers every message, and keeps the conversation as Rasa does."""

    def __init__(self, store: TrackerStore | None = None) -> None:
        self.tracker_store = FailSafeTrackerStore(store or InMemoryTrackerStore(Domain.empty()))
        self.lock_store = InMemoryLockStore()
        self.seen: list[UserMessage] = []

    async def handle_message(self, message: UserMessage) -> None:
        """One turn under the conversation's lock; saved when it is complete."""
        async with self.lock_store.lock(message.sender_id, wait_time_in_seconds=0.01):
            self.seen.append(message)
            tracker = await self.tracker_store.get_or_create_tracker(message.sender_id)
            tracker.update(
                UserUttered(
                    message.text,
                    {"name": "ask_basics"},
                    input_channel=message.input_channel,
                    message_id=message.message_id,
                    metadata=message.metadata,
                )
            )
            for event in await self.answer(message):
                tracker.update(event)
                await message.output_channel.send_response(message.sender_id, event.message())
            tracker.update(ActionExecuted("action_listen"))
            await self.tracker_store.save(tracker)

    async def answer(self, message: UserMessage) -> list[BotUttered]:
        """What the bot says."""
        closing = {**contract("answer"), "facts": ["hcc-what-is"]}
        text = f"You said {message.text}\n\nIn an emergency, call your local emergency number."
        return [BotUttered(text), BotUttered(None, {"custom": closing})]

    @property
    def texts(self) -> list[str]:
        """The messages that Rasa was given."""
        return [str(message.text) for message in self.seen]


class Silent(Agent):
    """Rasa with its action server down."""

    async def answer(self, _: UserMessage) -> list[BotUttered]:
        return []


class Failing(Agent):
    """Rasa with a fault, whose error quotes what the patient wrote."""

    async def answer(self, message: UserMessage) -> list[BotUttered]:
        raise RuntimeError(f"cannot handle {message.text}")


class Held(Agent):
    """Answers when it is let, never before."""

    def __init__(self, store: TrackerStore | None = None) -> None:
        super().__init__(store)
        self.let = asyncio.Event()
        self.begun = asyncio.Event()

    async def answer(self, message: UserMessage) -> list[BotUttered]:
        self.begun.set()
        await self.let.wait()
        return await super().answer(message)


@dataclass
class Reply:
    """What came back."""

    status: int
    headers: Any
    body: bytes

    @property
    def json(self) -> Json:
        return dict(json.loads(self.body))

    @property
    def error(self) -> str:
        return str(self.json["error"])


@dataclass
class Client:
    """Sends requests to one server."""

    session: aiohttp.ClientSession
    url: str
    agent: Agent
    app: Sanic
    service: WebService

    async def ask(self, method: str, path: str, **options: Any) -> Reply:
        """One request; ``path`` counts from the channel unless it begins with a slash."""
        address = path if path.startswith("/") else f"{BASE}/{path}"
        request = self.session.request(method, self.url + address, allow_redirects=False, **options)
        async with request as response:
            return Reply(response.status, response.headers, await response.read())

    async def begin(self, **headers: str) -> Person:
        """A new conversation."""
        reply = await self.ask("POST", "session", json={}, headers=headers)
        assert reply.status == 200, reply.body
        return Person(self, reply.json["token"])


@dataclass
class Person:
    """Somebody in a conversation."""

    client: Client
    token: str
    headers: dict[str, str] = field(default_factory=dict)

    async def ask(self, method: str, path: str, **options: Any) -> Reply:
        """A request with the person's token."""
        headers = {"Authorization": f"Bearer {self.token}", **self.headers}
        headers.update(options.pop("headers", {}))
        return await self.client.ask(method, path, headers=headers, **options)

    async def say(self, text: Any, identifier: str | None = None, **fields: Any) -> Reply:
        """A message, with an id of its own unless one is given."""
        body = {"id": identifier or str(uuid.uuid4()), "message": text, **fields}
        return await self.ask("POST", "webhook", json=body)

    async def history(self) -> list[Json]:
        """What was said."""
        reply = await self.ask("GET", "history")
        assert reply.status == 200, reply.body
        turns: list[Json] = reply.json["turns"]
        return turns


def ask(given: Settings, method: str, path: str, cors: str | None = None, **options: Any) -> Reply:
    """One request to a new server."""
    return run(given, lambda client: client.ask(method, path, **options), cors=cors)


def get(given: Settings, path: str, method: str = "GET", **headers: str) -> Reply:
    """One request without a body to a new server."""
    return run(given, lambda client: client.ask(method, path, headers=headers))


def kind(reply: Reply) -> str:
    """The kind of reply that came back."""
    return str(reply.json["messages"][-1]["custom"]["kind"])


def stores(folder: Path) -> dict[str, TrackerStore]:
    """Stores that outlive a server."""
    domain = Domain.empty()
    path = str(folder / "conversations.sqlite")
    return {
        "memory": InMemoryTrackerStore(domain),
        "sql": SQLTrackerStore(domain, dialect="sqlite", db=path),
    }


def settings(folder: Path, **changed: Any) -> Settings:
    """Settings for a test: a known key, feedback in the test's own folder."""
    return replace(Settings(keys=(KEY,), feedback=folder / "feedback.sqlite", rate=1000), **changed)


@asynccontextmanager
async def serving(
    given: Settings, agent: Agent | None = None, cors: str | None = None
) -> AsyncIterator[Client]:
    """A server that lives as long as this."""
    app = _create_app_without_api(cors)
    app.ctx.agent = agent = agent or Agent()
    made: list[WebService] = []

    def remembered(*arguments: Any) -> WebService:
        made.append(WebService(*arguments))
        return made[-1]

    with patch("bot.channels.web.WebService", remembered):
        register([WebInput(given), LoopbackInput()], app, "/webhooks/")
    server, port = await started(app)
    try:
        async with aiohttp.ClientSession() as session:
            yield Client(session, f"http://127.0.0.1:{port}", agent, app, made[0])
    finally:
        server.close()
        await server.wait_closed()


def run(
    given: Settings,
    talk: Callable[[Client], Coroutine[Any, Any, T]],
    agent: Callable[[], Agent] = Agent,
    cors: str | None = None,
) -> T:
    """What ``talk`` returns after it talked to a server."""

    async def whole() -> T:
        async with serving(given, agent(), cors) as client:
            return await talk(client)

    return asyncio.run(whole())
