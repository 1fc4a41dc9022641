"""Whatever is posted to the web channel and the loopback channel is read or refused in words."""

from __future__ import annotations

import json
import uuid
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sanic import Sanic
from sanic.compat import Header
from sanic.request import Request as SanicRequest

from bot.channels import loopback
from bot.channels.intake import LONGEST, clean, has_words
from bot.messaging import Incoming
from bot.web import bodies
from bot.web.errors import Refused
from bot.web.settings import Key
from bot.web.tokens import Tokens
from tests.fuzz.budget import fed, fuzzed
from tests.fuzz.mutations import ODD_TEXTS, as_json, mutated, mutated_bytes, texts

ID = str(uuid.UUID(int=7))
SAID = {"id": ID, "message": "What is TACE?", "language": "en"}
VOTE = {"id": ID, "verdict": "down", "reason": "too_long"}
LOCAL = {"sender": "ann", "message": "What is TACE?", "metadata": {"language": "en"}}
TOKENS = Tokens([Key("one", "a secret of the tests, long enough for it")], 1800, 86_400)
TOKEN = TOKENS.issue(TOKENS.begin())[0]

trees = mutated([SAID, VOTE, LOCAL])
raw = trees.map(as_json) | mutated_bytes([as_json(tree) for tree in (SAID, VOTE, LOCAL)])


@pytest.fixture(scope="module")
def app() -> Sanic:
    return Sanic("fuzzed_bodies")


def _request(app: Sanic, body: bytes, kind: str = "application/json") -> SanicRequest:
    headers = Header({"content-type": kind.encode("ascii", "ignore").decode() or "x"})
    request = SanicRequest(b"/webhook?language=en", headers, "1.1", "POST", None, app)
    request.body = body
    return request


@fuzzed(0.05)
@given(raw, st.just("application/json") | texts)
def test_a_body_of_the_web_channel_is_read_or_refused(app: Sanic, body: bytes, kind: str) -> None:
    with fed("web: bodies"):
        try:
            found = bodies.body_of(_request(app, body, kind))
        except Refused:
            return
        for read in (bodies.said, bodies.vote):
            with suppress(Refused):
                assert len(read(found).id) == len(ID)


@fuzzed(0.05)
@given(raw)
def test_a_body_of_the_loopback_channel_is_read_or_refused(app: Sanic, body: bytes) -> None:
    with fed("loopback: bodies"):
        request = _request(app, body)
        try:
            sender, text, metadata = loopback._fields(request)
        except ValueError:
            return
        assert 0 < len(sender) <= loopback.SENDER_LONGEST
        assert isinstance(text, str)
        assert metadata is None or isinstance(metadata, dict)


def _spoilt(at: int, odd: str) -> str:
    return TOKEN[: at % len(TOKEN)] + odd + TOKEN[at % len(TOKEN) + 1 :]


@fuzzed(0.04)
@given(
    st.builds(_spoilt, st.integers(0, 400), st.sampled_from([*ODD_TEXTS, ".", "=", "A", "_"]))
    | texts.map(lambda text: f"{TOKEN.rpartition('.')[0]}.{text}")
    | texts
)
def test_only_our_own_tokens_name_a_session(token: str) -> None:
    with fed("web: tokens"):
        try:
            session = TOKENS.session([f"Bearer {token}"])
        except Refused:
            return
        # Base64 ends in bits that say nothing, so a token can be ours and be spelt otherwise.
        assert session == TOKENS.session([f"Bearer {TOKEN}"])


@fuzzed(0.06)
@given(texts)
def test_words_are_cleaned_once_and_for_all(text: str) -> None:
    with fed("texts: cleaning"):
        cleaned = clean(text)
        cleaned.encode()
        assert clean(cleaned) == cleaned
        assert not cleaned.startswith("/")
        assert len(cleaned) <= max(len(text), LONGEST)
        assert has_words(cleaned) in (True, False)


@fuzzed(0.03)
@given(texts, texts, st.dictionaries(texts, texts, max_size=3))
def test_what_is_written_down_is_read_again(
    number: str, text: str, address: dict[str, Any]
) -> None:
    with fed("inbox: rows"):
        message = Incoming(number, text, text=text, address=address)
        assert Incoming.from_json(message.to_json()) == message
        assert json.loads(message.to_json())["text"] == text
