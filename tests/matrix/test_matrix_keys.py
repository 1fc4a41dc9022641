"""Keys that come late or never, and keys that could not be passed on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio
from nio import ShareGroupSessionError, ShareGroupSessionResponse

import bot.matrix.listening
import bot.matrix.service
from bot.matrix.sending import Sending
from bot.matrix.service import Service
from bot.matrix.settings import matrix_settings
from bot.messaging.parts import Image, Part
from bot.messaging.sending import Delivery, Gone, Rejected, TryAgain
from bot.paths import ROOT
from bot.replies import ChannelReplies
from tests.matrix.conftest import NewBot, Someone
from tests.matrix.hepatica import Hepatica
from tests.matrix.person import Person
from tests.matrix.synapse import Synapse

pytestmark = pytest.mark.asyncio(loop_scope="session")
UNREADABLE = str(
    ChannelReplies(ROOT / "bot" / "matrix" / "replies.yml").get("unreadable", "")[0]["text"]
)


@pytest_asyncio.fixture(loop_scope="session")
async def hasty(new_bot: NewBot, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hepatica]:
    """A bot in this process, which does not wait long for a key."""
    monkeypatch.setattr(bot.matrix.listening, "KEY_SECONDS", 1.5)
    monkeypatch.setattr(bot.matrix.service, "POLL_FOR_KEYS", 300)
    hepatica = new_bot()
    hepatica.folder.mkdir(parents=True)
    async with aiohttp.ClientSession() as http:
        task = asyncio.create_task(Service(matrix_settings(hepatica.environment()), http).run())
        yield hepatica
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def takes_keys_away(someone: Person, room: str) -> Any:
    """From now on the room's key reaches nobody; gives what was kept back."""
    olm = someone.client.olm
    olm.create_outbound_group_session(room)
    session = olm.outbound_group_sessions[room]
    session.shared = True
    return session


async def test_a_message_without_its_key_is_told_of_once(hasty: Hepatica, ann: Person) -> None:
    room = await ann.invites(hasty.user)
    await ann.hears(room, 1)

    takes_keys_away(ann, room)
    await ann.says(room, "nobody can read this")
    await ann.says(room, "nor this")

    assert await ann.hears(room, 2) == ["Welcome.", UNREADABLE]
    ann.client.invalidate_outbound_session(room)
    await ann.says(room, "readable again")
    assert await ann.hears(room, 3) == ["Welcome.", UNREADABLE, "You said readable again"]


async def test_a_key_that_comes_late_opens_the_message(
    hasty: Hepatica, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot.matrix.listening, "KEY_SECONDS", 60)
    room = await ann.invites(hasty.user)
    await ann.hears(room, 1)
    session = takes_keys_away(ann, room)
    key = {
        "algorithm": "m.megolm.v1.aes-sha2",
        "room_id": room,
        "session_id": session.id,
        "session_key": session.session_key,
    }
    await ann.says(room, "patience")
    await ann.until(lambda: "patience" not in ann.heard(room) and memory_holds_one(hasty))

    (device,) = ann.client.device_store.active_user_devices(hasty.user)
    olm = ann.client.olm
    if olm.session_store.get(device.curve25519) is None:
        await ann.client.keys_claim({hasty.user: [device.id]})
    content = olm._olm_encrypt(olm.session_store.get(device.curve25519), device, "m.room_key", key)
    path = f"/_matrix/client/v3/sendToDevice/m.room.encrypted/{session.id[:8].replace('/', '-')}"
    body = {"messages": {hasty.user: {device.id: content}}}
    await asyncio.to_thread(hasty.synapse.call, "PUT", path, body, str(ann.client.access_token))

    assert await ann.hears(room, 2) == ["Welcome.", "You said patience"]


def memory_holds_one(hepatica: Hepatica) -> bool:
    """Whether the message is kept on the disk, encrypted as it is."""
    text = (hepatica.store / "memory.json").read_text()
    return "ciphertext" in text and "patience" not in text


async def never(_: Image) -> bytes:
    raise Rejected


def delivery(room: str, key: str, text: str = "an answer") -> Delivery:
    return Delivery({"room": room, "event": "$x"}, Part(text), key, 0, 0.0)


async def test_what_is_sent_twice_with_one_key_is_shown_once(
    someone: Someone, synapse: Synapse
) -> None:
    ann, ben = await someone(), await someone("ben")
    room = await ann.opens(ben.id)
    sending = Sending(ann.client, never, encrypted_only=True)

    await ben.client.join(room)
    await ann.until(lambda: ann.joined(room, ben.id))
    await sending.send(delivery(room, "key-1"))
    await sending.send(delivery(room, "key-1"))
    await sending.send(delivery(room, "key-2", "another"))

    await ben.until(lambda: len(ben.heard(room)) >= 2)
    assert ben.heard(room) == ["an answer", "another"]
    assert [e["type"] for e in synapse.events(room)].count("m.room.encrypted") == 2


async def test_an_answer_is_not_encrypted_for_nobody_when_the_key_was_not_passed_on(
    someone: Someone, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, ben = await someone(), await someone("ben")
    room = await ann.opens(ben.id)
    await ben.client.join(room)
    await ann.until(lambda: ann.joined(room, ben.id))
    sending = Sending(ann.client, never, encrypted_only=True)
    passed_on = ann.client._send

    async def refused(response_class: type, *rest: Any, **named: Any) -> Any:
        if response_class is ShareGroupSessionResponse:
            return ShareGroupSessionError("busy", "M_LIMIT_EXCEEDED")
        return await passed_on(response_class, *rest, **named)

    with monkeypatch.context() as patch:
        patch.setattr(ann.client, "_send", refused)
        with pytest.raises(TryAgain):
            await sending.send(delivery(room, "key-1"))
    await sending.send(delivery(room, "key-1"))

    await ben.until(lambda: ben.heard(room))
    assert (ben.heard(room), ben.unreadable) == (["an answer"], 0)


async def test_whoever_is_not_there_any_more_is_gone(someone: Someone, tmp_path: Path) -> None:
    ann = await someone()
    sending = Sending(ann.client, never, encrypted_only=True)

    with pytest.raises(Gone):
        await sending.send(delivery("!unknown:hospital.test", "key-1"))


async def test_nothing_leaves_a_room_in_clear_that_was_asked_for_encrypted(
    someone: Someone, synapse: Synapse
) -> None:
    ann = await someone()
    room = await ann.opens(encrypted=False)
    before = len(synapse.events(room))

    with pytest.raises(Rejected):
        await Sending(ann.client, never, encrypted_only=True).send(delivery(room, "key-1"))

    assert len(synapse.events(room)) == before
