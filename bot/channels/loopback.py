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

from bot.channels.agents import agent_of
from bot.channels.guarded import GuardedTurn
from bot.web.conversations import Conversations
from bot.web.errors import Refused

SENDER_LONGEST = 200
BEHIND = frozenset({"email", "matrix"})
"""Channels in a process of their own, which ask here for their turns."""
FROM_ELSEWHERE = ("forwarded", "x-forwarded-for", "x-real-ip", "origin")
"""Headers that proxies add, and the one that browsers send for a web page."""


class LoopbackInput(InputChannel):
    """``POST /webhooks/rest/webhook`` with ``{"sender": "...", "message": "..."}``.

    A channel in a process of its own adds ``"channel"``: its turns are counted under that name.

    ``DELETE`` with ``{"sender": "..."}`` erases the conversation.
    """

    @classmethod
    def name(cls) -> str:
        """Rasa's name for this shape of channel, so that its tools find it."""
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes: for monitoring, for a message, and for erasing a conversation."""
        turn = GuardedTurn(on_new_message)
        blueprint = Blueprint("hepatica_loopback")
        conversations = Conversations(lambda: agent_of(blueprint))

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
                sender, text, metadata, channel = _fields(request)
            except ValueError as error:
                return response.json({"error": str(error)}, status=400)
            return response.json(await turn.reply(text, sender, channel, metadata))

        @blueprint.route("/webhook", methods=["DELETE"])
        async def forget(request: Request) -> HTTPResponse:
            return await _erased(request, conversations)

        return blueprint


def _is_local(request: Request) -> bool:
    if any(header in request.headers for header in FROM_ELSEWHERE):
        return False
    try:
        return ip_address(request.ip).is_loopback
    except ValueError:
        return False


async def _erased(request: Request, conversations: Conversations) -> HTTPResponse:
    try:
        await conversations.erase(_named(_object(request)))
    except ValueError as error:
        return response.json({"error": str(error)}, status=400)
    except Refused as error:
        return response.json({"error": error.detail}, status=503)
    return response.empty()


def _object(request: Request) -> dict[str, Any]:
    try:
        body = request.json
    except InvalidUsage as error:
        raise ValueError("the body must be JSON") from error
    if not isinstance(body, dict):
        raise ValueError('the body must be a JSON object with "sender" and "message"')
    return body


def _fields(request: Request) -> tuple[str, str, dict[str, Any] | None, str]:
    body = _object(request)
    text = body.get("message")
    if not isinstance(text, str):
        raise ValueError('"message" must be a string')
    if body.get("sender") in (None, ""):
        body = {**body, "sender": uuid.uuid4().hex}
    metadata = body.get("metadata")
    kept = metadata if isinstance(metadata, dict) else None
    return _named(body), text, kept, _channel(body)


def _channel(body: dict[str, Any]) -> str:
    """The name of the channel that asks, or of this one."""
    told = body.get("channel")
    return told if isinstance(told, str) and told in BEHIND else LoopbackInput.name()


def _named(body: dict[str, Any]) -> str:
    sender = body.get("sender")
    if not isinstance(sender, str) or not 0 < len(sender) <= SENDER_LONGEST:
        raise ValueError(f'"sender" must be a string of at most {SENDER_LONGEST} characters')
    return sender
