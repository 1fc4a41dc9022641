from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest
from rasa.core.channels.channel import UserMessage

from bot.channels.guarded import GuardedTurn
from bot.replies import contract
from bot.watch import records
from bot.watch.metrics import REGISTRY

SENDER = "web:a-name-that-nobody-may-see"


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def turn(closing: dict[str, Any], channel: str, text: str = "What is HCC?") -> None:
    async def handle(message: UserMessage) -> None:
        await message.output_channel.send_text_message(message.sender_id, "An answer.")
        await message.output_channel.send_custom_json(message.sender_id, closing)

    asyncio.run(GuardedTurn(handle).reply(text, SENDER, channel))


def test_a_turn_is_counted_by_channel_kind_and_language() -> None:
    labels = {"channel": "t-one", "kind": "answer", "language": "zh"}
    turn(contract("answer", language="zh"), "t-one")
    turn(contract("answer", language="zh"), "t-one")
    turn(contract("no_fact", language="zh"), "t-one")

    assert value("hepatica_turns_total", **labels) == 2
    assert value("hepatica_turns_total", **{**labels, "kind": "no_fact"}) == 1
    assert value("hepatica_turn_seconds_count", channel="t-one") == 3


def test_a_turn_that_failed_is_counted_as_unavailable() -> None:
    async def fail(_: UserMessage) -> None:
        raise RuntimeError("my own words")

    asyncio.run(GuardedTurn(fail).reply("What is HCC?", SENDER, "t-two"))

    labels = {"channel": "t-two", "kind": "unavailable", "language": "en"}
    assert value("hepatica_turns_total", **labels) == 1


def test_so_is_one_that_never_reaches_rasa() -> None:
    turn(contract("answer"), "t-three", "...")

    labels = {"channel": "t-three", "kind": "clarify", "language": "en"}
    assert value("hepatica_turns_total", **labels) == 1


@pytest.mark.parametrize("odd", ["my own words", None, 7])
def test_labels_stay_few_whatever_a_contract_says(odd: Any) -> None:
    turn({**contract("answer"), "kind": odd, "language": odd}, "t-four")

    assert value("hepatica_turns_total", channel="t-four", kind="other", language="other") > 0


def test_the_log_has_one_line_for_a_turn_and_nothing_of_its_person(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    turn(contract("crisis"), "t-five", "my own words")

    [record] = [r for r in caplog.records if r.name == "bot.watch.turns"]
    assert record.getMessage().startswith("turn: t-five, crisis, en, ")
    assert record.__dict__["kind"] == "crisis"
    assert 0 <= record.__dict__["ms"] < 1000
    assert "my own words" not in caplog.text
    assert SENDER not in caplog.text


def test_with_the_first_turn_the_log_is_quiet() -> None:
    turn(contract("answer"), "t-six")

    assert records._State.quiet
