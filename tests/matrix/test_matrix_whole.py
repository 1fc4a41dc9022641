"""Questions in an encrypted room, answered by the real Rasa server and the real action server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from dev.ports import HOST, unused
from dev.servers import running
from tests.matrix.hepatica import Hepatica
from tests.matrix.person import Person
from tests.matrix.rasa import Rasa
from tests.matrix.synapse import Synapse

pytestmark = pytest.mark.asyncio(loop_scope="session")

ALIVE = "How many were alive after two years with radiotherapy before surgery and PVTT?"


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rasa]:
    """Both servers, for these tests alone."""
    ports = unused()
    with running(ports, tmp_path_factory.mktemp("servers"), {"HEPATICA_COUNTRY": "GB"}) as url:
        yield Rasa(f"{url}/webhooks/rest/webhook", f"http://{HOST}:{ports.actions}/charts")


@pytest_asyncio.fixture(loop_scope="session")
async def whole(synapse: Synapse, servers: Rasa, tmp_path: Path) -> AsyncIterator[Hepatica]:
    """A bot with everything behind it."""
    user = await asyncio.to_thread(synapse.register, "hepatica")
    hepatica = Hepatica(synapse, servers, tmp_path / "whole", user)
    await hepatica.start()
    yield hepatica
    await hepatica.kill()


async def test_a_question_is_answered_with_its_source(whole: Hepatica, ann: Person) -> None:
    room = await ann.invites(whole.user)
    [greeting] = await ann.hears(room, 1)
    assert "computer program" in greeting

    await ann.says(room, "What does BCLC stage B mean?")

    told = "\n".join((await ann.hears(room, 2))[1:])
    assert "BCLC" in told
    assert "Source: " in told
    assert ann.unreadable == 0


async def test_who_is_in_danger_is_told_to_call(whole: Hepatica, ann: Person) -> None:
    room = await ann.invites(whole.user)
    await ann.hears(room, 1)

    await ann.says(room, "my husband is vomiting blood")

    assert "999" in (await ann.hears(room, 2))[1]


async def test_a_chart_comes_as_an_encrypted_picture_and_in_words(
    whole: Hepatica, ann: Person
) -> None:
    room = await ann.invites(whole.user)
    await ann.hears(room, 1)

    await ann.says(room, ALIVE)

    await ann.until(lambda: any(one["msgtype"] == "m.image" for _, one in ann.got))
    picture = next(content for _, content in ann.got if content["msgtype"] == "m.image")
    assert "file" in picture
    assert "url" not in picture
    assert "27 out of 100 (27.4%)" in "\n".join(ann.heard(room))
