"""A messaging platform delivers twice, and late, and is itself away for a while."""

from __future__ import annotations

import threading

from tests.faults.person import EMERGENCY, QUESTIONS
from tests.faults.system import System, until
from tests.faults.telegram import Telegram

CHAT = 800_000


def test_an_update_that_comes_again_is_answered_once(system: System, telegram: Telegram) -> None:
    update = telegram.update(QUESTIONS[0], CHAT)
    codes: list[int] = []

    def deliver() -> None:
        codes.append(telegram.deliver(system, update))

    threads = [threading.Thread(target=deliver) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    until(lambda: telegram.texts(CHAT))
    answered = telegram.settled(CHAT)
    deliver()

    assert codes == [200] * 5
    assert telegram.settled(CHAT) == answered
    assert len(answered) == len(set(answered))


def test_what_was_said_while_telegram_is_away_is_answered_later(
    system: System, telegram: Telegram
) -> None:
    telegram.fails = True
    for text in (QUESTIONS[0], EMERGENCY):
        assert telegram.deliver(system, telegram.update(text, CHAT + 1)) == 200
    until(lambda: waiting(system) > 0)
    telegram.fails = False

    until(lambda: any("emergency" in text.lower() for text in telegram.texts(CHAT + 1)))
    until(lambda: waiting(system) == 0)
    assert len(telegram.texts(CHAT + 1)) >= 2


def test_an_update_that_telegram_kept_back_is_answered_with_an_apology(
    system: System, telegram: Telegram
) -> None:
    update = telegram.update(QUESTIONS[0], CHAT + 2, before=3600)

    assert telegram.deliver(system, update) == 200

    until(lambda: telegram.texts(CHAT + 2))
    assert "late" in telegram.texts(CHAT + 2)[0].lower()


def waiting(system: System) -> float:
    """Parts of replies that were not sent yet."""
    return system.number("hepatica_messages_waiting", box="outbox", channel="telegram")
