"""A message that comes again: the same reply, and handled once."""

from __future__ import annotations

import asyncio
import uuid
from pathlib import Path
from typing import Any

import pytest

from bot.web.settings import Settings
from bot.web.tokens import Tokens
from tests.bot.web.serving import (
    KEY,
    Agent,
    Client,
    Held,
    Json,
    Person,
    Reply,
    Silent,
    kind,
    run,
    serving,
    stores,
)

ID = "12345678-1234-4234-8234-1234567890ab"


def test_the_same_message_twice_is_handled_once(given: Settings) -> None:
    async def talk(client: Client) -> tuple[list[Reply], list[str]]:
        ann = await client.begin()
        replies = [await ann.say("hello", ID), await ann.say("something else", ID)]
        return replies, client.agent.texts

    (first, second), texts = run(given, talk)

    assert second.json["messages"] == first.json["messages"]
    assert texts == ["hello"]


def test_the_same_message_is_handled_once_while_it_is_being_answered(given: Settings) -> None:
    async def talk(client: Client) -> tuple[list[Reply], list[str]]:
        assert isinstance(client.agent, Held)
        ann = await client.begin()
        sent = [asyncio.create_task(ann.say("hello", ID)) for _ in range(4)]
        await client.agent.begun.wait()
        await asyncio.sleep(0.05)
        client.agent.let.set()
        return list(await asyncio.gather(*sent)), client.agent.texts

    replies, texts = run(given, talk, Held)

    assert texts == ["hello"]
    assert {kind(reply) for reply in replies} == {"answer"}
    assert all(reply.json["messages"] == replies[0].json["messages"] for reply in replies)


def test_a_broken_line_does_not_stop_the_turn(given: Settings) -> None:
    async def talk(client: Client) -> tuple[Reply, list[str]]:
        assert isinstance(client.agent, Held)
        ann = await client.begin()
        sent = asyncio.create_task(ann.say("hello", ID))
        await client.agent.begun.wait()
        sent.cancel()
        await asyncio.sleep(0.05)
        client.agent.let.set()
        return await ann.say("hello", ID), client.agent.texts

    reply, texts = run(given, talk, Held)

    assert kind(reply) == "answer"
    assert texts == ["hello"]


def test_the_same_id_in_another_conversation_is_another_message(given: Settings) -> None:
    async def talk(client: Client) -> Reply:
        ann, bob = await client.begin(), await client.begin()
        await ann.say("a secret", ID)
        return await bob.say("hello", ID)

    reply = run(given, talk)

    assert reply.json["messages"][0] == {"text": "You said hello"}
    assert b"secret" not in reply.body


def test_an_id_in_capitals_is_the_same_id(given: Settings) -> None:
    async def talk(client: Client) -> list[str]:
        ann = await client.begin()
        await ann.say("hello", ID)
        await ann.say("hello", ID.upper())
        return client.agent.texts

    assert run(given, talk) == ["hello"]


def test_two_messages_with_the_same_words_are_two_messages(given: Settings) -> None:
    async def talk(client: Client) -> list[str]:
        ann = await client.begin()
        await ann.say("yes")
        await ann.say("yes")
        return client.agent.texts

    assert run(given, talk) == ["yes", "yes"]


def test_a_message_that_failed_is_tried_again_when_it_comes_again(
    given: Settings, short_wait: None
) -> None:
    async def talk(client: Client) -> list[str]:
        assert isinstance(client.agent, Held)
        ann = await client.begin()
        failed = await ann.say("hello", ID)
        client.agent.let.set()
        return [kind(failed), kind(await ann.say("hello", ID))]

    assert run(given, talk, Held) == ["unavailable", "answer"]


def test_a_silent_turn_that_rasa_kept_is_tried_again(given: Settings) -> None:
    async def talk(client: Client) -> tuple[list[str], list[Json]]:
        ann = await client.begin()
        kinds = [kind(await ann.say("hello", ID))]
        client.agent.answer = Agent.answer.__get__(client.agent)  # type: ignore[method-assign]
        kinds.append(kind(await ann.say("hello", ID)))
        return kinds, await ann.history()

    kinds, turns = run(given, talk, Silent)

    assert kinds == ["unavailable", "answer"]
    assert [turn["id"] for turn in turns] == [ID]
    assert turns[0]["messages"][-1]["custom"]["kind"] == "answer"


@pytest.mark.parametrize("kept", ["memory", "sql"])
def test_after_a_restart_the_same_message_still_gets_the_same_reply(
    given: Settings, tmp_path: Path, kept: str
) -> None:
    store = stores(tmp_path)[kept]

    async def both() -> tuple[Reply, Reply, Reply, list[str]]:
        async with serving(given, Agent(store)) as before:
            ann = await before.begin()
            first = await ann.say("hello", ID)
            await ann.say("and then")
        async with serving(given, Agent(store)) as after:
            ann = Person(after, ann.token)
            again = await ann.say("hello", ID)
            other = await ann.say("something new")
            return first, again, other, after.agent.texts

    first, again, other, texts = asyncio.run(both())

    assert again.json["messages"] == first.json["messages"]
    assert other.json["messages"][0] == {"text": "You said something new"}
    assert texts == ["something new"]


def test_a_reply_that_memory_lost_is_found_in_the_tracker(
    given: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.turns.MOST_REPLIES", 1)

    async def talk(client: Client) -> tuple[Reply, Reply, list[str]]:
        ann = await client.begin()
        first = await ann.say("hello", ID)
        await ann.say("another")
        return first, await ann.say("hello", ID), client.agent.texts

    first, again, texts = run(given, talk)

    assert again.json["messages"] == first.json["messages"]
    assert texts == ["hello", "another"]


def test_a_known_conversation_is_not_read_again_for_each_message(given: Settings) -> None:
    async def talk(client: Client) -> int:
        reads = []
        store = client.agent.tracker_store._tracker_store
        read = store.retrieve_full_tracker

        async def counted(sender: str) -> Any:
            reads.append(sender)
            return await read(sender)

        store.retrieve_full_tracker = counted
        ann = await client.begin()
        for number in range(5):
            await ann.say(f"message {number}")
        return len(reads)

    assert run(given, talk) == 1


def test_a_store_that_cannot_be_read_does_not_stop_the_answer(given: Settings) -> None:
    async def talk(client: Client) -> tuple[Reply, Reply]:
        async def broken(_: str) -> None:
            raise ConnectionError("down")

        client.agent.tracker_store._tracker_store.retrieve_full_tracker = broken
        ann = await client.begin()
        return await ann.say("hello"), await ann.ask("GET", "history")

    reply, history = run(given, talk)

    assert kind(reply) == "answer"
    assert (history.status, history.error) == (503, "broken")


def test_turns_of_several_people_do_not_mix(given: Settings) -> None:
    async def talk(client: Client) -> list[Reply]:
        people = [await client.begin() for _ in range(10)]
        return list(
            await asyncio.gather(*(one.say(f"I am {number}") for number, one in enumerate(people)))
        )

    texts = [reply.json["messages"][0]["text"] for reply in run(given, talk)]

    assert texts == [f"You said I am {number}" for number in range(10)]


def test_a_token_signed_with_our_key_but_never_given_out_opens_an_empty_conversation_only(
    given: Settings,
) -> None:
    # Whoever has the key can make tokens; without a conversation's 192 bits they open none.
    async def talk(client: Client) -> list[Json]:
        await (await client.begin()).say("a secret")
        maker = Tokens([KEY], 60, 60)
        return await Person(client, maker.issue(maker.begin())[0]).history()

    assert run(given, talk) == []


def test_ids_made_by_browsers_are_accepted(given: Settings) -> None:
    async def talk(client: Client) -> int:
        return (await (await client.begin()).say("hello", str(uuid.uuid4()))).status

    assert run(given, talk) == 200
