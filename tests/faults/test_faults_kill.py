"""Rasa is killed while people write; afterwards all that was answered is there, and talks go on."""

from __future__ import annotations

import threading
import time
import uuid
from dataclasses import dataclass, field

import httpx

from tests.faults.person import EMERGENCY, QUESTIONS, Person
from tests.faults.system import System, until
from tests.faults.telegram import Telegram

PERSONS = 4
CHAT = 700_000


@dataclass
class Talk:
    """A person who writes until the line breaks; ``broken`` is what got no answer."""

    person: Person
    begun: threading.Barrier
    broken: tuple[str, str] | None = None
    thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self.thread = threading.Thread(target=self._go_on, daemon=True)
        self.thread.start()

    def _go_on(self) -> None:
        for number in range(10_000):
            if number == 3:
                self.begun.wait()
            text, identifier = QUESTIONS[number % len(QUESTIONS)], str(uuid.uuid4())
            try:
                self.person.say(text, identifier)
            except httpx.TransportError:
                self.broken = (text, identifier)
                return

    def goes_on(self) -> None:
        """After a restart, what got no answer is sent again as the page does it: with its id."""
        assert self.broken is not None
        text, identifier = self.broken
        assert identifier not in self.person.answered
        assert self.person.say(text, identifier).kind == "answer"
        self.person.require_kept()
        # An answer that the page did not get, though it left: again the same.
        identifier, (text, messages) = list(self.person.answered.items())[-2]
        assert self.person.say(text, identifier).messages == messages
        assert self.person.say(EMERGENCY).kind == "emergency"
        self.person.require_kept()


def test_killed_in_mid_turn(system: System, telegram: Telegram) -> None:
    begun = threading.Barrier(PERSONS + 1, timeout=60)
    talks = [Talk(Person(system), begun) for _ in range(PERSONS)]
    begun.wait()
    chats = range(CHAT, CHAT + 5)
    updates = [telegram.update(QUESTIONS[0], chat) for chat in chats]
    taken = [telegram.deliver(system, update) for update in updates]
    system.kill(system.rasa)
    for talk in talks:
        talk.thread.join(timeout=30)
    assert taken == [200] * len(chats)

    system.start_rasa()

    for talk in talks:
        talk.goes_on()
    until(lambda: all(telegram.texts(chat) for chat in chats))
    sent = {chat: telegram.settled(chat) for chat in chats}
    assert [telegram.deliver(system, update) for update in updates] == taken
    assert {chat: telegram.settled(chat) for chat in chats} == sent


def test_killed_while_it_waits_for_an_answer(system: System) -> None:
    person, identifier = Person(system), str(uuid.uuid4())
    assert person.say(QUESTIONS[0]).kind == "answer"

    system.pause(system.actions)
    cut_off = person.say_aside(QUESTIONS[1], identifier)
    time.sleep(1.0)  # now it is in the turn
    system.kill(system.rasa)
    assert isinstance(cut_off.exception(timeout=30), httpx.TransportError)
    system.resume(system.actions)
    system.start_rasa()

    assert person.say(QUESTIONS[1], identifier).kind == "answer"
    turns = person.history()
    assert [turn["text"] for turn in turns] == list(QUESTIONS[:2])
    person.require_kept()
