"""A platform as far as a channel sees it: its requests, and its API, which can fail by script."""

from __future__ import annotations

import asyncio
import json
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from enum import Enum
from typing import Any, ClassVar

from aiohttp import web

from bot.channels.messaging import MessagingChannel
from bot.messaging import Kind, Timing

PATIENCE, SHORT_PATIENCE = 60.0, 0.2
"""Seconds that an attempt to send may take."""
CHARTS = "/charts"
"""Where the action server draws charts, here on the same server as the platform's API."""
PNG = b"\x89PNG\r\n\x1a\n and so on"
WAIT = 7
"""Seconds that a busy platform asks to wait."""
Event = Any
"""Something that happened, as the platform writes it into a request."""


class Outcome(Enum):
    """What the API does with a call."""

    TAKEN = "taken"
    BROKEN = "broken"
    """500"""
    BUSY = "busy"
    """429, asking to wait for ``WAIT`` seconds"""
    HANGS = "hangs"
    """no answer"""
    DROPS = "drops"
    """the connection breaks"""
    REFUSED = "refused"
    """this message will never be taken"""
    GONE = "gone"
    """the person blocked us"""


@dataclass(frozen=True)
class Call:
    """A call of the API as the channel made it."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def form(self) -> dict[str, Any]:
        """The fields of a form: words, and the bytes of files."""
        head = f"Content-Type: {self.headers['content-type']}\r\n\r\n".encode()
        found: dict[str, Any] = {}
        for part in message_from_bytes(head + self.body).walk():
            name = part.get_param("name", header="content-disposition")
            content = part.get_payload(decode=True)
            if isinstance(name, str) and isinstance(content, bytes):
                found[name] = content if part.get_filename() else content.decode()
        return found


@dataclass(frozen=True)
class Sent:
    """A message that a call sends: to whom, its words, and (label, token) of what can be tapped.

    With ``picture`` the words are what stands under it.
    """

    to: str
    text: str
    choices: tuple[tuple[str, str], ...] = ()
    picture: bool = False


@dataclass(frozen=True)
class Request:
    """A request of the platform to us."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """What somebody does: the platform's number of it, who, when, and the words.

    ``person`` is a small number; each platform makes an id of its own shape from it.
    """

    number: int
    text: str = ""
    person: int = 1
    at: float = 0.0


class Vendor(ABC):
    """Describes a platform to the conformance suite."""

    channel: ClassVar[type[MessagingChannel]]
    secrets: ClassVar[Sequence[str]] = ()
    """Settings without which the server must not start."""
    signs_body: ClassVar[bool] = True
    signs_time: ClassVar[bool] = False
    """Whether a request carries a signed time, so that an old one is turned away."""
    tells_time: ClassVar[bool] = True
    """Whether a message says when it was sent."""

    @abstractmethod
    def environment(self, api: str) -> dict[str, str]:
        """The channel's settings; ``api`` is where the platform's API is."""

    @abstractmethod
    def words(self, said: Said) -> Event:
        """Somebody writes in private."""

    @abstractmethod
    def request(self, events: Sequence[Event], at: float, *, right_key: bool = True) -> Request:
        """A signed request; the platform may send several events in one."""

    @abstractmethod
    def sent(self, call: Call) -> Sent | None:
        """The message in a call of the API; None for other calls."""

    @abstractmethod
    def answer(self, outcome: Outcome) -> tuple[int, dict[str, str], Any]:
        """Status, headers and JSON with which the API tells an outcome."""

    def person(self, number: int) -> str:
        """The platform's id of a person, as in ``Incoming.sender`` and ``Sent.to``."""
        return str(number)

    batches: ClassVar[bool] = True
    """Whether a request can hold several events."""

    def of_kind(self, kind: Kind, said: Said) -> Event | None:  # noqa: ARG002
        """Somebody sends something else; None where the platform has no such thing."""
        return None

    def in_group(self, said: Said) -> Event | None:  # noqa: ARG002
        """Somebody writes in a group; None where there are none."""
        return None

    def tapped(self, token: str, said: Said) -> Event | None:  # noqa: ARG002
        """Somebody taps a choice; None where there is nothing to tap."""
        return None

    def changed(self, body: bytes) -> bytes:
        """The body after somebody changed it on its way."""
        return body.replace(b"hello", b"hullo")

    def junk(self) -> Event:
        """An event of a shape that the platform never sends."""
        return {"nonsense": [None]}


@dataclass
class Api:
    """The platform's API: what it took, all that it was asked, and what it does next."""

    vendor: Vendor
    url: str = ""
    script: deque[Outcome] = field(default_factory=deque)
    taken: list[Sent] = field(default_factory=list)
    tried: list[Sent] = field(default_factory=list)
    other: list[Call] = field(default_factory=list)
    drawn: list[Any] = field(default_factory=list)
    timing: Timing | None = None
    hanging: asyncio.Event = field(default_factory=asyncio.Event)
    free: asyncio.Event = field(default_factory=asyncio.Event)

    def will(self, *outcomes: Outcome) -> None:
        """What happens to the next messages; those after them are taken."""
        self.script.extend(outcomes)
        self._next()

    def calm(self) -> None:
        """From now on all is taken."""
        self.script.clear()
        self._next()

    def _next(self) -> None:
        """Let the channel lose patience soon where it waits in vain, and only there.

        On a busy machine an answer of the API may take longer than a test would wait.
        """
        if self.timing is not None:
            hangs = self.script and self.script[0] is Outcome.HANGS
            self.timing.attempt = SHORT_PATIENCE if hangs else PATIENCE

    def texts(self, person: str | None = None) -> list[str]:
        """The words that arrived, of one person or of all."""
        return [sent.text for sent in self.taken if person in (None, sent.to)]

    async def charts(self, request: web.Request) -> web.StreamResponse:
        self.drawn.append(await request.json())
        return web.Response(body=PNG, content_type="image/png")

    async def handle(self, request: web.Request) -> web.StreamResponse:
        call = Call(
            request.path_qs,
            {name.lower(): value for name, value in request.headers.items()},
            await request.read(),
        )
        sent = self.vendor.sent(call)
        if sent is None:
            self.other.append(call)
            return self._told(Outcome.TAKEN)
        self.tried.append(sent)
        outcome = self.script.popleft() if self.script else Outcome.TAKEN
        self._next()
        if outcome is Outcome.HANGS:
            self.hanging.set()
            await self.free.wait()
        if outcome is Outcome.DROPS and request.transport is not None:
            request.transport.abort()
        if outcome is Outcome.TAKEN:
            self.taken.append(sent)
        return self._told(outcome)

    def _told(self, outcome: Outcome) -> web.Response:
        status, headers, body = self.vendor.answer(outcome)
        return web.json_response(body, status=status, headers=headers)


@asynccontextmanager
async def api_of(vendor: Vendor, script: Iterable[Outcome] = ()) -> AsyncIterator[Api]:
    """The platform's API, on this machine."""
    api = Api(vendor, script=deque(script))
    application = web.Application(client_max_size=2**20)
    application.router.add_post(CHARTS, api.charts)
    application.router.add_route("*", "/{path:.*}", api.handle)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    api.url = f"http://127.0.0.1:{port}"
    try:
        yield api
    finally:
        api.free.set()
        await runner.cleanup()
