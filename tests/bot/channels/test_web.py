"""The web channel inside Rasa's server."""

from __future__ import annotations

import logging
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rasa.core.run import create_http_input_channels

import bot.channels.web
from bot.channels.loopback import LoopbackInput
from bot.channels.watch import WatchInput
from bot.channels.web import INTENTS, WebInput
from bot.knowledge_files import read
from bot.paths import ROOT
from bot.web.around import PREFIX, REQUEST_LARGEST
from bot.web.settings import Key, Settings, SettingsError
from tests.bot.web.serving import BASE, Client, Reply, run, settings


@pytest.fixture
def given(tmp_path: Path) -> Settings:
    return settings(tmp_path)


def test_rasa_makes_the_channels_from_credentials_yml(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEPATICA_WEB_RATE", "7")
    channels = create_http_input_channels(None, str(ROOT / "credentials.yml"))

    assert [type(channel) for channel in channels] == [WatchInput, WebInput, LoopbackInput]
    assert [channel.name() for channel in channels] == ["watch", "web", "rest"]
    assert channels[1]._settings.rate == 7


def test_neither_rest_nor_socketio_of_rasa_is_a_channel() -> None:
    assert set(read(ROOT / "credentials.yml")) == {
        "bot.channels.watch.WatchInput",
        "bot.channels.web.WebInput",
        "bot.channels.loopback.LoopbackInput",
    }


def test_a_setting_that_cannot_be_used_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HEPATICA_WEB_KEYS", "one:short")

    with pytest.raises(SettingsError, match="32"):
        WebInput.from_credentials(None)


def test_the_page_takes_the_place_of_rasas_hello(given: Settings) -> None:
    reply = run(given, lambda client: client.ask("GET", "/"))

    assert reply.status == 200
    assert b"<hepatica-chat" in reply.body
    assert b"Hello from Rasa" not in reply.body


def test_other_addresses_of_the_server_are_left_alone(given: Settings) -> None:
    async def talk(client: Client) -> list[Reply]:
        return [
            await client.ask("GET", "/webhooks/rest/"),
            await client.ask("GET", "/version"),
            await client.ask("POST", "/"),
            await client.ask("GET", "/webhooks/website"),
        ]

    rest, version, post, near = run(given, talk)

    assert (rest.status, rest.json) == (200, {"status": "ok"})
    assert "Content-Security-Policy" not in rest.headers
    assert [reply.status for reply in (version, post, near)] == [404, 404, 404]
    assert b"hepatica-chat" not in post.body


def test_the_server_reads_no_large_requests_any_more(given: Settings) -> None:
    async def talk(client: Client) -> tuple[int, int]:
        reply = await client.ask("POST", "/webhooks/rest/webhook", data=b" " * 1_100_000)
        return client.app.config.REQUEST_MAX_SIZE, reply.status

    assert run(given, talk) == (REQUEST_LARGEST, 413)
    assert REQUEST_LARGEST == 1024 * 1024


def test_the_channel_stands_where_the_middleware_looks_for_it(given: Settings) -> None:
    async def talk(client: Client) -> list[str]:
        routes = [route for route in client.app.router.routes if "hepatica_web" in route.name]
        return [f"/{route.path}" for route in routes]

    routes = run(given, talk)

    assert PREFIX == BASE
    assert f"{PREFIX}/session" in routes
    assert all(route.startswith(PREFIX) for route in routes)


def test_says_that_it_is_up(given: Settings) -> None:
    reply = run(given, lambda client: client.ask("GET", "health"))

    assert (reply.status, reply.json) == (200, {"status": "ok"})


def test_health_is_not_limited(given: Settings) -> None:
    async def talk(client: Client) -> set[int]:
        return {(await client.ask("GET", "health")).status for _ in range(60)}

    assert run(given, talk) == {200}


def seen(given: Settings, *texts: str) -> list[str]:
    """What Rasa sees of these messages."""

    async def talk(client: Client) -> list[str]:
        ann = await client.begin()
        for text in texts:
            await ann.say(text)
        return client.agent.texts

    return run(given, talk)


def test_no_intent_may_be_called_by_its_name() -> None:
    assert INTENTS == ()


@pytest.mark.parametrize("text", ["/restart", "/greet", '/greet{"a": "b"}', "/session_start"])
def test_a_command_is_plain_text(given: Settings, text: str) -> None:
    assert seen(given, text) == [text[1:]]


def test_an_intent_that_is_listed_passes_without_entities_only(
    given: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.channels.web, "INTENTS", ("greet",))

    assert seen(given, "/greet", "/restart", '/greet{"a": "b"}') == [
        *("/greet", "restart", 'greet{"a": "b"}')
    ]


@pytest.mark.parametrize(("keys", "warned"), [((), True), ((Key("a", "x" * 32),), False)])
def test_the_log_says_when_sessions_will_not_outlive_the_server(
    given: Settings, caplog: pytest.LogCaptureFixture, keys: Any, warned: bool
) -> None:
    with caplog.at_level(logging.WARNING):
        replies = run(replace(given, keys=keys), lambda client: client.begin())

    assert replies.token
    assert ("HEPATICA_WEB_KEYS" in caplog.text) is warned


def test_the_same_token_does_not_open_another_server_without_keys(given: Settings) -> None:
    without = replace(given, keys=())

    async def begin(client: Client) -> str:
        return (await client.begin()).token

    async def read_on(client: Client, token: str) -> int:
        headers = {"Authorization": f"Bearer {token}"}
        return (await client.ask("GET", "history", headers=headers)).status

    token = run(without, begin)

    assert run(without, lambda client: read_on(client, token)) == 401


def test_the_loopback_channel_cannot_be_reached_with_a_web_token(given: Settings) -> None:
    async def talk(client: Client) -> int:
        ann = await client.begin()
        ann.headers = {"Origin": client.url}
        body = {"id": str(uuid.uuid4()), "message": "hello"}
        return (await ann.ask("POST", "/webhooks/rest/webhook", json=body)).status

    assert run(given, talk) == 403
