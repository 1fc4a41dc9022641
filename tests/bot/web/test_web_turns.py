"""One reply for each message, whatever happens."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from rasa.core.tracker_store import SQLTrackerStore

import bot.channels.guarded
from bot.channels.intake import LONGEST
from bot.replies import keeps_contract
from bot.web.settings import Settings
from bot.web.turns import LOOKING
from tests.bot.web.serving import (
    Agent,
    Client,
    Failing,
    Held,
    Json,
    Reply,
    Silent,
    kind,
    run,
    stores,
)

ID = "12345678-1234-4234-8234-1234567890ab"


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
