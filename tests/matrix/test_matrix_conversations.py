"""Conversations over a real homeserver, encrypted."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Any
from urllib.parse import quote

import pytest
from nio.crypto.attachments import decrypt_attachment

from bot.replies import ChannelReplies
from tests.matrix.conftest import Someone
from tests.matrix.hepatica import KEY, Hepatica
from tests.matrix.person import Person
from tests.matrix.rasa import CHART, EMERGENCY, PNG, Rasa
from tests.matrix.synapse import Synapse

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def greeted(bot: Hepatica, someone: Person) -> str:
    """A private room in which the bot has said hello."""
    room = await someone.invites(bot.user)
    assert await someone.hears(room, 1) == ["Welcome."]
    return room


def own(name: str) -> str:
    return str(ChannelReplies().get(name, "")[0]["text"])


async def test_whoever_invites_the_bot_is_greeted_and_answered(bot: Hepatica, ann: Person) -> None:
    room = await greeted(bot, ann)

    await ann.says(room, "what is liver cancer")

    assert await ann.hears(room, 2) == ["Welcome.", "You said what is liver cancer"]
    assert ann.unreadable == 0


async def test_the_homeserver_sees_no_words(bot: Hepatica, ann: Person, synapse: Synapse) -> None:
    room = await greeted(bot, ann)

    await ann.says(room, "cholangiocarcinoma-question")
    await ann.hears(room, 2)

    events = synapse.events(room)
    assert [event["type"] for event in events if "message" in event["type"]] == []
    senders = [event["sender"] for event in events if event["type"] == "m.room.encrypted"]
    assert senders == [bot.user, ann.id, bot.user]
    assert not synapse.holds("cholangiocarcinoma-question")
    assert synapse.holds(room)


async def test_rasa_and_the_log_know_nobody_by_name(bot: Hepatica, ann: Person, rasa: Rasa) -> None:
    room = await greeted(bot, ann)
    await ann.says(room, "who am i")
    await ann.hears(room, 2)

    (conversation,) = {name for name, text in rasa.asked if text == "who am i"}
    assert conversation.startswith("mx:")
    for secret in (ann.id, ann.id.split(":")[0][1:], room, "who am i", KEY, KEY[::-1]):
        assert secret not in conversation
        assert secret not in bot.log


async def test_two_people_have_two_conversations(
    bot: Hepatica, someone: Someone, rasa: Rasa
) -> None:
    for name in ("ben", "cleo"):
        one = await someone(name)
        await one.says(await greeted(bot, one), f"from {name}")
        await one.until(partial(rasa.times, f"from {name}"))

    senders = {name for name, text in rasa.asked if text in ("from ben", "from cleo")}
    assert len(senders) == 2


async def test_a_changed_message_is_answered_anew(bot: Hepatica, ann: Person, rasa: Rasa) -> None:
    room = await greeted(bot, ann)
    first = await ann.says(room, "what is a sage")
    await ann.hears(room, 2)

    change = {"rel_type": "m.replace", "event_id": first}
    new = {"msgtype": "m.text", "body": "what is a stage"}
    await ann.says(room, "* what is a stage", **{"m.new_content": new, "m.relates_to": change})

    assert (await ann.hears(room, 3))[-1] == "You said what is a stage"
    assert rasa.times("* what is a stage") == 0


async def test_signs_deletions_and_notices_get_no_answer(bot: Hepatica, ann: Person) -> None:
    room = await greeted(bot, ann)
    said = await ann.says(room, "one")
    await ann.hears(room, 2)

    sign = {"rel_type": "m.annotation", "event_id": said, "key": "👍"}
    await ann.sends(room, {"m.relates_to": sign}, "m.reaction")
    await ann.sends(room, {"msgtype": "m.notice", "body": "from a program"})
    await ann.client.room_redact(room, said)
    await ann.says(room, "two")

    assert await ann.hears(room, 3) == ["Welcome.", "You said one", "You said two"]


async def test_what_holds_no_words_is_told_so(bot: Hepatica, ann: Person) -> None:
    room = await greeted(bot, ann)

    file = {"url": "mxc://hospital.test/x", "key": {}, "iv": "", "hashes": {}, "v": "v2"}
    await ann.sends(room, {"msgtype": "m.image", "body": "scan.jpg", "file": file})
    await ann.sends(room, {"msgtype": "m.audio", "body": "voice.ogg", "file": file})

    assert await ann.hears(room, 3) == ["Welcome.", own("picture"), own("voice")]


async def test_words_under_a_picture_are_answered(bot: Hepatica, ann: Person) -> None:
    room = await greeted(bot, ann)

    content = {"msgtype": "m.image", "filename": "scan.jpg", "url": "mxc://hospital.test/x"}
    await ann.sends(room, {**content, "body": "what is this spot"})

    (answer,) = (await ann.hears(room, 2))[1:]
    assert answer.startswith("You said what is this spot")
    assert own("beside_words") in answer


async def test_a_chart_comes_as_an_encrypted_picture_with_words(
    bot: Hepatica, ann: Person, synapse: Synapse
) -> None:
    room = await greeted(bot, ann)

    await ann.says(room, "chart")
    await ann.hears(room, 3)

    (content,) = [content for _, content in ann.got if content["msgtype"] == "m.image"]
    assert content["body"] == CHART["alt"]
    assert content["info"] == {"mimetype": "image/png", "size": len(PNG), "w": 2, "h": 3}
    file = content["file"]
    server, media = file["url"].removeprefix("mxc://").split("/")
    got = await ann.client.download(f"mxc://{server}/{media}")
    assert got.body != PNG
    key, hashed, start = file["key"]["k"], file["hashes"]["sha256"], file["iv"]
    assert decrypt_attachment(got.body, key, hashed, start) == PNG


async def test_a_long_answer_arrives_whole(bot: Hepatica, ann: Person) -> None:
    room = await greeted(bot, ann)

    await ann.says(room, "long")

    parts = (await ann.hears(room, 6))[1:]
    assert "".join(parts).count("知") == 25_000
    assert all(len(part.encode()) <= 30_000 for part in parts)


async def test_suggestions_are_numbered_and_a_number_is_understood(
    bot: Hepatica, ann: Person, rasa: Rasa
) -> None:
    room = await greeted(bot, ann)
    await ann.says(room, "short")
    assert "1. Tell me more\n2. Simpler" in (await ann.hears(room, 2))[-1]

    await ann.says(room, "2")

    assert (await ann.hears(room, 3))[-1] == "You said Simpler"


async def test_an_answer_to_a_thread_stands_in_it(bot: Hepatica, ann: Person) -> None:
    room = await greeted(bot, ann)
    root = await ann.says(room, "first")
    await ann.hears(room, 2)

    relation = {"rel_type": "m.thread", "event_id": root, "is_falling_back": True}
    said = await ann.says(room, "more", **{"m.relates_to": relation})
    await ann.hears(room, 3)

    answer = ann.got[-1][1]
    assert answer["m.relates_to"] == {**relation, "m.in_reply_to": {"event_id": said}}


async def test_quoted_warning_signs_are_not_taken_for_the_patients_own(
    bot: Hepatica, ann: Person, rasa: Rasa
) -> None:
    room = await greeted(bot, ann)
    said = await ann.says(room, "x")

    body = f"> <{bot.user}> Call at once if you are vomiting blood\n> or faint\n\nthank you"
    await ann.says(room, body, **{"m.relates_to": {"m.in_reply_to": {"event_id": said}}})

    assert (await ann.hears(room, 3))[-1] == "You said thank you"


async def test_forget_me_erases_the_conversation(bot: Hepatica, ann: Person, rasa: Rasa) -> None:
    room = await greeted(bot, ann)
    await ann.says(room, "remember this")
    await ann.hears(room, 2)
    (conversation,) = {name for name, text in rasa.asked if text == "remember this"}

    await ann.says(room, "Forget me!")

    assert (await ann.hears(room, 3))[-1] == own("forgotten")
    assert conversation in rasa.erased


async def test_in_a_group_only_a_warning_sign_is_answered(
    bot: Hepatica, someone: Someone, rasa: Rasa
) -> None:
    ann, ben = await someone(), await someone("ben")
    room = await ann.opens(bot.user, ben.id)
    await ben.until(lambda: room in ben.client.invited_rooms)
    await ben.client.join(room)
    await ann.until(lambda: ann.joined(room, bot.user, ben.id))

    await ann.says(room, "what is a group")
    assert await ann.hears(room, 1) == [own("group")]
    await ann.says(room, "what is another")
    urgent = await ann.says(room, "I am vomiting blood")

    heard = await ann.hears(room, 2)
    assert len(heard) == 2
    assert heard[1].startswith(EMERGENCY)
    assert ann.got[1][1]["m.relates_to"] == {"m.in_reply_to": {"event_id": urgent}}
    assert rasa.times("what is a group") == rasa.times("what is another") == 0


async def test_events_of_odd_shapes_hold_nobody_up(bot: Hepatica, someone: Someone) -> None:
    eve, ann = await someone("eve"), await someone()
    bad, good = await greeted(bot, eve), await greeted(bot, ann)
    token = str(eve.client.access_token)
    encrypted = {"algorithm": "m.megolm.v1.aes-sha2", "sender_key": "?", "device_id": "?"}
    odd: list[tuple[str, dict[str, Any]]] = [
        ("m.room.encrypted", {}),
        ("m.room.encrypted", {**encrypted, "session_id": "?", "ciphertext": "not base 64 ?"}),
        ("m.room.encrypted", {**encrypted, "session_id": [], "ciphertext": {}}),
    ]
    for number, (kind, content) in enumerate(odd):
        path = f"/_matrix/client/v3/rooms/{quote(bad)}/send/{kind}/odd{number}"
        await asyncio.to_thread(bot.synapse.call, "PUT", path, content, token)
    # What is encrypted no homeserver can refuse.
    odd = [
        ("m.room.message", {"msgtype": {"a": 1}, "body": [None]}),
        ("m.room.message", {"msgtype": "m.text", "body": "x", "m.relates_to": "y"}),
        ("m.room.message", {"msgtype": "m.text", "body": "\u202e" * 10}),
        ("m.room.encrypted", {**encrypted, "session_id": "?", "ciphertext": "?"}),
        ("m.room.member", {"membership": "join"}),
        ("m.sticker", {"info": 7}),
    ]
    for kind, content in odd:
        await eve.sends(bad, content, kind)

    await ann.says(good, "does it still work")
    assert (await ann.hears(good, 2))[-1] == "You said does it still work"
    await eve.says(bad, "and here")
    await eve.until(lambda: "You said and here" in eve.heard(bad))


async def test_the_bots_device_is_signed_by_its_account(
    bot: Hepatica, ann: Person, synapse: Synapse
) -> None:
    """Apps that pass over unsigned devices (all of Element's since 2026) talk to it."""
    token = ann.client.access_token
    query: dict[str, Any] = {"device_keys": {bot.user: []}}
    told = synapse.call("POST", "/_matrix/client/v3/keys/query", query, token)

    (device,) = told["device_keys"][bot.user].values()
    (own_key,) = told["self_signing_keys"][bot.user]["keys"]
    (master,) = told["master_keys"][bot.user]["keys"]
    assert verified(ann, device, bot.user, own_key)
    assert verified(ann, told["self_signing_keys"][bot.user], bot.user, master)
    assert not verified(ann, {**device, "device_id": "ANOTHER"}, bot.user, own_key)


def verified(someone: Person, signed: dict[str, object], user: str, key: str) -> bool:
    """Whether the other library for Matrix's signatures finds the signature good."""
    plain = {name: part for name, part in signed.items() if name != "unsigned"}
    olm = someone.client.olm
    return bool(olm.verify_json(plain, key.removeprefix("ed25519:"), user, key.partition(":")[2]))
