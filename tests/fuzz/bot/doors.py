"""All channels that take webhooks, with a platform that signs what they are fed."""

from __future__ import annotations

import importlib
import inspect
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rasa.core.channels.channel import UserMessage
from sanic.compat import Header

from bot.channels.messaging import MessagingChannel
from bot.messaging import Incoming, Kind, Webhook
from bot.messaging.rendering import Rendered
from tests.bot.messaging.platform import Event, Request, Said, Vendor

TESTS = Path(__file__).resolve().parents[2] / "bot" / "channels"
WHEN = 1_795_000_000.0
"""When all was said; the same in every run."""
NOBODY = "http://127.0.0.1:1"


def vendors() -> list[Vendor]:
    """Each platform that a test module of the channels describes."""
    for path in sorted(TESTS.glob("test_*.py")):
        importlib.import_module(f"tests.bot.channels.{path.stem}")
    named = {each.channel: each for each in _below(Vendor) if "channel" in vars(each)}
    return [each() for each in named.values() if not inspect.isabstract(each)]


def channels() -> set[type[MessagingChannel]]:
    """All classes of channels that a server can be told to run."""
    for path in sorted(Path(inspect.getfile(MessagingChannel)).parent.glob("*.py")):
        importlib.import_module(f"bot.channels.{path.stem}")
    return {each for each in _below(MessagingChannel) if "channel" in vars(each)}


def _below(parent: type) -> set[type]:
    return {c for child in parent.__subclasses__() for c in ({child} | _below(child))}


def events(vendor: Vendor) -> list[Event]:
    """Valid events of every kind that the platform has."""
    said = [Said(n, text, at=WHEN) for n, text in enumerate(("What is TACE?", "肝癌 👍"), 1)]
    found = [vendor.words(one) for one in said]
    others = (kind for kind in Kind if kind not in (Kind.TEXT, Kind.CHOICE))
    found += [vendor.of_kind(kind, said[0]) for kind in others]
    found += [vendor.in_group(said[0]), vendor.tapped("abcdef123456", said[0])]
    return [event for event in found if event is not None]


class Body:
    """The body of a request as Sanic streams it."""

    def __init__(self, whole: bytes) -> None:
        self._whole: bytes | None = whole

    async def read(self) -> bytes | None:
        """The whole body at first, then None."""
        whole, self._whole = self._whole, None
        return whole


@dataclass
class Fake:
    """As much of a Sanic request as a channel looks at."""

    whole: bytes
    headers: Header
    args: Mapping[str, Sequence[str]] = field(default_factory=dict)
    method: str = "POST"
    url: str = "http://127.0.0.1:5005/webhooks/x/webhook"

    @property
    def stream(self) -> Body:
        """The body, unread."""
        return Body(self.whole)


class Door:
    """A channel as a server has it, apart from the server: what it is given is written down.

    Args:
        vendor: the platform.
        folder: where its inbox is.
    """

    def __init__(self, vendor: Vendor, folder: Path) -> None:
        self.vendor = vendor
        settings = {**vendor.environment(NOBODY), "HEPATICA_INBOX": str(folder / "inbox.sqlite")}
        self.channel = vendor.channel(settings)
        self.events = events(vendor)
        self.signed = [vendor.request([event], time.time()) for event in self.events]
        self.taken: list[Incoming] = []
        self.channel.blueprint(_no_turn)
        self.inbox = self.channel.messenger._inbox
        self.channel._messenger = self  # type: ignore[assignment]

    async def receive(self, messages: Sequence[Incoming]) -> None:
        """Stands for the messenger: writes down, and answers nothing."""
        self.taken += messages
        await self.inbox.put(messages)

    async def status(self, request: Request, method: str = "POST") -> int:
        """What the platform hears."""
        headers = Header({"content-length": str(len(request.body)), **request.headers})
        query = {name: [value] for name, value in request.query.items()}
        answer = await self.channel._receive(Fake(request.body, headers, query, method))
        return int(answer.status)

    async def waiting(self) -> AsyncIterator[Incoming]:
        """What was written down, read and taken out again, as it is answered later."""
        for conversation in await self.inbox.conversations():
            while (one := await self.inbox.next(conversation)) is not None:
                yield one.incoming
                await self.inbox.answered(one, Rendered([], []))


async def _no_turn(_: UserMessage) -> None:
    """Nothing is answered here."""


def webhook(request: Request) -> Webhook:
    """A request as a channel reads it."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Webhook("POST", query=request.query, headers=headers, body=request.body)
