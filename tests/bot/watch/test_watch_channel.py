from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import register
from rasa.core.run import _create_app_without_api
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.channels.loopback import LoopbackInput
from bot.channels.watch import WatchInput
from bot.web.settings import SettingsError
from tests.bot.local_server import started
from tests.bot.web.serving import Agent as Talking

TOKEN = "0123456789abcdef" * 2
WORDS = "my name is Quirin Pfefferkorn"


class Agent(Talking):
    """Rasa with a model, and an action server that is not there."""

    action_endpoint = EndpointConfig("http://127.0.0.1:1/webhook")

    def is_ready(self) -> bool:
        return True


@dataclass
class Reply:
    status: int
    type: str
    body: str


Ask = Callable[..., Awaitable[Reply]]


def settings(folder: Path, **more: str) -> dict[str, str]:
    files = {"HEPATICA_INBOX": "inbox.sqlite", "HEPATICA_SPOOL": "spool.sqlite"}
    return {name: str(folder / file) for name, file in files.items()} | more


def run(environment: dict[str, str], talk: Callable[[Ask], Awaitable[Any]]) -> Any:
    """What ``talk`` returns after it asked a server that is made as Rasa makes it."""

    async def whole() -> Any:
        app = _create_app_without_api()
        app.ctx.agent = Agent()
        register([WatchInput(environment), LoopbackInput()], app, route="/webhooks/")
        server, port = await started(app)
        async with aiohttp.ClientSession() as session:

            async def ask(path: str, method: str = "GET", **options: Any) -> Reply:
                url = f"http://127.0.0.1:{port}{path}"
                async with session.request(method, url, **options) as response:
                    return Reply(response.status, response.content_type, await response.text())

            try:
                return await talk(ask)
            finally:
                server.close()
                await server.wait_closed()
                await asyncio.sleep(0)

    return asyncio.run(whole())


def test_it_is_alive_whatever_else_is_down(tmp_path: Path) -> None:
    reply = run(settings(tmp_path), lambda ask: ask("/health/live"))

    assert (reply.status, json.loads(reply.body)) == (200, {"status": "alive"})


def test_it_is_not_ready_without_its_action_server_and_says_why(tmp_path: Path) -> None:
    reply = run(settings(tmp_path), lambda ask: ask("/health/ready"))

    told = json.loads(reply.body)
    assert (reply.status, told["status"]) == (503, "not ready")
    assert told["checks"]["model"] == "ok"
    assert told["checks"]["action server"] == "failed: does not answer"
    assert "127.0.0.1" not in reply.body


def test_the_numbers_are_in_prometheus_form(tmp_path: Path) -> None:
    async def talk(ask: Ask) -> Reply:
        await ask("/webhooks/rest/webhook", "POST", json={"sender": "me", "message": WORDS})
        return await ask("/metrics")

    reply = run(settings(tmp_path), talk)

    samples = [s for f in text_string_to_metric_families(reply.body) for s in f.samples]
    values = {(s.name, *s.labels.values()): s.value for s in samples}
    assert (reply.status, reply.type) == (200, "text/plain")
    assert values["hepatica_turns_total", "rest", "answer", "en"] >= 1
    assert values["hepatica_ready",] == 0
    assert values["hepatica_check", "model"] == 1
    assert values["hepatica_spool_entries",] == 0
    assert WORDS not in reply.body


@pytest.mark.parametrize("path", ["/health/ready", "/metrics"])
def test_through_a_proxy_only_the_token_opens(path: str, tmp_path: Path) -> None:
    async def talk(ask: Ask) -> list[int]:
        outside = {"X-Real-IP": "203.0.113.5"}
        token = {"Authorization": f"Bearer {TOKEN}"}
        wrong = {"Authorization": f"Bearer {TOKEN[::-1]}"}
        asked = [outside, outside | wrong, outside | token]
        return [(await ask(path, headers=headers)).status for headers in asked]

    first, second, third = run(settings(tmp_path, HEPATICA_METRICS_TOKEN=TOKEN), talk)

    assert (first, second) == (403, 403)
    assert third != 403


def test_only_these_addresses_and_only_reading_is_answered(tmp_path: Path) -> None:
    async def talk(ask: Ask) -> list[int]:
        return [
            (await ask("/health/ready", "POST")).status,
            (await ask("/metrics/more")).status,
            (await ask("/webhooks/watch/")).status,
            (await ask("/webhooks/rest/")).status,
            (await ask("/health/live", "HEAD")).status,
        ]

    assert run(settings(tmp_path), talk) == [404, 404, 404, 200, 200]


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("HEPATICA_LOG", "xml"),
        ("HEPATICA_METRICS_TOKEN", "short"),
        ("HEPATICA_DATABASE", "mysql://db"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start(name: str, bad: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=name):
        WatchInput(settings(tmp_path, **{name: bad}))


def test_from_its_start_the_log_is_quiet(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    async def talk(_: Ask) -> None:
        logging.getLogger("rasa.core.processor").warning(f"Received {WORDS}")  # noqa: G004

    run(settings(tmp_path), talk)

    assert "Received …" in caplog.text
    assert WORDS not in caplog.text


def test_calls_of_the_action_server_are_timed(tmp_path: Path) -> None:
    async def talk(ask: Ask) -> list[float]:
        tracker = DialogueStateTracker("me", [])
        tracker.update(ActionExecuted("action_listen"))
        action = RemoteAction("action_answer", Agent.action_endpoint)
        before = await failures(ask)
        with pytest.raises(Exception, match="action"):
            await action.run(None, None, tracker, Domain.empty())
        return [before, await failures(ask)]

    before, after = run(settings(tmp_path), talk)

    assert after == before + 1


async def failures(ask: Ask) -> float:
    text = (await ask("/metrics")).body
    families = text_string_to_metric_families(text)
    name, outcome = "hepatica_action_seconds_count", {"outcome": "failed"}
    found = [s.value for f in families for s in f.samples if (s.name, s.labels) == (name, outcome)]
    return sum(found)
