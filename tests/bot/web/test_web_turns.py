"""One reply for each message, whatever happens to it on the way."""

from __future__ import annotations

import asyncio
import time
import uuid
from pathlib import Path
from typing import Any

import pytest
from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain

import bot.channels.guarded
from bot.channels.intake import LONGEST
from bot.replies import keeps_contract
from bot.web.settings import Settings
from bot.web.tokens import Tokens
from bot.web.turns import LOOKING
from tests.bot.web.serving import (
    KEY,
    Agent,
    Client,
    Failing,
    Held,
    Json,
    Person,
    Reply,
    Silent,
    run,
    serving,
)

ID = "12345678-1234-4234-8234-1234567890ab"


@pytest.fixture
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.channels.guarded, "SECONDS", 0.05)


def stores(folder: Path) -> dict[str, TrackerStore]:
    """Stores that outlive a server."""
    domain = Domain.empty()
    path = str(folder / "conversations.sqlite")
    return {
        "memory": InMemoryTrackerStore(domain),
        "sql": SQLTrackerStore(domain, dialect="sqlite", db=path),
    }


def kind(reply: Reply) -> str:
    return str(reply.json["messages"][-1]["custom"]["kind"])


def said(given: Settings, text: str, agent: Any = Agent, **fields: Any) -> tuple[Reply, Agent]:
    """What a new conversation's first message gets, and the agent that saw it."""

    async def talk(client: Client) -> tuple[Reply, Agent]:
        return await (await client.begin()).say(text, **fields), client.agent

    return run(given, talk, agent)


def test_a_message_gets_texts_a_contract_and_a_new_token(given: Settings) -> None:
    reply, agent = said(given, "hello", identifier=ID)

    assert reply.status == 200
    assert reply.json.keys() == {"id", "token", "expires_in", "messages"}
    assert (reply.json["id"], reply.json["expires_in"]) == (ID, 3600)
    assert keeps_contract(reply.json["messages"])
    assert reply.json["messages"][0] == {"text": "You said hello"}
    assert agent.texts == ["hello"]


def test_no_message_tells_who_it_is_for(given: Settings) -> None:
    reply, agent = said(given, "hello")

    assert all(message.keys() in ({"text"}, {"custom"}) for message in reply.json["messages"])
    assert agent.seen[0].sender_id.encode() not in reply.body


def test_the_new_token_is_of_the_same_conversation(given: Settings) -> None:
    async def talk(client: Client) -> set[str]:
        ann = await client.begin()
        ann.token = (await ann.say("one")).json["token"]
        await ann.say("two")
        return {message.sender_id for message in client.agent.seen}

    assert len(run(given, talk)) == 1


@pytest.mark.parametrize("extra", [{"sender": "web:someone"}, {"sender_id": "x"}, {"recipient": 1}])
def test_who_writes_is_read_from_the_token_only(given: Settings, extra: Json) -> None:
    _, agent = said(given, "hello", **extra)

    assert agent.seen[0].sender_id.startswith("web:")
    assert agent.seen[0].sender_id not in map(str, extra.values())


def test_rasa_gets_no_metadata_of_the_senders_making(given: Settings) -> None:
    _, agent = said(given, "hello", language="zh", metadata={"x": 1}, input_channel="rest")

    (message,) = agent.seen
    assert message.input_channel == "web"
    assert message.metadata == {"notice": "shown", "language": "zh"}


def test_without_a_language_rasa_is_told_none(given: Settings) -> None:
    _, agent = said(given, "hello")

    assert agent.seen[0].metadata == {"notice": "shown"}


def test_rasa_keeps_the_id_of_the_message(given: Settings) -> None:
    _, agent = said(given, "hello", identifier=ID)

    assert agent.seen[0].message_id == ID


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("/restart", "restart"),
        ("/session_start", "session_start"),
        ('/ask_surgery{"stage": "x"}', 'ask_surgery{"stage": "x"}'),
        (" //restart", "restart"),
        ("\ufeff/restart", "restart"),
        ("what\x00is\x07this\x1b", "what is this"),
        ("broken \ud800 text", "broken \ufffd text"),
        ("什么是放疗？", "什么是放疗？"),
        ("👩\u200d⚕️ hello", "👩\u200d⚕️ hello"),
        ("\u202ehello\u2066", "hello"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        pytest.param("a" * LONGEST, "a" * LONGEST, id="the longest"),
        pytest.param("肝" * LONGEST, "肝" * LONGEST, id="the longest Chinese one"),
    ],
)
def test_rasa_sees_plain_text(given: Settings, text: str, seen: str) -> None:
    reply, agent = said(given, text)

    assert reply.status == 200
    assert agent.texts == [seen]


@pytest.mark.parametrize("text", ["", " ", "\x00", "😀", "\ud800", "...", "/"])
def test_a_message_without_words_gets_a_kind_reply(given: Settings, text: str) -> None:
    reply, agent = said(given, text)

    assert (reply.status, kind(reply)) == (200, "clarify")
    assert agent.texts == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_reply_to_no_words_is_in_the_language_of_the_page(given: Settings, language: str) -> None:
    reply, _ = said(given, "😀", language=language)

    assert reply.json["messages"][-1]["custom"]["language"] == language


@pytest.mark.parametrize("text", ["a" * (LONGEST + 1), "肝" * (LONGEST + 1)])
def test_a_message_that_is_too_long_gets_a_kind_reply(given: Settings, text: str) -> None:
    reply, agent = said(given, text)

    assert (reply.status, kind(reply)) == (200, "clarify")
    assert agent.texts == []


@pytest.mark.parametrize("agent", [Silent, Failing, Held])
def test_a_turn_that_fails_or_hangs_gets_the_unavailable_reply(
    given: Settings, agent: Any, short_wait: None
) -> None:
    reply, _ = said(given, "what is liver cancer", agent)

    assert (reply.status, kind(reply)) == (200, "unavailable")
    assert reply.json["messages"][-1]["custom"]["call"][0]["purpose"] == "emergency"


def test_a_hanging_turn_is_answered_within_the_time_that_it_is_given(
    given: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.channels.guarded, "SECONDS", 0.3)

    async def talk(client: Client) -> float:
        ann = await client.begin()
        begun = time.monotonic()
        await ann.say("hello")
        return time.monotonic() - begun

    assert 0.3 <= run(given, talk, Held) < 1.3


def test_looking_for_an_earlier_reply_and_answering_take_less_than_five_seconds() -> None:
    assert bot.channels.guarded.SECONDS + LOOKING < 4.9


@pytest.mark.parametrize("text", ["my liver hurts", "我的肝很痛"])
def test_the_log_never_shows_what_was_written(
    given: Settings, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    async def talk(client: Client) -> str:
        ann = await client.begin()
        await ann.say(text)
        return ann.token

    with caplog.at_level("DEBUG"):
        token = run(given, talk, Failing)

    ours = "".join(record.getMessage() for record in caplog.records if "bot." in record.name)
    assert "RuntimeError" in ours
    assert text not in caplog.text
    assert token not in caplog.text


def test_a_database_error_is_logged_without_what_was_written(
    given: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = stores(tmp_path)["sql"]

    async def talk(client: Client) -> Reply:
        assert isinstance(store, SQLTrackerStore)
        ann = await client.begin()
        with store.engine.connect() as connection:
            connection.execute(
                "CREATE TRIGGER full BEFORE INSERT ON events WHEN NEW.type_name = 'user' "
                "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
            )
        return await ann.say("my liver hurts")

    reply = run(given, talk, lambda: Agent(store))

    assert kind(reply) == "answer"
    assert "the disk is full" in caplog.text
    assert "liver" not in caplog.text


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
    reply, _ = said(given, "hello", identifier=str(uuid.uuid4()))

    assert reply.status == 200
