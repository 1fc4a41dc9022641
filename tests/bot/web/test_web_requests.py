"""Tokens and bodies that are taken and refused, over HTTP."""

from __future__ import annotations

import json
import uuid
from dataclasses import replace
from typing import Any

import pytest

from bot.web.bodies import LARGEST, Said
from bot.web.errors import STATUS
from bot.web.settings import Key, Settings
from bot.web.tokens import Tokens
from tests.bot.web.serving import KEY, Client, Reply, ask, run

WITH_TOKEN = [
    ("POST", "webhook"),
    ("GET", "history"),
    ("DELETE", "session"),
    ("POST", "feedback"),
]
JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize(("method", "path"), WITH_TOKEN)
@pytest.mark.parametrize("header", [None, "Bearer x.y.z", "Basic YTpi"])
def test_without_a_good_token_there_is_nothing(
    given: Settings, method: str, path: str, header: str | None
) -> None:
    headers = {**JSON, **({"Authorization": header} if header else {})}
    reply = ask(given, method, path, headers=headers, data=b"{}")

    assert (reply.status, reply.error) == (401, "no_session")
    assert reply.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_in_the_address_or_a_cookie_is_no_token(given: Settings) -> None:
    async def talk(client: Client) -> list[int]:
        token = (await client.begin()).token
        cookies = {"Cookie": f"token={token}; Authorization=Bearer {token}"}
        asked = [
            await client.ask("GET", f"history?token={token}&authorization=Bearer%20{token}"),
            await client.ask("GET", "history", headers=cookies),
        ]
        return [reply.status for reply in asked]

    assert run(given, talk) == [401, 401]


def test_no_cookie_is_ever_set(given: Settings) -> None:
    async def talk(client: Client) -> list[str]:
        ann = await client.begin()
        replies = [
            await ann.say("hello"),
            await ann.ask("GET", "history"),
            await ann.ask("GET", ""),
        ]
        return [name.lower() for reply in replies for name in reply.headers]

    assert "set-cookie" not in run(given, talk)


def test_an_expired_token_is_refused(given: Settings) -> None:
    earlier = Tokens([KEY], given.idle, given.longest, clock=lambda: 1_600_000_000)
    token, _ = earlier.issue(earlier.begin())
    reply = ask(given, "GET", "history", headers={"Authorization": f"Bearer {token}"})

    assert reply.error == "no_session"


def test_keys_can_be_changed_without_ending_sessions(given: Settings) -> None:
    async def begin(client: Client) -> str:
        return (await client.begin()).token

    async def go_on(client: Client, token: str) -> Reply:
        return await client.ask("GET", "history", headers={"Authorization": f"Bearer {token}"})

    new = Key("two", "another secret of the tests, also long enough")
    token = run(given, begin)
    changed = run(replace(given, keys=(new, KEY)), lambda client: go_on(client, token))
    renewed = changed.json["token"]
    finished = run(replace(given, keys=(new,)), lambda client: go_on(client, renewed))
    too_late = run(replace(given, keys=(new,)), lambda client: go_on(client, token))

    assert (changed.status, finished.status, too_late.status) == (200, 200, 401)


@pytest.mark.parametrize(
    "kind",
    [None, "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "text/json"],
)
@pytest.mark.parametrize("path", ["session", "webhook", "feedback"])
def test_what_is_not_called_json_is_refused(given: Settings, path: str, kind: str | None) -> None:
    async def talk(client: Client) -> Reply:
        ann = await client.begin()
        headers = {"Content-Type": kind} if kind else {}
        return await ann.ask("POST", path, data=b"{}", headers=headers)

    reply = run(given, talk)

    assert (reply.status, reply.error) == (415, "not_json")


def test_json_may_name_its_character_set(given: Settings) -> None:
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}

    assert ask(given, "POST", "session", data=b"{}", headers=headers).status == 200


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"hello",
        b"\xff\xfe\x00",
        b"{'id': 1}",
        b"[]",
        b"null",
        b'"hello"',
        b"3",
        b'[{"message": "hello"}]',
        pytest.param(b"[" * 30_000, id="very deep"),
    ],
)
@pytest.mark.parametrize("path", ["session", "webhook", "feedback"])
def test_what_is_no_json_object_is_refused(given: Settings, path: str, body: bytes) -> None:
    async def talk(client: Client) -> Reply:
        return await (await client.begin()).ask("POST", path, data=body, headers=JSON)

    reply = run(given, talk)

    assert (reply.status, reply.error) == (400, "bad_request")


@pytest.mark.parametrize(
    "changed",
    [
        {"message": None},
        {"message": 3},
        {"message": True},
        {"message": ["hello"]},
        {"message": {"text": "hello"}},
        {"id": None},
        {"id": 7},
        {"id": "one"},
        {"id": ["x"]},
        {"id": "12345678-1234-1234-1234-1234567890ab\n"},
        {"id": "x" * 20_000},
        {"language": "fr"},
        {"language": 1},
        {"language": ["en"]},
    ],
)
def test_a_field_of_another_kind_is_refused(given: Settings, changed: dict[str, Any]) -> None:
    async def talk(client: Client) -> tuple[Reply, list[str]]:
        ann = await client.begin()
        body = {"id": str(uuid.uuid4()), "message": "hello", **changed}
        return await ann.ask("POST", "webhook", json=body), client.agent.texts

    reply, texts = run(given, talk)

    assert (reply.status, reply.error) == (400, "bad_request")
    assert texts == []


@pytest.mark.parametrize("missing", ["id", "message"])
def test_a_missing_field_is_named(given: Settings, missing: str) -> None:
    async def talk(client: Client) -> Reply:
        body = {"id": str(uuid.uuid4()), "message": "hello"}
        del body[missing]
        return await (await client.begin()).ask("POST", "webhook", json=body)

    assert f'"{missing}"' in run(given, talk).json["detail"]


def test_the_largest_body_passes_and_a_larger_one_does_not(given: Settings) -> None:
    async def talk(client: Client) -> list[Reply]:
        ann = await client.begin()
        body = json.dumps({"id": str(uuid.uuid4()), "message": "hello"}).encode()
        sizes = (LARGEST, LARGEST + 1, 2_000_000)
        return [
            await ann.ask("POST", "webhook", data=body.ljust(size), headers=JSON) for size in sizes
        ]

    fits, too_large, far_too_large = run(given, talk)

    assert fits.status == 200
    assert (too_large.status, too_large.error) == (413, "too_large")
    assert (far_too_large.status, far_too_large.error) == (413, "too_large")


def test_a_large_body_without_a_stated_length_is_refused(given: Settings) -> None:
    async def talk(client: Client) -> Reply:
        async def pieces() -> Any:
            for _ in range(40):
                yield b" " * 1024

        return await client.ask("POST", "session", data=pieces(), headers=JSON)

    assert run(given, talk).error == "too_large"


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "nothing"),
        ("GET", "webhook"),
        ("PUT", "session"),
        ("GET", "session"),
        ("PATCH", "webhook"),
        ("POST", "static/widget.js"),
        ("GET", "webhook/extra"),
    ],
)
def test_what_is_not_there_is_said_in_json(given: Settings, method: str, path: str) -> None:
    reply = ask(given, method, path)

    assert (reply.status, reply.error) == (404, "not_found")


def test_an_error_inside_is_answered_without_its_words(
    given: Settings, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(_: Any, __: str, said: Said) -> None:
        raise ValueError(said.text)

    monkeypatch.setattr("bot.web.turns.Turns.reply", broken)

    async def talk(client: Client) -> Reply:
        return await (await client.begin()).say("my liver hurts")

    reply = run(given, talk)

    assert (reply.status, reply.error) == (500, "broken")
    assert b"liver" not in reply.body
    assert "liver" not in caplog.text
    assert "ValueError" in caplog.text


def test_every_code_has_a_status_that_fits() -> None:
    assert STATUS == {
        "bad_request": 400,
        "no_session": 401,
        "origin": 403,
        "not_found": 404,
        "too_large": 413,
        "not_json": 415,
        "too_many": 429,
        "broken": 503,
    }
