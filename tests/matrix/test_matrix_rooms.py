"""Which rooms the bot joins and leaves, and where it says what."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.paths import ROOT
from bot.replies import ChannelReplies
from tests.matrix.conftest import NewBot, Someone
from tests.matrix.hepatica import Hepatica
from tests.matrix.person import Person, logged_in
from tests.matrix.rasa import EMERGENCY, Rasa
from tests.matrix.synapse import Synapse

pytestmark = pytest.mark.asyncio(loop_scope="session")
NOT_ENCRYPTED = str(
    ChannelReplies(ROOT / "bot" / "matrix" / "replies.yml").get("not_encrypted", "")[0]["text"]
)


def states(synapse: Synapse, room: str, bot: Hepatica) -> list[str]:
    """Whether the bot was invited, in, or out, one after another."""
    ours = [event for event in synapse.events(room) if event.get("state_key") == bot.user]
    return [str(event["content"]["membership"]) for event in ours]


async def test_it_turns_encryption_on_where_it_may(
    bot: Hepatica, ann: Person, synapse: Synapse
) -> None:
    room = await ann.invites(bot.user, encrypted=False)

    assert await ann.hears(room, 1) == ["Welcome."]
    assert ann.client.rooms[room].encrypted
    await ann.says(room, "is this secret")
    assert await ann.hears(room, 2) == ["Welcome.", "You said is this secret"]
    kinds = [event["type"] for event in synapse.events(room)]
    assert kinds[-3:] == ["m.room.encrypted"] * 3


async def test_it_turns_encryption_on_once_it_may(bot: Hepatica, ann: Person) -> None:
    room = await ann.invites(bot.user, encrypted=False, preset="private_chat")
    assert await ann.hears(room, 1) == [NOT_ENCRYPTED]

    levels = {"users": {bot.user: 50}}
    await ann.client.room_put_state(room, "m.room.power_levels", levels)

    await ann.until(lambda: ann.client.rooms[room].encrypted)
    await ann.says(room, "and now")
    assert await ann.hears(room, 2) == [NOT_ENCRYPTED, "You said and now"]


async def test_without_encryption_only_a_warning_sign_is_answered(
    bot: Hepatica, ann: Person, rasa: Rasa
) -> None:
    room = await ann.invites(bot.user, encrypted=False, preset="private_chat")
    assert await ann.hears(room, 1) == [NOT_ENCRYPTED]

    await ann.says(room, "in the open")
    await ann.sends(room, {"msgtype": "m.image", "body": "x.jpg", "url": "mxc://hospital.test/x"})
    await ann.says(room, "I am vomiting blood")

    heard = await ann.hears(room, 2)
    assert heard[0] == NOT_ENCRYPTED
    assert heard[1].startswith(EMERGENCY)
    assert len(heard) == 2
    assert rasa.times("in the open") == 0


async def test_encryption_can_be_left_to_people(new_bot: NewBot, ann: Person) -> None:
    bot = new_bot(HEPATICA_MATRIX_REQUIRE_ENCRYPTION="no")
    await bot.start()
    room = await ann.invites(bot.user, encrypted=False)
    await ann.hears(room, 1)

    await ann.says(room, "in the open by choice")

    assert await ann.hears(room, 2) == ["Welcome.", "You said in the open by choice"]
    assert not ann.client.rooms[room].encrypted


async def test_only_people_of_the_servers_that_were_named_can_invite(
    new_bot: NewBot, ann: Person, synapse: Synapse
) -> None:
    strict = new_bot(HEPATICA_MATRIX_SERVERS="elsewhere.org")
    await strict.start()

    made = await ann.client.room_create(invite=[strict.user], is_direct=True)
    room = str(made.room_id)

    await ann.until(lambda: states(synapse, room, strict)[-1] != "invite")
    assert states(synapse, room, strict) == ["invite", "leave"]
    assert ann.heard(room) == []


async def test_people_of_a_server_that_was_named_can_invite(new_bot: NewBot, ann: Person) -> None:
    open_to_ann = new_bot(HEPATICA_MATRIX_SERVERS="elsewhere.org, Hospital.TEST")
    await open_to_ann.start()

    room = await ann.invites(open_to_ann.user)

    assert await ann.hears(room, 1) == ["Welcome."]


async def test_it_leaves_a_room_when_the_last_person_has_left(
    bot: Hepatica, ann: Person, synapse: Synapse
) -> None:
    room = await ann.invites(bot.user)
    await ann.hears(room, 1)

    await ann.client.room_leave(room)

    await ann.until(lambda: states(synapse, room, bot)[-1] == "leave")


async def test_who_invites_it_again_is_greeted_again_and_old_words_are_left(
    bot: Hepatica, ann: Person, rasa: Rasa
) -> None:
    room = await ann.invites(bot.user, preset="private_chat")
    await ann.hears(room, 1)
    await ann.client.room_kick(room, bot.user)
    await ann.until(lambda: bot.user not in ann.client.rooms[room].users)
    await ann.says(room, "said to myself")

    await ann.client.room_invite(room, bot.user)

    assert await ann.hears(room, 2) == ["Welcome.", "Welcome."]
    assert rasa.times("said to myself") == 0


async def test_an_answer_is_kept_back_when_somebody_else_has_come_in(
    bot: Hepatica, someone: Someone, rasa: Rasa
) -> None:
    ann, ben = await someone(), await someone("ben")
    room = await ann.invites(bot.user)
    await ann.hears(room, 1)
    let = rasa.hold("only for me")
    await ann.says(room, "only for me")
    await ann.until(lambda: rasa.times("only for me"))

    await ann.client.room_invite(room, ben.id)
    await ben.until(lambda: room in ben.client.invited_rooms)
    await ben.client.join(room)
    await ann.until(lambda: ann.joined(room, ben.id))
    await ann.says(room, "what is a group now")
    await ann.hears(room, 2)
    let.set()
    await bot.until(lambda: "turned a part down" in bot.log)

    assert "You said only for me" not in await ann.hears(room, 2)
    assert "You said only for me" not in ben.heard(room)


async def test_a_device_that_is_added_later_gets_the_answers(
    bot: Hepatica, ann: Person, synapse: Synapse, tmp_path: Path
) -> None:
    room = await ann.invites(bot.user)
    await ann.hears(room, 1)
    tablet = await logged_in(synapse, tmp_path, ann.id)
    try:
        await tablet.until(lambda: bot.user in tablet.client.rooms[room].users)
        await ann.says(room, "on both")
        await ann.hears(room, 2)
        await tablet.until(lambda: "You said on both" in tablet.heard(room))
    finally:
        await tablet.end()
