"""What was said, read again."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, SessionStarted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

import bot.web.conversations
from bot.help_lines import HelpLines
from bot.replies import ChannelReplies, contract, keeps_contract
from bot.web.history import MOST, History
from bot.web.settings import Settings
from tests.bot.web.serving import Agent, Client, Held, Json, Person, Reply, run, serving

CLOSING = BotUttered(None, {"custom": contract("answer")})


def turns(*events: Any, country: str = "") -> list[Json]:
    """The turns of a tracker with these events."""
    history = History(ChannelReplies(), HelpLines(country=country))
    return asyncio.run(history.turns(DialogueStateTracker.from_events("web:x", events)))


def user(text: str, identifier: str | None) -> UserUttered:
    return UserUttered(text, {"name": "x"}, message_id=identifier)


def test_a_history_has_what_was_asked_and_what_was_answered(given: Settings) -> None:
    async def talk(client: Client) -> tuple[list[Reply], list[Json]]:
        ann = await client.begin()
        replies = [await ann.say("first"), await ann.say("什么是肝癌？")]
        return replies, await ann.history()

    replies, found = run(given, talk)

    assert [turn["text"] for turn in found] == ["first", "什么是肝癌？"]
    assert [turn["id"] for turn in found] == [reply.json["id"] for reply in replies]
    assert [turn["messages"] for turn in found] == [reply.json["messages"] for reply in replies]


def test_a_history_brings_a_new_token_and_what_the_widget_shows_first(given: Settings) -> None:
    async def talk(client: Client) -> tuple[Json, Json]:
        begun = await client.ask("POST", "session", json={})
        ann = Person(client, begun.json["token"])
        return begun.json, (await ann.ask("GET", "history")).json

    begun, found = run(given, talk)

    assert found.keys() == {"token", "expires_in", "about", "turns"}
    assert found["about"] == begun["about"]
    assert found["turns"] == []


def test_nobody_can_read_what_another_said(given: Settings) -> None:
    async def talk(client: Client) -> tuple[bytes, list[Reply]]:
        ann, bob = await client.begin(), await client.begin()
        await ann.say("a secret")
        sender = client.agent.seen[0].sender_id
        asked = [
            await bob.ask("GET", "history"),
            await bob.ask("GET", f"history?sender={sender}"),
            await bob.ask("GET", "history", headers={"X-Sender": sender}),
            await bob.ask("GET", f"history/{sender}"),
        ]
        mine = await ann.ask("GET", "history")
        return mine.body, asked

    mine, asked = run(given, talk)

    assert b"a secret" in mine
    assert all(b"secret" not in reply.body for reply in asked)
    assert asked[0].json["turns"] == []


def test_rasas_own_api_is_not_there(given: Settings) -> None:
    async def talk(client: Client) -> list[int]:
        ann = await client.begin()
        await ann.say("a secret")
        sender = client.agent.seen[0].sender_id
        paths = [f"/conversations/{sender}/tracker", f"/conversations/{sender}/story"]
        return [(await ann.ask("GET", path)).status for path in paths]

    assert run(given, talk) == [404, 404]


@pytest.mark.parametrize("kept", ["memory", "sql"])
def test_a_history_outlives_a_restart(given: Settings, tmp_path: Path, kept: str) -> None:
    path = str(tmp_path / "conversations.sqlite")
    store = (
        SQLTrackerStore(Domain.empty(), dialect="sqlite", db=path)
        if kept == "sql"
        else InMemoryTrackerStore(Domain.empty())
    )

    async def both() -> tuple[Reply, list[Json]]:
        async with serving(given, Agent(store)) as before:
            ann = await before.begin()
            reply = await ann.say("hello")
        async with serving(given, Agent(store)) as after:
            return reply, await Person(after, ann.token).history()

    reply, found = asyncio.run(both())

    assert [turn["messages"] for turn in found] == [reply.json["messages"]]


def test_a_history_waits_for_the_turn_that_is_being_answered(given: Settings) -> None:
    async def talk(client: Client) -> list[Json]:
        assert isinstance(client.agent, Held)
        ann = await client.begin()
        sent = asyncio.create_task(ann.say("hello"))
        await client.agent.begun.wait()
        reading = asyncio.create_task(ann.history())
        await asyncio.sleep(0.1)
        assert not reading.done()
        client.agent.let.set()
        await sent
        return await reading

    assert [turn["text"] for turn in run(given, talk, Held)] == ["hello"]


def test_a_history_that_cannot_be_had_in_time_is_refused(
    given: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.web.conversations, "SECONDS", 0.1)

    async def talk(client: Client) -> tuple[Reply, float]:
        assert isinstance(client.agent, Held)
        ann = await client.begin()
        sent = asyncio.create_task(ann.say("hello"))
        await client.agent.begun.wait()
        begun = time.monotonic()
        reply = await ann.ask("GET", "history")
        client.agent.let.set()
        await sent
        return reply, time.monotonic() - begun

    reply, seconds = run(given, talk, Held)

    assert (reply.status, reply.error) == (503, "broken")
    assert seconds < 1


def test_before_rasa_has_loaded_its_model_a_history_is_refused(given: Settings) -> None:
    async def talk(client: Client) -> Reply:
        ann = await client.begin()
        client.app.ctx.agent = None
        return await ann.ask("GET", "history")

    assert run(given, talk).error == "broken"


def test_waiting_for_the_lock_leaves_time_within_five_seconds() -> None:
    assert bot.web.conversations.SECONDS < 5


def test_rasa_keeps_the_message_id_in_the_tracker() -> None:
    processor = MessageProcessor.__new__(MessageProcessor)
    processor.domain = Domain.empty()
    tracker = DialogueStateTracker("web:x", [])
    parsed = {"text": "hello", "intent": {"name": None, "confidence": 0.0}, "entities": []}
    message = UserMessage("hello", None, "web:x", parse_data=parsed, message_id="an-id")

    asyncio.run(processor._handle_message_with_tracker(message, tracker))

    (event,) = tracker.events
    stored = UserUttered._from_parameters(json.loads(json.dumps(event.as_dict())))
    assert (event.message_id, stored.message_id) == ("an-id", "an-id")


def test_a_message_without_a_reply_gets_the_unavailable_reply() -> None:
    (turn,) = turns(user("what is HCC", "a"))

    assert keeps_contract(turn["messages"])
    assert turn["messages"][-1]["custom"]["kind"] == "unavailable"


def test_half_a_reply_becomes_the_unavailable_reply() -> None:
    first, second = turns(
        user("什么是肝癌", "a"), BotUttered("half"), user("b", "b"), BotUttered("whole"), CLOSING
    )

    assert first["messages"][-1]["custom"]["kind"] == "unavailable"
    assert first["messages"][-1]["custom"]["language"] == "zh"
    assert second["messages"] == [{"text": "whole"}, {"custom": contract("answer")}]


def test_a_long_text_is_parted_as_it_was_when_it_was_sent() -> None:
    (turn,) = turns(user("a", "a"), BotUttered("one\n\ntwo"), CLOSING)

    assert [message.get("text") for message in turn["messages"]] == ["one", "two", None]


def test_a_text_and_a_contract_in_one_event_are_two_messages() -> None:
    both = BotUttered("one", {"custom": contract("emergency")})
    (turn,) = turns(user("a", "a"), both, country="GB")

    text, closing = turn["messages"]
    assert text == {"text": "one"}
    assert closing["custom"]["call"][0]["number"] == "999"


def test_an_old_text_shows_the_numbers_of_the_country_that_is_set_now() -> None:
    texts = BotUttered("Call your local emergency number now.")
    (turn,) = turns(user("a", "a"), texts, CLOSING, country="GB")

    assert turn["messages"][0]["text"] == "Call 999 now."


def test_a_message_that_was_sent_twice_stands_there_once_with_the_last_reply() -> None:
    found = turns(
        user("a", "1"), user("b", "2"), BotUttered("to b"), CLOSING,
        user("a", "1"), BotUttered("to a"), CLOSING,
    )  # fmt: skip

    assert [(turn["id"], turn["messages"][0]["text"]) for turn in found] == [
        ("2", "to b"),
        ("1", "to a"),
    ]


def test_what_the_bot_said_before_anybody_wrote_is_left_out() -> None:
    assert turns(SessionStarted(), BotUttered("hello"), CLOSING) == []


def test_a_new_session_of_rasa_does_not_hide_what_was_said_before() -> None:
    found = turns(
        user("a", "1"), BotUttered("one"), CLOSING, SessionStarted(), user("b", "2"),
        BotUttered("two"), CLOSING,
    )  # fmt: skip

    assert [turn["text"] for turn in found] == ["a", "b"]


def test_a_very_long_history_ends_with_the_latest_turns() -> None:
    events = [
        event
        for number in range(MOST + 20)
        for event in (user(str(number), str(number)), BotUttered("yes"), CLOSING)
    ]
    found = turns(*events)

    assert [turn["id"] for turn in found] == [str(number) for number in range(20, MOST + 20)]


def test_no_tracker_is_an_empty_history() -> None:
    assert asyncio.run(History(ChannelReplies(), HelpLines(country="")).turns(None)) == []
