"""A messenger without Rasa and without a web server, as the channels that poll use it."""

from __future__ import annotations

import asyncio
import json
import logging
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.messaging import (
    Capabilities,
    Delivery,
    Incoming,
    Kind,
    MessagingSettings,
    Messenger,
    Platform,
    Timing,
)
from bot.paths import ROOT
from bot.replies import ChannelReplies, Message, contract

CAN = Capabilities(longest_text=1000)
Talk = Callable[[Messenger, list[Delivery]], Awaitable[None]]


async def echo(
    text: str, conversation: str, metadata: dict[str, Any], message_id: str
) -> list[Message]:
    closing = {**contract("answer"), "suggestions": ["Tell me more", "Simpler"]}
    return [{"text": f"You said {text}"}, {"custom": closing}]


def run(folder: Path, talk: Talk, turn: Any = echo, attempt: float = 60, **fields: Any) -> None:
    """Let a messenger talk; ends as in a crash."""
    sent: list[Delivery] = []

    async def send(delivery: Delivery) -> None:
        sent.append(delivery)

    async def whole() -> None:
        settings = MessagingSettings(inbox=folder / "inbox.sqlite")
        platform = Platform(**{"channel": "t", "prefix": "t", "can": CAN, "send": send, **fields})
        timing = Timing(pause=lambda _: asyncio.sleep(0.001), attempt=attempt)
        messenger = Messenger(platform, turn, settings, timing)
        await messenger.start()
        try:
            await talk(messenger, sent)
        finally:
            await messenger.cancel()

    asyncio.run(whole())


def heard(sent: list[Delivery]) -> list[str]:
    return [delivery.part.text.split("\n")[0] for delivery in sent]


def test_the_package_needs_neither_rasa_nor_a_web_server() -> None:
    code = (
        "import sys, bot.messaging, bot.messaging.loopback\n"
        "print({name.split('.')[0] for name in sys.modules} & {'rasa', 'sanic', 'tensorflow'})"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == "set()"


def test_a_reply_knows_where_it_goes_and_has_a_key_of_its_own(tmp_path: Path) -> None:
    async def talk(messenger: Messenger, sent: list[Delivery]) -> None:
        await messenger.receive([Incoming("1", "ann", text="a", address={"chat": 5}, sent_at=3.0)])
        await messenger.receive([Incoming("2", "ann", text="b", address={"chat": 5})])
        await messenger.idle()
        await messenger.receive([Incoming("1", "ann", text="a", address={"chat": 5})])
        await messenger.idle()

        assert [delivery.address for delivery in sent] == [{"chat": 5}]

    async def fresh(messenger: Messenger, sent: list[Delivery]) -> None:
        await messenger.receive([Incoming(str(n), "ann", text="a") for n in range(5)])
        await messenger.idle()

        assert len({delivery.key for delivery in sent}) == 5
        assert {delivery.place for delivery in sent} == {0}

    run(tmp_path, talk)
    run(tmp_path / "other", fresh)


@pytest.mark.parametrize("typed", ["2", " 2 ", "2.", "２", "(2)", "2、", "②"])
def test_a_typed_number_means_the_suggestion(tmp_path: Path, typed: str) -> None:
    async def talk(messenger: Messenger, sent: list[Delivery]) -> None:
        for number, text in enumerate(["hello", typed]):
            await messenger.receive([Incoming(str(number), "ann", text=text)])
        await messenger.idle()

        assert heard(sent) == ["You said hello", "You said Simpler"]

    run(tmp_path, talk)


@pytest.mark.parametrize("typed", ["3", "0", "22", "2 years", "stage 2", "1-2"])
def test_other_numbers_are_words(tmp_path: Path, typed: str) -> None:
    async def talk(messenger: Messenger, sent: list[Delivery]) -> None:
        for number, text in enumerate(["hello", typed]):
            await messenger.receive([Incoming(str(number), "ann", text=text)])
        await messenger.idle()

        assert heard(sent)[1] == f"You said {typed}"

    run(tmp_path, talk)


def test_a_number_means_nothing_to_somebody_else(tmp_path: Path) -> None:
    async def talk(messenger: Messenger, sent: list[Delivery]) -> None:
        await messenger.receive([Incoming("1", "ann", text="hello")])
        await messenger.idle()
        await messenger.receive([Incoming("2", "bob", text="2")])
        await messenger.idle()

        assert heard(sent) == ["You said hello", "You said 2"]

    run(tmp_path, talk)


def test_a_number_counts_for_the_latest_reply_only(tmp_path: Path) -> None:
    async def plain_later(text: str, *_: Any) -> list[Message]:
        closing = contract("answer", ["One thing"] if text == "hello" else [])
        return [{"text": f"You said {text}"}, {"custom": closing}]

    async def talk(messenger: Messenger, sent: list[Delivery]) -> None:
        for number, text in enumerate(["hello", "next", "1"]):
            await messenger.receive([Incoming(str(number), "ann", text=text)])
        await messenger.idle()

        assert heard(sent)[-1] == "You said 1"

    run(tmp_path, talk, plain_later)


def test_the_same_id_on_another_channel_is_another_message(tmp_path: Path) -> None:
    async def talk(messenger: Messenger, sent: list[Delivery]) -> None:
        await messenger.receive([Incoming("1", "ann", text="hello")])
        await messenger.idle()
        assert len(sent) == 1

    run(tmp_path, talk)
    run(tmp_path, talk, channel="u")


def test_channels_leave_each_others_messages_alone(tmp_path: Path) -> None:
    async def stuck(*_: Any) -> list[Message]:
        await asyncio.sleep(60)
        return []

    async def first(messenger: Messenger, sent: list[Delivery]) -> None:
        await messenger.receive([Incoming("1", "ann", text="hello")])

    async def nothing(messenger: Messenger, sent: list[Delivery]) -> None:
        await messenger.idle()
        assert sent == []

    async def answers(messenger: Messenger, sent: list[Delivery]) -> None:
        await messenger.idle()
        assert heard(sent) == ["You said hello"]

    run(tmp_path, first, stuck)
    run(tmp_path, nothing, channel="u")
    run(tmp_path, answers)


def test_a_message_that_breaks_the_turn_each_time_ends_in_an_honest_reply(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(text: str, *_: Any) -> list[Message]:
        raise RuntimeError(text)

    async def talk(messenger: Messenger, sent: list[Delivery]) -> None:
        await messenger.receive([Incoming("1", "ann", text="secret words")])
        await messenger.idle()
        (text,) = heard(sent)
        assert text == ChannelReplies().get("unavailable", "")[0]["text"]

    run(tmp_path, talk, broken)
    assert "secret" not in caplog.text


def test_one_that_cannot_show_what_was_seen_answers_all_the_same(tmp_path: Path) -> None:
    async def broken(_: Incoming) -> None:
        raise RuntimeError

    async def talk(messenger: Messenger, sent: list[Delivery]) -> None:
        await messenger.receive([Incoming("1", "ann", text="hello")])
        await messenger.idle()
        assert heard(sent) == ["You said hello"]

    run(tmp_path, talk, seen=broken)


def test_an_attempt_that_gets_no_answer_is_ended_and_repeated(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[str] = []

    async def send(delivery: Delivery) -> None:
        tried.append(delivery.key)
        if len(tried) == 1:
            await asyncio.sleep(600)

    async def talk(messenger: Messenger, sent: list[Delivery]) -> None:
        await messenger.receive([Incoming("1", "ann", text="hello")])
        await messenger.idle()

    run(tmp_path, talk, attempt=0.05, send=send)
    assert len(tried) == 2
    assert len(set(tried)) == 1
    assert "did not answer in time" in caplog.text


def test_halves_of_characters_in_ids_do_no_harm(tmp_path: Path) -> None:
    async def talk(messenger: Messenger, sent: list[Delivery]) -> None:
        await messenger.receive([Incoming("\ud800", "\udfff", text="\ud83d hello")])
        await messenger.idle()
        assert len(sent) == 1

    run(tmp_path, talk)


def test_no_more_than_eight_turns_at_once(tmp_path: Path) -> None:
    at_once, most = 0, 0
    full = asyncio.Event()

    async def counted(text: str, *_: Any) -> list[Message]:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        if at_once == 8:
            full.set()
        await asyncio.wait_for(full.wait(), 60)
        await asyncio.sleep(0)
        at_once -= 1
        return await echo(text, "", {}, "")

    async def talk(messenger: Messenger, sent: list[Delivery]) -> None:
        await messenger.receive([Incoming(str(n), f"p{n}", text="hello") for n in range(40)])
        await messenger.idle()
        assert len(sent) == 40

    run(tmp_path, talk, counted)
    assert most == 8


def test_stopping_waits_for_what_is_under_way(tmp_path: Path) -> None:
    async def talk(messenger: Messenger, sent: list[Delivery]) -> None:
        await messenger.receive([Incoming("1", "ann", text="hello")])
        await messenger.stop()
        assert heard(sent) == ["You said hello"]

    run(tmp_path, talk)


def test_stopping_does_not_wait_for_ever(tmp_path: Path) -> None:
    async def stuck(*_: Any) -> list[Message]:
        await asyncio.sleep(60)
        return []

    async def talk(messenger: Messenger, sent: list[Delivery]) -> None:
        await messenger.receive([Incoming("1", "ann", text="hello")])
        await asyncio.wait_for(messenger.stop(0.05), 5)

    run(tmp_path, talk, stuck)


def test_ids_are_forgotten_after_their_days(tmp_path: Path) -> None:
    async def talk(messenger: Messenger, sent: list[Delivery]) -> None:
        await messenger.receive([Incoming("1", "ann", text="hello")])
        await messenger.idle()
        for days, answers in ((1, 1), (-1, 2)):
            await messenger._inbox.purge(days)
            await messenger.receive([Incoming("1", "ann", text="hello")])
            await messenger.idle()
            assert len(sent) == answers

    run(tmp_path, talk)


def test_a_chinese_app_gets_the_channels_own_words_in_chinese(tmp_path: Path) -> None:
    async def talk(messenger: Messenger, sent: list[Delivery]) -> None:
        await messenger.receive([Incoming("1", "ann", Kind.VOICE, language="zh")])
        await messenger.idle()
        assert "我听不了语音" in heard(sent)[0]

    run(tmp_path, talk)


CRASHING = """
import asyncio, os, sys, json
from pathlib import Path
from bot.messaging import *
from bot.replies import contract
folder, crash = Path(sys.argv[1]), int(sys.argv[2])

async def turn(text, *_):
    if crash == 0:
        os._exit(9)
    return [{"text": c * 150} for c in "abc"] + [{"custom": contract("answer")}]

async def send(delivery):
    with open(folder / "sent", "a") as file:
        file.write(delivery.part.text[0])
    if crash > 0 and len((folder / "sent").read_text()) == crash:
        os._exit(9)

async def main():
    settings = MessagingSettings(inbox=folder / "inbox.sqlite")
    messenger = Messenger(Platform("t", "t", Capabilities(200), send), turn, settings)
    await messenger.start()
    await messenger.receive([Incoming("1", "ann", text="hello")])
    await messenger.idle()

asyncio.run(main())
"""


@pytest.mark.parametrize(
    ("crash", "sent"), [(0, "abc"), (1, "aabc"), (2, "abbc")], ids=["turn", "first", "second"]
)
def test_a_killed_process_loses_nothing_and_repeats_at_most_the_part_in_flight(
    tmp_path: Path, crash: int, sent: str
) -> None:
    for number in (crash, -1):
        subprocess.run(
            [sys.executable, "-c", CRASHING, str(tmp_path), str(number)], cwd=ROOT, check=False
        )

    assert (tmp_path / "sent").read_text() == sent


def test_a_second_server_waits_until_the_first_has_ended(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    let = asyncio.Event()

    async def held(text: str, *_: Any) -> list[Message]:
        await let.wait()
        return await echo(text, "", {}, "")

    async def talk(first: Messenger, sent: list[Delivery]) -> None:
        await first.receive([Incoming("1", "ann", text="hello")])
        second = Messenger(
            first._platform,
            echo,
            MessagingSettings(inbox=tmp_path / "inbox.sqlite"),
            Timing(pause=lambda _: asyncio.sleep(0.001)),
        )
        await second.start()
        await asyncio.sleep(0.05)
        assert sent == []
        let.set()
        await first.stop()
        await second.idle()
        await second.cancel()
        assert heard(sent) == ["You said hello"]

    with caplog.at_level(logging.WARNING):
        run(tmp_path, talk, held)
    assert "another server" in caplog.text


@pytest.mark.parametrize(("kind", "apologises"), [("answer", True), ("emergency", False)])
def test_a_late_reply_apologises_unless_it_is_urgent(
    tmp_path: Path, kind: str, apologises: bool
) -> None:
    async def turn(*_: Any) -> list[Message]:
        return [{"text": "The reply."}, {"custom": contract(kind)}]

    async def talk(messenger: Messenger, sent: list[Delivery]) -> None:
        hour_ago = time.time() - 60 * 60
        await messenger.receive([Incoming("1", "ann", text="hello", sent_at=hour_ago)])
        await messenger.idle()
        late = ChannelReplies().get("late", "")[0]["text"]
        assert heard(sent) == [late if apologises else "The reply."]

    run(tmp_path, talk, turn)


def test_a_clock_that_is_ahead_at_the_platform_does_no_harm(tmp_path: Path) -> None:
    async def talk(messenger: Messenger, sent: list[Delivery]) -> None:
        tomorrow = time.time() + 24 * 60 * 60
        await messenger.receive([Incoming("1", "ann", text="hello", sent_at=tomorrow)])
        await messenger.idle()
        assert heard(sent) == ["You said hello"]

    run(tmp_path, talk)


def test_what_waits_is_written_as_json(tmp_path: Path) -> None:
    whole = Incoming("1", "ann", Kind.PHOTO, "肝", {"chat": 5}, True, 3.5, "zh")

    assert Incoming.from_json(whole.to_json()) == whole
    assert json.loads(whole.to_json())["kind"] == "photo"
