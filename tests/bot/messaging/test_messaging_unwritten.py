"""Warning signs are answered also while nothing can be written down."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest

from bot.messaging import Incoming, Kind, Timing
from bot.messaging.answering import Behind
from bot.messaging.names import Names
from bot.messaging.parts import Choice, Part
from bot.messaging.rendering import Rendered
from bot.messaging.sending import Delivery, TryAgain
from bot.messaging.settings import MessagingSettings
from bot.messaging.unwritten import Unwritten
from bot.replies import Message, contract

pytestmark = pytest.mark.asyncio


class Place:
    """What answers and what sends; both keep what they got."""

    def __init__(self, folder: Path, kind: str = "emergency", *, takes: bool = True) -> None:
        self.kind, self.takes = kind, takes
        self.turns: list[tuple[str, str, dict[str, Any], str]] = []
        self.sent: list[Delivery] = []
        names = Names("fake", "fk", MessagingSettings(inbox=folder / "inbox.sqlite"))
        behind = Behind(self._turn, self._forget, self._is_urgent)
        self.unwritten = Unwritten(behind, names, self._send, Timing())

    async def _turn(
        self, text: str, conversation: str, metadata: dict[str, Any], message_id: str
    ) -> list[Message]:
        self.turns.append((text, conversation, metadata, message_id))
        return [{"text": "Call now"}, {"custom": contract(self.kind)}]

    async def _forget(self, _: str) -> None:
        raise AssertionError

    async def _is_urgent(self, text: str) -> bool:
        return "blood" in text

    async def _send(self, delivery: Delivery) -> None:
        if not self.takes:
            raise TryAgain
        self.sent.append(delivery)


def said(text: str, number: str = "4711", kind: Kind = Kind.TEXT) -> Incoming:
    return Incoming(id=number, sender="7", kind=kind, text=text, address={"chat": 7})


async def test_only_what_warns_is_answered_and_only_once(tmp_path: Path) -> None:
    place = Place(tmp_path)
    messages = [said("what is TACE?", "1"), said("blood", "2"), said("blood", "3", Kind.CHOICE)]

    first = await place.unwritten.urgent(messages)
    again = await place.unwritten.urgent(messages)

    assert [incoming.id for incoming, _ in first] == ["2"]
    assert again == []
    [(text, conversation, metadata, message_id)] = place.turns
    assert (text, metadata) == ("blood", {})
    assert conversation.startswith("fk:")
    assert message_id != "2"  # the platform's own is kept nowhere


async def test_what_turns_out_not_to_be_urgent_waits_for_the_disk(tmp_path: Path) -> None:
    assert await Place(tmp_path, "answer").unwritten.urgent([said("blood test?")]) == []


async def test_a_reply_is_sent_without_choices(tmp_path: Path) -> None:
    place = Place(tmp_path)
    parts = [Part("Call", (Choice("More", "token"),), urgent=True, plain="Call 112"), Part("Two")]

    await place.unwritten.send(said("blood"), Rendered(parts, []))

    assert [delivery.part.text for delivery in place.sent] == ["Call 112", "Two"]
    assert not any(delivery.part.choices for delivery in place.sent)
    assert len({delivery.key for delivery in place.sent}) == 2


async def test_a_platform_that_does_not_take_it_is_told_in_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        await Place(tmp_path, takes=False).unwritten.send(said("blood"), Rendered([Part("1")], []))

    assert "an urgent reply was not sent" in caplog.text
