"""Thumbs up and down: counted, with nothing of what was said or who said it."""

from __future__ import annotations

import asyncio
import sqlite3
import uuid
from dataclasses import replace
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from bot.store_version import store_version
from bot.web.bodies import REASONS
from bot.web.settings import Settings
from tests.bot.web.serving import Agent, Client, Person, Reply, Silent, run, serving

ID = "12345678-1234-4234-8234-1234567890ab"


def rows(given: Settings) -> list[dict[str, Any]]:
    if not given.feedback.exists():
        return []
    connection = sqlite3.connect(given.feedback)
    connection.row_factory = sqlite3.Row
    found = [dict(row) for row in connection.execute("SELECT * FROM feedback")]
    connection.close()
    return found


def voted(given: Settings, *votes: dict[str, Any], agent: Any = Agent) -> list[Reply]:
    """What verdicts on the message ``ID`` get."""

    async def talk(client: Client) -> list[Reply]:
        ann = await client.begin()
        await ann.say("my secret question", ID)
        return [await ann.ask("POST", "feedback", json={"id": ID, **vote}) for vote in votes]

    return run(given, talk, agent)


def test_a_verdict_is_kept_with_what_it_was_about(given: Settings) -> None:
    (reply,) = voted(given, {"verdict": "down", "reason": "frightening"})

    assert (reply.status, reply.body) == (204, b"")
    assert rows(given) == [
        {
            "number": 1,
            "day": datetime.now(timezone.utc).date().isoformat(),
            "kind": "answer",
            "facts": '["hcc-what-is"]',
            "language": "en",
            "store": store_version(),
            "verdict": "down",
            "reason": "frightening",
        }
    ]


def test_nothing_of_what_was_said_or_who_said_it_is_in_the_file(given: Settings) -> None:
    async def talk(client: Client) -> tuple[str, str]:
        ann = await client.begin()
        await ann.say("my secret question", ID)
        await ann.ask("POST", "feedback", json={"id": ID, "verdict": "up", "text": "a comment"})
        return client.agent.seen[0].sender_id, ann.token

    sender, token = run(given, talk)
    written = b"".join(path.read_bytes() for path in given.feedback.parent.glob("feedback*"))

    assert b"hcc-what-is" in written
    for text in ("secret", "comment", ID, sender, sender[4:], token, "127.0.0.1"):
        assert text.encode() not in written


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_that_the_widget_offers_is_kept(given: Settings, reason: str) -> None:
    voted(given, {"verdict": "down", "reason": reason})

    assert [row["reason"] for row in rows(given)] == [reason]


def test_a_reason_given_afterwards_takes_the_place_of_the_first_verdict(given: Settings) -> None:
    replies = voted(
        given, {"verdict": "up"}, {"verdict": "down"}, {"verdict": "down", "reason": "wrong"}
    )

    assert [reply.status for reply in replies] == [204] * 3
    assert [(row["verdict"], row["reason"]) for row in rows(given)] == [("down", "wrong")]


def test_verdicts_at_the_same_time_are_one(given: Settings) -> None:
    async def talk(client: Client) -> None:
        ann = await client.begin()
        await ann.say("hello", ID)
        body = {"id": ID, "verdict": "up"}
        await asyncio.gather(*(ann.ask("POST", "feedback", json=body) for _ in range(5)))

    run(given, talk)

    assert len(rows(given)) == 1


def test_verdicts_on_several_replies_and_of_several_people_add_up(given: Settings) -> None:
    async def talk(client: Client) -> None:
        for _ in range(2):
            person = await client.begin()
            for identifier in (ID, str(uuid.uuid4())):
                await person.say("hello", identifier)
                await person.ask("POST", "feedback", json={"id": identifier, "verdict": "up"})

    run(given, talk)

    assert len(rows(given)) == 4


@pytest.mark.parametrize(
    "vote",
    [
        {},
        {"verdict": None},
        {"verdict": "sideways"},
        {"verdict": ["up"]},
        {"verdict": "up", "reason": "I am Ann Smith"},
        {"verdict": "down", "reason": 3},
        {"verdict": "down", "reason": ["wrong"]},
        {"verdict": "up", "id": "one"},
        {"verdict": "up", "id": None},
    ],
)
def test_what_is_no_verdict_is_refused(given: Settings, vote: dict[str, Any]) -> None:
    (reply,) = voted(given, vote)

    assert (reply.status, reply.error) == (400, "bad_request")
    assert rows(given) == []


def test_a_verdict_on_what_another_was_told_is_refused(given: Settings) -> None:
    async def talk(client: Client) -> Reply:
        ann, bob = await client.begin(), await client.begin()
        await ann.say("hello", ID)
        return await bob.ask("POST", "feedback", json={"id": ID, "verdict": "up"})

    reply = run(given, talk)

    assert (reply.status, reply.error) == (404, "not_found")
    assert rows(given) == []


def test_a_failed_reply_can_be_judged_too(given: Settings) -> None:
    voted(given, {"verdict": "down"}, agent=Silent)

    assert [(row["kind"], row["facts"]) for row in rows(given)] == [("unavailable", "[]")]


def test_a_reply_from_before_a_restart_can_be_judged(given: Settings) -> None:
    agent = Agent()

    async def both() -> int:
        async with serving(given, agent) as before:
            ann = await before.begin()
            await ann.say("hello", ID)
        async with serving(given, agent) as after:
            body = {"id": ID, "verdict": "up"}
            return (await Person(after, ann.token).ask("POST", "feedback", json=body)).status

    assert asyncio.run(both()) == 204
    assert [row["kind"] for row in rows(given)] == ["answer"]


def test_the_folder_is_made_when_it_is_missing(given: Settings, tmp_path: Path) -> None:
    deep = replace(given, feedback=tmp_path / "a" / "b" / "votes.sqlite")

    assert voted(deep, {"verdict": "up"})[0].status == 204
    assert len(rows(deep)) == 1


def test_a_file_that_cannot_be_written_is_admitted(
    given: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "no-folder").write_text("a file")
    broken = replace(given, feedback=tmp_path / "no-folder" / "votes.sqlite")
    (reply,) = voted(broken, {"verdict": "up"})

    assert (reply.status, reply.error) == (503, "broken")
    assert "feedback cannot be written" in caplog.text


def test_forget_me_lets_go_of_whose_verdict_it_was(given: Settings) -> None:
    async def talk(client: Client) -> tuple[int, int]:
        ann = await client.begin()
        await ann.say("hello", ID)
        await ann.ask("POST", "feedback", json={"id": ID, "verdict": "up"})
        before = len(client.service._feedback._open)
        await ann.ask("DELETE", "session")
        return before, len(client.service._feedback._open)

    assert run(given, talk) == (1, 0)
