"""The channel for web pages: the widget in ``widget/``, on a page of its own or inside others.

Each conversation has a token that only its browser knows; who writes is read from the token and
from nothing else. The parts are in ``bot/web/``, how to set it up is in docs/channels/web.md.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.channels.agents import agent_of
from bot.web.around import surround
from bot.web.errors import refusal
from bot.web.service import WebService
from bot.web.settings import Settings, settings_from
from bot.web.turns import CHANNEL

INTENTS: tuple[str, ...] = ()
"""Intents that may come as "/intent", without entities; everything else is read as plain words."""

Route = Callable[..., Awaitable[HTTPResponse]]


class WebInput(InputChannel):
    """Everything under ``/webhooks/web``, and the page at ``/``.

    Args:
        settings: how it runs here; from the environment when not given.

    Raises:
        SettingsError: a setting cannot be used; the server does not start.
    """

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or settings_from(os.environ)

    @classmethod
    def name(cls) -> str:
        """The channel's name, and the last part of its address."""
        return CHANNEL

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes."""
        blueprint = Blueprint("hepatica_web")

        service = WebService(on_new_message, lambda: agent_of(blueprint), self._settings, INTENTS)

        @blueprint.listener("before_server_start")
        async def begin(app: Sanic, _: Any) -> None:
            surround(app, service)

        @blueprint.listener("after_server_start")
        async def started(_: Sanic, __: Any) -> None:
            service.started()

        @blueprint.exception(Exception)
        async def refuse(_: Request, error: Exception) -> HTTPResponse:
            return refusal(error).response()

        _add_calls(blueprint, service)
        _add_pages(blueprint, service)
        return blueprint


def _add_calls(blueprint: Blueprint, service: WebService) -> None:
    """What the widget calls; pages of other sites may only if they are listed."""

    def call(method: str, path: str, route: Route) -> None:
        async def answer(request: Request) -> HTTPResponse:
            service.admit(request)
            return await route(request)

        blueprint.add_route(answer, path, methods=[method], name=route.__name__)

    call("POST", "/session", service.begin)
    call("POST", "/webhook", service.message)
    call("GET", "/history", service.history)
    call("DELETE", "/session", service.forget)
    call("POST", "/feedback", service.judge)
    call("GET", "/glossary", service.terms)


def _add_pages(blueprint: Blueprint, service: WebService) -> None:
    """What a browser loads; the same for everybody."""

    async def page(request: Request) -> HTTPResponse:
        return service.pages.page(request, "")

    async def static(request: Request, name: str) -> HTTPResponse:
        return service.pages.file(request, name)

    async def health(_: Request) -> HTTPResponse:
        return json({"status": "ok"})

    async def css(request: Request) -> HTTPResponse:
        return await service.css(request)

    async def logo(request: Request) -> HTTPResponse:
        return await service.logo(request)

    for path, route in (
        ("/", page),
        ("/static/<name:str>", static),
        ("/health", health),
        ("/theme.css", css),
        ("/logo", logo),
    ):
        blueprint.add_route(route, path, methods=["GET", "HEAD"])
