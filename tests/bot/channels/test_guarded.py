"""One turn with a guaranteed reply."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

import bot.channels.guarded
from bot.channels.guarded import GuardedTurn
from bot.channels.intake import LONGEST
from bot.help_lines import HelpLines
from bot.replies import ChannelReplies, contract

Handler = Callable[[UserMessage], Awaitable[Any]]
Messages = list[dict[str, Any]]
REPLIES = ChannelReplies()


class Spy:
    """A handler that answers well and remembers what it was given."""

    def __init__(self) -> None:
        self.seen: list[UserMessage] = []

    async def __call__(self, message: UserMessage) -> None:
        self.seen.append(message)
        text = f"You said {message.text}"
        await message.output_channel.send_text_message(message.sender_id, text)
        await message.output_channel.send_custom_json(message.sender_id, contract("answer"))


async def silent(message: UserMessage) -> None:
    """The action server is down: Rasa sends nothing."""


async def failing(message: UserMessage) -> None:
    raise RuntimeError("broken")


async def failing_midway(message: UserMessage) -> None:
    await message.output_channel.send_text_message(message.sender_id, "half an answ")
    raise RuntimeError("broken")


async def hanging(message: UserMessage) -> None:
    await asyncio.Event().wait()


async def hanging_midway(message: UserMessage) -> None:
    await message.output_channel.send_text_message(message.sender_id, "half an answ")
    await asyncio.Event().wait()


async def without_contract(message: UserMessage) -> None:
    await message.output_channel.send_text_message(message.sender_id, "text only")


async def without_text(message: UserMessage) -> None:
    await message.output_channel.send_custom_json(message.sender_id, contract("answer"))


async def contract_first(message: UserMessage) -> None:
    await message.output_channel.send_custom_json(message.sender_id, contract("answer"))
    await message.output_channel.send_text_message(message.sender_id, "late text")


async def two_contracts(message: UserMessage) -> None:
    await Spy()(message)
    await Spy()(message)


async def failing_afterwards(message: UserMessage) -> None:
    await Spy()(message)
    raise RuntimeError("broken after the answer")


def turn(handler: Handler, text: str = "hello") -> Messages:
    guarded = GuardedTurn(handler, help_lines=HelpLines(country=""))
    return asyncio.run(guarded.reply(text, "ann", "rest"))


def unavailable(language: str = "en") -> Messages:
    """The reply to a failed turn; it says what to call."""
    return HelpLines(country="").localised(REPLIES.get("unavailable", "ann", language))


@pytest.fixture
def spy() -> Spy:
    return Spy()


@pytest.fixture(autouse=True)
def short_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.channels.guarded, "SECONDS", 0.05)


@pytest.mark.parametrize(
    "handler",
    [
        silent, failing, failing_midway, hanging, hanging_midway, without_contract, without_text,
        contract_first, two_contracts,
    ],
)  # fmt: skip
def test_a_failed_turn_ends_in_the_unavailable_reply(
    handler: Handler,
) -> None:
    assert turn(handler) == unavailable()


def test_a_failed_turn_shows_the_emergency_number_of_the_country() -> None:
    guarded = GuardedTurn(silent, help_lines=HelpLines(country="GB"))

    text, closing = asyncio.run(guarded.reply("hello", "ann", "rest"))

    assert "999" in text["text"]
    assert [line["number"] for line in closing["custom"]["call"]] == ["999"]


def test_a_good_turn_passes_through(spy: Spy) -> None:
    assert turn(spy) == [
        {"recipient_id": "ann", "text": "You said hello"},
        {"recipient_id": "ann", "custom": contract("answer")},
    ]


def test_an_answer_that_was_complete_before_a_failure_is_kept() -> None:
    assert turn(failing_afterwards)[0]["text"] == "You said hello"


@pytest.mark.parametrize(
    "text", ["", " ", "\n\t ", "\x00\x00", "😀", "😀 👍", "...", "/", "///", "\ud800", "\u200b"]
)
def test_a_message_without_words_is_answered_without_rasa(spy: Spy, text: str) -> None:
    assert turn(spy, text) == REPLIES.get("no_words", "ann")
    assert spy.seen == []


@pytest.mark.parametrize("character", ["a", "😀", " "])
@pytest.mark.parametrize("count", [LONGEST + 1, 10_000])
def test_a_message_that_is_too_long_is_answered_without_rasa(
    spy: Spy, character: str, count: int
) -> None:
    assert turn(spy, character * count) == REPLIES.get("too_long", "ann")
    assert spy.seen == []


@pytest.mark.parametrize("text", ["肝" * (LONGEST + 1), "a" * LONGEST + "b", "肝癌 " * LONGEST])
def test_too_long_is_said_in_the_language_of_the_message(spy: Spy, text: str) -> None:
    language = "zh" if "肝" in text else "en"

    assert turn(spy, text) == REPLIES.get("too_long", "ann", language)
    assert turn(spy, text)[-1]["custom"]["language"] == language


@pytest.mark.parametrize("text", ["什么是肝癌", "PVTT 是什么", "我吐血了"])
@pytest.mark.parametrize("handler", [silent, failing, hanging, without_contract])
def test_a_failed_chinese_turn_ends_in_the_chinese_unavailable_reply(
    handler: Handler, text: str
) -> None:
    messages = turn(handler, text)

    assert messages == unavailable("zh")
    assert "没法回答" in messages[0]["text"]


def test_a_failed_spanish_turn_ends_in_the_english_unavailable_reply() -> None:
    assert turn(silent, "¿qué es el cáncer de hígado?") == unavailable()


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("/restart", "restart"),
        ("/session_start", "session_start"),
        ('/ask_surgery{"stage": "x"}', 'ask_surgery{"stage": "x"}'),
        pytest.param("a" * LONGEST, "a" * LONGEST, id="the longest"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("'; DROP TABLE events; --", "'; DROP TABLE events; --"),
        ("{{7*7}} ${x} %s", "{{7*7}} ${x} %s"),
        ("null\x00byte", "null byte"),
        (" 什么是放疗 ", "什么是放疗"),
        ("broken \ud800 text", "broken \ufffd text"),
    ],
)
def test_rasa_sees_plain_text(spy: Spy, text: str, seen: str) -> None:
    turn(spy, text)

    assert [message.text for message in spy.seen] == [seen]


def test_rasa_is_told_who_where_and_what_else(spy: Spy) -> None:
    asyncio.run(GuardedTurn(spy).reply("hello", "ann", "web", {"language": "en"}))

    (message,) = spy.seen
    assert (message.sender_id, message.input_channel, message.metadata) == (
        "ann",
        "web",
        {"language": "en"},
    )


def test_a_message_keeps_the_id_that_it_was_given(spy: Spy) -> None:
    asyncio.run(GuardedTurn(spy).reply("hello", "ann", "web", message_id="an-id"))

    assert [message.message_id for message in spy.seen] == ["an-id"]


def test_a_message_without_an_id_gets_one_of_its_own(spy: Spy) -> None:
    turn(spy)
    turn(spy)

    first, second = (message.message_id for message in spy.seen)
    assert first
    assert first != second


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("/greet", "/greet"),
        ("/help", "help"),
        ('/greet{"name": "x"}', 'greet{"name": "x"}'),
        (" /greet", "greet"),
        ("/greet now", "greet now"),
        ("//greet", "greet"),
        ("/GREET", "GREET"),
        ("/greet\x00", "greet"),
    ],
)
def test_only_an_intent_that_was_listed_passes_and_only_without_entities(
    spy: Spy, text: str, seen: str
) -> None:
    guarded = GuardedTurn(spy, intents=("greet",))
    asyncio.run(guarded.reply(text, "ann", "web"))

    assert [message.text for message in spy.seen] == [seen]


@pytest.mark.parametrize("text", ["TACE?", "123", "😀", ""])
def test_where_the_words_tell_no_language_the_page_does(text: str) -> None:
    guarded = GuardedTurn(silent)
    messages = asyncio.run(guarded.reply(text, "ann", "web", {"language": "zh"}))

    assert messages[-1]["custom"]["language"] == "zh"


def test_the_words_count_for_more_than_the_page() -> None:
    guarded = GuardedTurn(silent)
    asked = [("what is liver cancer and why", "zh"), ("什么是肝癌", "en")]
    replies = [
        asyncio.run(guarded.reply(text, "ann", "web", {"language": page})) for text, page in asked
    ]

    assert [messages[-1]["custom"]["language"] for messages in replies] == ["en", "zh"]


@pytest.mark.parametrize("language", [None, 3, ["zh"], {}, "fr"])
def test_a_page_language_that_is_none_leaves_english(language: Any) -> None:
    messages = asyncio.run(GuardedTurn(silent).reply("😀", "ann", "web", {"language": language}))

    assert messages[-1]["custom"]["language"] == "en"


def test_a_failure_is_logged_without_what_was_written(caplog: pytest.LogCaptureFixture) -> None:
    async def quoting(message: UserMessage) -> None:
        raise RuntimeError(f"cannot handle {message.text}")

    turn(quoting, "my liver hurts")

    assert "RuntimeError" in caplog.text
    assert "in quoting" in caplog.text
    assert "liver" not in caplog.text


def test_turns_at_the_same_time_do_not_mix(spy: Spy) -> None:
    async def both() -> list[Messages]:
        guarded = GuardedTurn(spy)
        return await asyncio.gather(
            *(guarded.reply(f"hello {name}", name, "rest") for name in ("ann", "bob"))
        )

    texts = [messages[0] for messages in asyncio.run(both())]

    assert texts == [
        {"recipient_id": name, "text": f"You said hello {name}"} for name in ("ann", "bob")
    ]


def test_a_turn_works_again_after_a_failure(spy: Spy) -> None:
    handlers: Iterator[Handler] = iter([failing, spy])

    async def flaky(message: UserMessage) -> None:
        await next(handlers)(message)

    async def two_turns() -> list[str]:
        guarded = GuardedTurn(flaky)
        turns = [await guarded.reply("hello", "ann", "rest") for _ in range(2)]
        return [messages[-1]["custom"]["kind"] for messages in turns]

    assert asyncio.run(two_turns()) == ["unavailable", "answer"]


def test_the_wait_leaves_time_within_five_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()

    assert 0 < bot.channels.guarded.SECONDS < 5
