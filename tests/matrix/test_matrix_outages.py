"""Crashes, restarts and a homeserver that is away: nothing is lost, nothing answered twice."""

from __future__ import annotations

import asyncio
import shutil
import stat

import pytest

from tests.matrix.conftest import NewBot, Someone
from tests.matrix.person import Person
from tests.matrix.rasa import Rasa
from tests.matrix.synapse import Synapse

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_crash_between_question_and_answer_loses_nothing(
    new_bot: NewBot, ann: Person, rasa: Rasa
) -> None:
    bot = new_bot()
    await bot.start()
    room = await ann.invites(bot.user)
    await ann.hears(room, 1)
    let = rasa.hold("cut off")
    await ann.says(room, "cut off")
    await ann.until(lambda: rasa.times("cut off"))

    await bot.kill()
    await ann.says(room, "while it was down")
    let.set()
    await bot.start()

    right = ["Welcome.", "You said cut off", "You said while it was down"]
    assert await ann.hears(room, 3) == right
    await bot.stop()
    await bot.start()
    await ann.says(room, "after all")
    assert await ann.hears(room, 4) == [*right, "You said after all"]


async def test_crashes_at_any_time_answer_every_message_once(
    new_bot: NewBot, ann: Person, rasa: Rasa
) -> None:
    bot = new_bot(HEPATICA_MESSAGING_RATE="1000")
    await bot.start()
    room = await ann.invites(bot.user)
    await ann.hears(room, 1)

    for seconds in (0.02, 0.1, 0.3):
        for number in range(3):
            await ann.says(room, f"after {seconds} {number}")
        await asyncio.sleep(seconds)
        await bot.kill()
        await bot.start()

    said = [f"You said after {s} {n}" for s in (0.02, 0.1, 0.3) for n in range(3)]
    assert await ann.hears(room, 10) == ["Welcome.", *said]
    assert ann.unreadable == 0


async def test_more_messages_than_one_sync_answer_holds_are_answered_in_order(
    new_bot: NewBot, ann: Person, rasa: Rasa
) -> None:
    bot = new_bot(HEPATICA_MESSAGING_RATE="1000")
    await bot.start()
    room = await ann.invites(bot.user)
    await ann.hears(room, 1)
    await bot.stop()
    texts = [f"number {number}" for number in range(130)]
    for text in texts:
        await ann.says(room, text)

    await bot.start()

    assert await ann.hears(room, 131) == ["Welcome.", *(f"You said {text}" for text in texts)]


async def test_a_new_store_does_not_answer_what_was_said_before(
    new_bot: NewBot, someone: Someone, rasa: Rasa
) -> None:
    ann, ben = await someone(), await someone("ben")
    bot = new_bot()
    await bot.start()
    room = await ann.invites(bot.user)
    await ann.says(room, "long ago")
    await ann.hears(room, 1)
    await ann.until(lambda: "You said long ago" in ann.heard(room))
    before = ann.heard(room)
    await bot.stop()
    shutil.rmtree(bot.store)
    (bot.folder / "inbox.sqlite").unlink()
    await ann.says(room, "to nobody")
    bens = await ben.opens(bot.user)

    await bot.start()

    assert await ben.hears(bens, 1) == ["Welcome."]
    await ann.says(room, "now")
    assert await ann.hears(room, len(before) + 1) == [*before, "You said now"]
    assert rasa.times("long ago") == 1
    assert rasa.times("to nobody") == 0


async def test_what_is_written_before_the_bot_has_joined_is_answered(
    new_bot: NewBot, ann: Person
) -> None:
    bot = new_bot()
    await bot.start()
    await bot.kill()
    room = await ann.opens(bot.user)
    await ann.says(room, "are you there")

    await bot.start()

    assert await ann.hears(room, 1) == ["You said are you there"]


async def test_the_homeserver_goes_and_comes_back(
    new_bot: NewBot, ann: Person, rasa: Rasa, synapse: Synapse
) -> None:
    bot = new_bot()
    await bot.start()
    room = await ann.invites(bot.user)
    await ann.hears(room, 1)
    let = rasa.hold("in the midst")
    await ann.says(room, "in the midst")
    await ann.until(lambda: rasa.times("in the midst"))

    synapse.stop()
    let.set()
    await bot.until(lambda: "the homeserver does not answer" in bot.log)
    synapse.start()

    assert await ann.hears(room, 2) == ["Welcome.", "You said in the midst"]
    await ann.says(room, "afterwards")
    assert await ann.hears(room, 3) == ["Welcome.", "You said in the midst", "You said afterwards"]
    assert ann.unreadable == 0


async def test_it_waits_for_a_homeserver_that_is_not_there_yet(
    new_bot: NewBot, synapse: Synapse, ann: Person
) -> None:
    bot = new_bot()
    synapse.stop()

    await bot.launch()
    bot.starts += 1
    await bot.until(lambda: "the homeserver does not answer" in bot.log)
    synapse.start()

    await bot.until(lambda: "matrix: listening" in bot.log)
    room = await ann.invites(bot.user)
    assert await ann.hears(room, 1) == ["Welcome."]


async def test_a_second_process_waits_for_the_end_of_the_first(new_bot: NewBot) -> None:
    bot = new_bot()
    await bot.start()
    first, bot.process = bot.process, None

    await bot.launch()
    await bot.until(lambda: "another server still uses" in bot.log)
    assert bot.log.count("matrix: listening") == 1

    assert first is not None
    first.terminate()
    assert await first.wait() == 0
    bot.starts += 1
    await bot.until(lambda: bot.log.count("matrix: listening") == 2)


async def test_nobody_else_can_read_what_it_keeps(new_bot: NewBot) -> None:
    bot = new_bot()
    await bot.start()

    assert stat.S_IMODE(bot.store.stat().st_mode) == 0o700
    paths = [path for path in bot.folder.rglob("*") if path.is_file() and path.name != "bot.log"]
    assert {path.name for path in paths} >= {"keys.sqlite", "session.json", "memory.json"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    assert await bot.stop() == 0
