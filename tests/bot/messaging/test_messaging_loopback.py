"""Turns asked of the Rasa server over HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiohttp import web

import bot.messaging.loopback
from bot.messaging.loopback import LoopbackTurn
from bot.messaging.wording import Wording
from bot.replies import ChannelReplies, Message, contract

GOOD = [{"text": "Hello."}, {"custom": contract("answer")}]
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


def asked(answer: Answer) -> list[Message]:
    async def whole() -> list[Message]:
        application = web.Application()
        application.router.add_post("/webhook", answer)
        runner = web.AppRunner(application, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/webhook"
        async with aiohttp.ClientSession() as session:
            turn = LoopbackTurn(session, url, Wording(), "matrix")
            messages = await turn("hello", "mx:ann", {"language": "en"}, "id")
        await runner.cleanup()
        return messages

    return asyncio.run(whole())


def test_a_turn_is_what_the_server_says() -> None:
    bodies: list[Any] = []

    async def answer(request: web.Request) -> web.Response:
        bodies.append(await request.json())
        return web.json_response(GOOD)

    assert asked(answer) == GOOD
    told = {"sender": "mx:ann", "message": "hello", "metadata": {"language": "en"}}
    assert bodies == [{**told, "channel": "matrix"}]


@pytest.mark.parametrize(
    "answer",
    [
        web.Response(status=500),
        web.json_response([]),
        web.json_response({"error": "x"}),
        web.Response(text="<html>"),
        web.json_response([{"text": "no contract"}]),
        None,
    ],
    ids=["broken", "silent", "refused", "other", "no contract", "hanging"],
)
def test_whatever_fails_there_is_a_reply(
    answer: web.Response | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.messaging.loopback, "SECONDS", 0.2)

    async def bad(_: web.Request) -> web.StreamResponse:
        if answer is None:
            await asyncio.sleep(1)
        return answer or web.Response()

    assert asked(bad)[0]["text"] == ChannelReplies().get("unavailable", "")[0]["text"]
