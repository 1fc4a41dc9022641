"""No channel, but listed like one: how the hospital's IT watches the Rasa server.

Rasa offers no other place where routes and the log can be set up (docs/operating/watching.md).
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from rasa.core.agent import Agent
from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic

from bot import stores
from bot.channels.agents import agent_of
from bot.messaging.settings import BadSetting, messaging_settings
from bot.stores.settings import store_settings
from bot.watch import action_calls, records
from bot.watch.access import Access, BadToken
from bot.watch.checks import Checks
from bot.watch.server_checks import ServerChecks
from bot.watch.service import WatchService
from bot.watch.waiting import Waiting
from bot.web.settings import SettingsError


class WatchInput(InputChannel):
    """``/health/live``, ``/health/ready`` and ``/metrics`` at the root, and a log without patients.

    Args:
        environment: the settings; the process's environment variables when not given.

    Raises:
        SettingsError: a setting cannot be used; the server does not start.
    """

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self._environment = os.environ if environment is None else environment
        try:
            records.form_of(self._environment)
            self._access = Access(self._environment)
            self._waiting = Waiting(
                messaging_settings(self._environment).inbox, store_settings(self._environment).spool
            )
        except (BadSetting, BadToken, records.BadLog) as error:
            raise SettingsError(str(error)) from None

    @classmethod
    def name(cls) -> str:
        """What Rasa knows it by; it has no routes under /webhooks/watch."""
        return "watch"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """Nothing but listeners: the addresses are at the root, where Rasa puts no channel."""
        records.set_up(self._environment)
        action_calls.install()
        blueprint = Blueprint("hepatica_watch")
        server = ServerChecks(lambda: agent_of(blueprint), self._waiting.spooled)
        checks = Checks(server.all())
        service = WatchService(self._access, checks, self._waiting)

        @blueprint.listener("before_server_start")
        async def begin(app: Sanic, _: Any) -> None:
            app.request_middleware.appendleft(service.answer)
            # Once more, as Rasa has given Sanic handlers meanwhile.
            records.set_up(self._environment)

        @blueprint.listener("after_server_start")
        async def started(_: Sanic, __: Any) -> None:
            agent = agent_of(blueprint)
            if isinstance(agent, Agent):
                stores.check(agent)
            records.be_quiet()

        return blueprint
