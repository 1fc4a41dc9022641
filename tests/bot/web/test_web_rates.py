"""How often somebody may call, over HTTP."""

from __future__ import annotations

import uuid
from dataclasses import replace
from ipaddress import ip_network

import pytest

from bot.web.limits import Limits
from bot.web.settings import Settings
from tests.bot.web.serving import Client, Reply, run


def test_too_many_messages_in_a_conversation_have_to_wait(given: Settings) -> None:
    async def talk(client: Client) -> tuple[list[Reply], Reply, list[str]]:
        ann, bob = await client.begin(), await client.begin()
        replies = [await ann.say(f"message {number}") for number in range(7)]
        return replies, await bob.say("and me"), client.agent.texts

    replies, other, texts = run(replace(given, rate=20), talk)

    assert [reply.status for reply in replies] == [200] * 5 + [429] * 2
    assert replies[-1].error == "too_many"
    assert 1 <= int(replies[-1].headers["Retry-After"]) <= 3
    assert other.status == 200
    assert texts == [f"message {number}" for number in range(5)] + ["and me"]


def test_a_message_that_had_to_wait_can_be_sent_again(
    given: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [1000.0]
    monkeypatch.setattr("bot.web.service.Limits", lambda rate: Limits(rate, lambda: now[0]))

    async def talk(client: Client) -> list[int]:
        ann = await client.begin()
        identifier = str(uuid.uuid4())
        await ann.say("first")
        waiting = await ann.say("hello", identifier)
        now[0] += int(waiting.headers["Retry-After"])
        return [waiting.status, (await ann.say("hello", identifier)).status]

    assert run(replace(given, rate=1), talk) == [429, 200]


def test_a_message_that_comes_again_does_not_count(given: Settings) -> None:
    async def talk(client: Client) -> list[int]:
        ann = await client.begin()
        identifier = str(uuid.uuid4())
        return [(await ann.say("hello", identifier)).status for _ in range(9)]

    assert run(replace(given, rate=1), talk) == [200] * 9


def test_new_sessions_from_one_address_are_limited(given: Settings) -> None:
    async def talk(client: Client) -> list[Reply]:
        return [await client.ask("POST", "session", json={}) for _ in range(21)]

    replies = run(given, talk)

    assert [reply.status for reply in replies] == [200] * 20 + [429]
    assert replies[-1].error == "too_many"
    assert 1 <= int(replies[-1].headers["Retry-After"]) <= 10


def test_requests_from_one_address_are_limited(given: Settings) -> None:
    async def talk(client: Client) -> list[Reply]:
        return [await client.ask("GET", "history") for _ in range(40)]

    replies = run(given, talk)

    assert [reply.status for reply in replies[:30]] == [401] * 30
    assert {reply.error for reply in replies[35:]} == {"too_many"}
    assert replies[-1].headers["Retry-After"] == "1"


@pytest.mark.parametrize(("proxies", "limited"), [(("127.0.0.1",), False), ((), True)])
def test_behind_a_known_proxy_each_address_has_its_own_limit(
    given: Settings, proxies: tuple[str, ...], limited: bool
) -> None:
    async def talk(client: Client) -> list[int]:
        return [
            (
                await client.ask("GET", "history", headers={"X-Real-IP": f"198.51.100.{number}"})
            ).status
            for number in range(40)
        ]

    behind = replace(given, proxies=tuple(ip_network(proxy) for proxy in proxies))

    assert (429 in run(behind, talk)) is limited
