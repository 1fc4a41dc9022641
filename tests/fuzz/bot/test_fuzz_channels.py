"""Whatever a platform, or somebody who pretends to be one, sends: a channel answers."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.messaging import Incoming, Kind, Webhook
from tests.bot.messaging.platform import Request, Vendor
from tests.bot.messaging.vendor_sdks import Refused
from tests.fuzz.bot.doors import Door, channels, vendors, webhook
from tests.fuzz.budget import fed, fuzzed
from tests.fuzz.mutations import mutated, mutated_bytes, texts

HEARD = {200, 401, 403, 413}
"""503 would make the platform send the same again and again."""
VENDORS = {vendor.channel.channel: vendor for vendor in vendors()}
SHARE = 1 / max(1, len(VENDORS))

loop = asyncio.new_event_loop()


@pytest.fixture(scope="module", params=sorted(VENDORS))
def door(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Door]:
    return Door(VENDORS[request.param], tmp_path_factory.mktemp(request.param))


def test_every_channel_is_fed() -> None:
    assert {vendor.channel for vendor in VENDORS.values()} == channels()


def check(message: Incoming) -> None:
    """A message that can be answered: nothing in it is of a type that breaks what comes after."""
    assert isinstance(message.kind, Kind)
    for words in (message.id, message.sender, message.text):
        assert type(words) is str
    assert message.sent_at is None or isinstance(message.sent_at, (int, float))
    assert message.language in (None, "en", "zh")


async def _answered(door: Door, request: Request) -> int:
    door.taken.clear()
    status = await door.status(request)
    for message in door.taken:
        check(message)
    written = [message async for message in door.waiting()]
    assert len(written) <= len(door.taken)
    for message in written:
        check(message)
    return status


def signed(vendor: Vendor, event: Any) -> Request:
    """The request; inputs that the platform's own package cannot write at all are passed over."""
    try:
        return vendor.request([event], time.time())
    except (TypeError, ValueError, AttributeError, LookupError, RecursionError, Refused):
        assume(False)
        raise


@fuzzed(0.3 * SHARE)
@given(data=st.data())
def test_a_changed_event_that_is_rightly_signed_is_answered(
    door: Door, data: st.DataObject
) -> None:
    request = signed(door.vendor, data.draw(mutated(door.events)))
    with fed(f"{door.channel.channel}: signed events"):
        assert loop.run_until_complete(_answered(door, request)) in HEARD


@fuzzed(0.15 * SHARE)
@given(data=st.data())
def test_changed_bytes_are_answered(door: Door, data: st.DataObject) -> None:
    """As a stranger sends them: they are turned away, or have to be what was signed."""
    request = data.draw(st.sampled_from(door.signed))
    body = data.draw(mutated_bytes([one.body for one in door.signed]))
    headers = {name: data.draw(st.just(v) | texts) for name, v in request.headers.items()}
    query = {name: data.draw(st.just(v) | texts) for name, v in request.query.items()}
    with fed(f"{door.channel.channel}: a stranger's requests"):
        changed = Request(body, headers, query)
        assert loop.run_until_complete(_answered(door, changed)) in HEARD


@fuzzed(0.15 * SHARE)
@given(data=st.data())
def test_changed_bytes_that_were_signed_are_read_or_refused(
    door: Door, data: st.DataObject
) -> None:
    """As if the platform itself sent them; what ``parse`` raises is caught around it."""
    request = data.draw(st.sampled_from(door.signed))
    body = data.draw(mutated_bytes([one.body for one in door.signed]))
    with fed(f"{door.channel.channel}: signed bytes"):
        read = webhook(Request(body, request.headers, request.query))
        for message in door.channel._parsed(read):
            check(message)
        loop.run_until_complete(door.receive(door.channel._parsed(read)))
        door.channel.taken(read)


@fuzzed(0.03 * SHARE)
@given(data=st.data())
def test_a_handshake_is_answered_or_refused(door: Door, data: st.DataObject) -> None:
    names = ["hub.mode", "hub.challenge", "hub.verify_token", "signature", "timestamp", "nonce",
             "echostr", "x"]  # fmt: skip
    query = data.draw(st.dictionaries(st.sampled_from(names), texts, max_size=6))
    with fed(f"{door.channel.channel}: handshakes"):
        answer = door.channel._checked(door.channel.handshake, Webhook("GET", query=query))
        assert answer.status in HEARD


@fuzzed(0.02 * SHARE)
@given(data=st.data())
def test_nothing_passes_that_was_not_signed(door: Door, data: st.DataObject) -> None:
    request = data.draw(
        st.builds(
            Request,
            st.binary(max_size=200),
            st.dictionaries(texts, texts, max_size=3),
            st.dictionaries(texts, texts, max_size=3),
        )
    )
    with fed(f"{door.channel.channel}: unsigned requests"):
        answer = door.channel._checked(door.channel._verified, webhook(request))
    assert answer.status == 403
