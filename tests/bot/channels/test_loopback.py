"""The channel for tests and the terminal chat, over HTTP on a real Sanic server."""

from __future__ import annotations

import asyncio
import json
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from rasa.core.channels.channel import UserMessage, register
from sanic import Sanic
from sanic.request import Request

from bot.channels.loopback import SENDER_LONGEST, LoopbackInput
from bot.knowledge_files import read
from bot.paths import ROOT
from bot.replies import contract
from tests.bot.local_server import started
from tests.bot.web.serving import Agent as Keeping

WEBHOOK = "/webhooks/rest/webhook"
Answer = tuple[int, Any]


class Agent:
    """Stands for Rasa's agent: answers every message and remembers it."""

    def __init__(self) -> None:
        self.seen: list[UserMessage] = []

    async def handle_message(self, message: UserMessage) -> None:
        self.seen.append(message)
        text = f"You said {message.text}"
        await message.output_channel.send_text_message(message.sender_id, text)
        await message.output_channel.send_custom_json(message.sender_id, contract("answer"))


class Silent(Agent):
    """Rasa with its action server down."""

    async def handle_message(self, message: UserMessage) -> None:
        self.seen.append(message)


@pytest.fixture
def agent() -> Agent:
    return Agent()


def ask(agent: Agent, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
    """One request to a server that lives as long as it."""

    async def run() -> Answer:
        async with (
            served(agent, path) as (session, url),
            session.request(method, url, data=body, headers=headers) as response,
        ):
            return response.status, json.loads(await response.text())

    return asyncio.run(run())


@asynccontextmanager
async def served(
    agent: Any, path: str = WEBHOOK
) -> AsyncIterator[tuple[aiohttp.ClientSession, str]]:
    """A client, and the address of ``path`` on a server that lives as long as it."""
    app = Sanic(f"test{uuid.uuid4().hex}", configure_logging=False)
    app.ctx.agent = agent
    register([LoopbackInput()], app, "/webhooks/")
    server, port = await started(app)
    try:
        async with aiohttp.ClientSession() as session:
            yield session, f"http://127.0.0.1:{port}{path}"
    finally:
        server.close()
        await server.wait_closed()


def post(agent: Agent, body: Any) -> Answer:
    return ask(agent, "POST", WEBHOOK, json.dumps(body).encode())


def test_a_message_is_answered_with_texts_and_a_contract(agent: Agent) -> None:
    status, messages = post(agent, {"sender": "ann", "message": "hello"})

    assert status == 200
    assert messages == [
        {"recipient_id": "ann", "text": "You said hello"},
        {"recipient_id": "ann", "custom": contract("answer")},
    ]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"hello",
        b"\xff\xfe",
        b"{'message': 'hi'}",
        pytest.param(b"[" * 50_000, id="very deep"),
    ],
)
def test_a_body_that_is_not_json_is_refused(agent: Agent, body: bytes) -> None:
    assert ask(agent, "POST", WEBHOOK, body) == (400, {"error": "the body must be JSON"})
    assert agent.seen == []


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'"hello"', b"3"])
def test_a_body_that_is_not_an_object_is_refused(agent: Agent, body: bytes) -> None:
    status, answer = ask(agent, "POST", WEBHOOK, body)

    assert status == 400
    assert "JSON object" in answer["error"]
    assert agent.seen == []


@pytest.mark.parametrize("message", [None, 3, True, ["hello"], {"text": "hello"}])
def test_a_message_that_is_not_a_string_is_refused(agent: Agent, message: Any) -> None:
    answer = post(agent, {"sender": "ann", "message": message})

    assert answer == (400, {"error": '"message" must be a string'})
    assert agent.seen == []


def test_a_missing_message_is_refused(agent: Agent) -> None:
    assert post(agent, {"sender": "ann"}) == (400, {"error": '"message" must be a string'})


@pytest.mark.parametrize("fields", [{}, {"sender": None}, {"sender": ""}])
def test_a_missing_sender_gets_a_name_of_its_own(agent: Agent, fields: dict[str, Any]) -> None:
    post(agent, {"message": "hello", **fields})
    post(agent, {"message": "hello", **fields})

    first, second = (message.sender_id for message in agent.seen)
    assert first
    assert first != second


@pytest.mark.parametrize(
    "sender",
    [pytest.param("x" * (SENDER_LONGEST + 1), id="too long"), 7, 0, [], ["ann"], {"a": 1}, True],
)
def test_a_sender_that_is_too_long_or_no_string_is_refused(agent: Agent, sender: Any) -> None:
    status, answer = post(agent, {"sender": sender, "message": "hello"})

    assert status == 400
    assert '"sender" must be a string' in answer["error"]
    assert agent.seen == []


def test_the_longest_sender_is_accepted(agent: Agent) -> None:
    assert post(agent, {"sender": "x" * SENDER_LONGEST, "message": "hello"})[0] == 200


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("email", "email"),
        ("matrix", "matrix"),
        ("web", "rest"),
        (["email"], "rest"),
        (None, "rest"),
    ],
)
def test_a_channel_of_another_process_is_known_by_its_name(
    agent: Agent, given: Any, kept: str
) -> None:
    post(agent, {"message": "hello", "channel": given})

    assert agent.seen[0].input_channel == kept


@pytest.mark.parametrize(("given", "kept"), [({"a": 1}, {"a": 1}), ([1], None), ("x", None)])
def test_only_a_mapping_is_kept_as_metadata(agent: Agent, given: Any, kept: Any) -> None:
    post(agent, {"message": "hello", "metadata": given})

    assert agent.seen[0].metadata == kept


@pytest.mark.parametrize(
    "text", ["", "😀", "\x00", "\ud800", pytest.param("a" * 10_000, id="very long")]
)
def test_an_unusable_message_is_answered_and_not_refused(agent: Agent, text: str) -> None:
    status, messages = post(agent, {"sender": "ann", "message": text})

    assert status == 200
    assert messages[-1]["custom"]["kind"] == "clarify"
    assert agent.seen == []


def test_a_command_reaches_rasa_as_a_word(agent: Agent) -> None:
    post(agent, {"sender": "ann", "message": "/restart"})

    assert [message.text for message in agent.seen] == ["restart"]


def test_silence_becomes_the_unavailable_reply() -> None:
    status, messages = post(Silent(), {"sender": "ann", "message": "hello"})

    assert status == 200
    assert messages[-1]["custom"]["kind"] == "unavailable"


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Forwarded-For", "127.0.0.1"),
        ("X-Forwarded-For", ""),
        ("X-Real-IP", "127.0.0.1"),
        ("Forwarded", "for=127.0.0.1"),
        ("Origin", "http://127.0.0.1:5005"),
        ("Origin", "null"),
    ],
)
@pytest.mark.parametrize(("method", "path"), [("POST", WEBHOOK), ("GET", "/webhooks/rest/")])
def test_what_came_through_a_proxy_or_from_a_web_page_is_turned_away(
    agent: Agent, method: str, path: str, header: str, value: str
) -> None:
    body = json.dumps({"sender": "ann", "message": "hello"}).encode()
    status, answer = ask(agent, method, path, body, **{header: value})

    assert status == 403
    assert "web channel" in answer["error"]
    assert agent.seen == []


@pytest.mark.parametrize(
    "ip", ["192.0.2.7", "10.0.0.1", "172.17.0.1", "2001:db8::1", "::ffff:10.0.0.1", ""]
)
def test_what_comes_from_another_machine_is_turned_away(
    agent: Agent, monkeypatch: pytest.MonkeyPatch, ip: str
) -> None:
    monkeypatch.setattr(Request, "ip", ip)

    assert post(agent, {"sender": "ann", "message": "hello"})[0] == 403
    assert agent.seen == []


@pytest.mark.parametrize("ip", ["127.0.0.1", "127.8.8.8", "::1"])
def test_what_comes_from_this_machine_is_answered(
    agent: Agent, monkeypatch: pytest.MonkeyPatch, ip: str
) -> None:
    monkeypatch.setattr(Request, "ip", ip)

    assert post(agent, {"sender": "ann", "message": "hello"})[0] == 200


def test_says_that_it_is_up(agent: Agent) -> None:
    assert ask(agent, "GET", "/webhooks/rest/") == (200, {"status": "ok"})


def test_is_the_channel_in_credentials_yml() -> None:
    assert "bot.channels.loopback.LoopbackInput" in read(ROOT / "credentials.yml")
    assert LoopbackInput.name() == "rest"


def test_a_conversation_is_erased() -> None:
    keeping = Keeping()

    async def talk() -> tuple[list[int], bool]:
        async with served(keeping) as (session, url):
            statuses = []
            for method, body in (
                ("POST", {"sender": "ann", "message": "hello"}),
                ("DELETE", {"sender": "ann"}),
                ("DELETE", {"sender": "ann"}),
                ("DELETE", {}),
            ):
                async with session.request(method, url, json=body) as response:
                    statuses.append(response.status)
            return statuses, await keeping.tracker_store.retrieve("ann") is None

    assert asyncio.run(talk()) == ([200, 204, 204, 400], True)


def test_what_cannot_be_erased_is_said(agent: Agent) -> None:
    status, told = ask(agent, "DELETE", WEBHOOK, json.dumps({"sender": "ann"}).encode())

    assert status == 503
    assert "could not be erased" in told["error"]
