"""What stands behind the Matrix process in the tests: a bot by a script, and a drawer of charts."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.replies import Message, contract, machine_notice

EMERGENCY = "This can be an emergency. Call your local emergency number now. Do not wait."
SOURCE = "Source: J Clin Oncol 2019;37:2141-2151. Checked against sources on 23 November 2026."
CHART = {
    "kind": "icons",
    "title": "Overall survival at 1 year",
    "panels": [{"label": None, "count": 75, "out_of": 100, "text": "75 out of 100 (75.4%)"}],
    "filled": "alive",
    "empty": "not alive",
    "caption": SOURCE,
    "alt": f"Overall survival at 1 year: 75 out of 100 (75.4%). {SOURCE}",
}
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAIAAAA2iEnWAAAAEElEQVR4nGP4//8/EDNAKAA+6AX7n3FDtQAAAABJRU5ErkJggg=="
)


@dataclass
class Rasa:
    """A Rasa server's channel ``rest``: says what it was told, or a reply that has a name.

    Args:
        url: where it is.
        pictures: where it draws charts, as the action server does.
        asked: what it was asked: (conversation, text).
        held: texts that are answered only when they are let.
        erased: conversations that were erased.
    """

    url: str = ""
    pictures: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    erased: list[str] = field(default_factory=list)

    def times(self, text: str) -> int:
        """How often it was asked this."""
        return [asked for _, asked in self.asked].count(text)

    def hold(self, text: str) -> asyncio.Event:
        """Answer this only once the event is set."""
        self.held[text] = asyncio.Event()
        return self.held[text]

    async def handle(self, request: web.Request) -> web.Response:
        body = await request.json()
        self.asked.append((body["sender"], body["message"]))
        if body["message"] in self.held:
            await self.held[body["message"]].wait()
        return web.json_response(_reply(body["message"], body["sender"]))

    async def erase(self, request: web.Request) -> web.Response:
        self.erased.append((await request.json())["sender"])
        return web.json_response({})

    async def draw(self, request: web.Request) -> web.Response:
        asked = await request.json()
        if asked["chart"] != json.loads(json.dumps(CHART)):
            return web.json_response({"error": "unknown chart"}, status=400)
        return web.Response(body=PNG, content_type="image/png")


def _reply(said: str, conversation: str) -> list[Message]:
    closing: dict[str, Any] = contract("answer")
    text = f"You said {said}"
    if "vomiting blood" in said:
        closing = contract("emergency")
        text = f"{EMERGENCY}\n\n{machine_notice()}"
    if said == "hello":
        text = "Welcome."
    if said == "long":
        text = "\n\n".join(f"{number}. {'知' * 5000}" for number in range(1, 6))
    if said == "short":
        closing["suggestions"] = ["Tell me more", "Simpler"]
    if said == "chart":
        closing["charts"] = [CHART]
    told = {"recipient_id": conversation}
    return [{**told, "text": text}, {**told, "custom": closing}]


@asynccontextmanager
async def rasa_server() -> AsyncIterator[Rasa]:
    """The server, on this machine."""
    rasa = Rasa()
    application = web.Application()
    application.router.add_post("/webhooks/rest/webhook", rasa.handle)
    application.router.add_delete("/webhooks/rest/webhook", rasa.erase)
    application.router.add_post("/charts", rasa.draw)
    runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    base = f"http://127.0.0.1:{runner.addresses[0][1]}"
    rasa.url, rasa.pictures = f"{base}/webhooks/rest/webhook", f"{base}/charts"
    try:
        yield rasa
    finally:
        for held in rasa.held.values():
            held.set()
        await runner.cleanup()
