"""The channel for tests and the terminal chat, on loopback: the shape of Rasa's ``rest``.

Anyone who can reach it can write into any conversation by naming its sender, as with Rasa's own
``rest`` channel. So it answers programs on this machine only: what comes from elsewhere, through
a proxy, or from a web page, is turned away.
"""

from __future__ import annotations

import uuid
from collections.abc import Awaitable, Callable
from ipaddress import ip_address
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, response
from sanic.exceptions import InvalidUsage
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.guarded import GuardedTurn

SENDER_LONGEST = 200
FROM_ELSEWHERE = ("forwarded", "x-forwarded-for", "x-real-ip", "origin")
"""Headers that proxies add, and the one that browsers send for a web page."""


class LoopbackInput(InputChannel):
    """``POST /webhooks/rest/webhook`` with ``{"sender": "...", "message": "..."}``."""

    @classmethod
    def name(cls) -> str:
        """Rasa's name for this shape of channel, so that its tools find it."""
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The two routes."""
        turn = GuardedTurn(on_new_message)
        blueprint = Blueprint("hepatica_loopback")

        @blueprint.middleware("request")
        async def local_only(request: Request) -> HTTPResponse | None:
            if _is_local(request):
                return None
            detail = "this channel is for programs on the server itself; use the web channel"
            return response.json({"error": detail}, status=403)

        @blueprint.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @blueprint.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            try:
                sender, text, metadata = _fields(request)
            except ValueError as error:
                return response.json({"error": str(error)}, status=400)
            return response.json(await turn.reply(text, sender, self.name(), metadata))

        return blueprint


def _is_local(request: Request) -> bool:
    if any(header in request.headers for header in FROM_ELSEWHERE):
        return False
    try:
        return ip_address(request.ip).is_loopback
    except ValueError:
        return False


def _fields(request: Request) -> tuple[str, str, dict[str, Any] | None]:
    try:
        body = request.json
    except InvalidUsage as error:
        raise ValueError("the body must be JSON") from error
    if not isinstance(body, dict):
        raise ValueError('the body must be a JSON object with "sender" and "message"')
    text = body.get("message")
    if not isinstance(text, str):
        raise ValueError('"message" must be a string')
    sender = body.get("sender")
    if sender in (None, ""):
        sender = uuid.uuid4().hex
    if not isinstance(sender, str) or len(sender) > SENDER_LONGEST:
        raise ValueError(f'"sender" must be a string of at most {SENDER_LONGEST} characters')
    metadata = body.get("metadata")
    return sender, text, metadata if isinstance(metadata, dict) else None
