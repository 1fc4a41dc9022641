"""Session tokens: signed, expiring, with keys that can be changed."""

from __future__ import annotations

import base64
import json
import logging
import time
from typing import Any

import jwt
import pytest

from bot.web.errors import Refused
from bot.web.settings import Key
from bot.web.tokens import AUDIENCE, LONGEST, Session, Tokens, usable

OLD = Key("old", "the old secret, which is long enough too")
NEW = Key("new", "the new secret, which is long enough also")
HOUR = 3600
SENDER = "web:" + "a" * 32


def tokens(*keys: Key, ago: float = 0, idle: int = HOUR, longest: int = 24 * HOUR) -> Tokens:
    """Tokens made some time ago."""
    return Tokens(keys or (OLD,), idle, longest, clock=lambda: time.time() - ago)


def token(maker: Tokens) -> str:
    return maker.issue(maker.begin())[0]


def read(reader: Tokens, text: str) -> Session:
    return reader.session([f"Bearer {text}"])


def refused(reader: Tokens, *headers: str) -> bool:
    with pytest.raises(Refused) as caught:
        reader.session(list(headers))
    return (caught.value.code, caught.value.status) == ("no_session", 401)


def claims(**changed: Any) -> dict[str, Any]:
    now = int(time.time())
    whole = {"sub": SENDER, "aud": AUDIENCE, "iat": now, "exp": now + HOUR, "end": now + HOUR}
    return {name: value for name, value in {**whole, **changed}.items() if value is not None}


def signed(
    kid: Any = "old", algorithm: str = "HS256", key: str = OLD.secret, **changed: Any
) -> str:
    headers = {} if kid is None else {"kid": kid}
    return jwt.encode(claims(**changed), key, algorithm=algorithm, headers=headers)


def test_a_token_is_read_as_the_session_it_was_made_for() -> None:
    maker = tokens()
    session = maker.begin()

    assert read(maker, maker.issue(session)[0]) == session


def test_a_signed_token_with_every_claim_is_good() -> None:
    assert read(tokens(), signed()).sender == SENDER


def test_no_two_sessions_have_the_same_name() -> None:
    maker = tokens()
    names = {maker.begin().sender for _ in range(200)}

    assert len(names) == 200
    assert all(len(base64.urlsafe_b64decode(name[4:])) * 8 == 192 for name in names)


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [""],
        ["Bearer"],
        ["Bearer "],
        ["Bearer not.a.token"],
        ["Bearer a.b"],
        ["Bearer ......"],
        ["Basic dXNlcjpwYXNz"],
        ["Bearer " + "a" * (LONGEST + 1)],
        ["Bearer \udcff"],
    ],
)
def test_what_is_no_token_is_refused(headers: list[str]) -> None:
    assert refused(tokens(), *headers)


@pytest.mark.parametrize("template", ["{}", "Token {}", "Bearer {}, Bearer {}", "Bearer {} x"])
def test_a_good_token_only_counts_as_a_bearer_token(template: str) -> None:
    maker = tokens()

    assert refused(maker, template.replace("{}", token(maker)))


def test_two_authorization_headers_are_refused() -> None:
    maker = tokens()
    header = f"Bearer {token(maker)}"

    assert refused(maker, header, header)


def test_the_scheme_may_be_written_in_small_letters() -> None:
    maker = tokens()

    assert maker.session([f"bearer  {token(maker)}"])


@pytest.mark.parametrize("part", [0, 1, 2])
def test_a_changed_token_is_refused(part: int) -> None:
    maker = tokens()
    parts = token(maker).split(".")
    parts[part] = ("A" if parts[part][5] != "A" else "B").join((parts[part][:5], parts[part][6:]))

    assert refused(maker, "Bearer " + ".".join(parts))


def test_another_name_under_the_same_signature_is_refused() -> None:
    maker = tokens()
    head, body, signature = token(maker).split(".")
    inside = json.loads(base64.urlsafe_b64decode(body + "=="))
    inside["sub"] = SENDER
    forged = base64.urlsafe_b64encode(json.dumps(inside).encode()).decode().rstrip("=")

    assert refused(maker, f"Bearer {head}.{forged}.{signature}")


def test_an_unsigned_token_is_refused() -> None:
    unsigned = jwt.encode(claims(), "", algorithm="none", headers={"kid": "old"})

    assert refused(tokens(), f"Bearer {unsigned}")


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
def test_another_algorithm_with_the_right_key_is_refused(algorithm: str) -> None:
    key = OLD.secret * 2

    assert refused(tokens(Key("old", key)), f"Bearer {signed(algorithm=algorithm, key=key)}")


@pytest.mark.parametrize("kid", ["new", "", None])
def test_an_unknown_or_missing_key_name_is_refused(kid: str | None) -> None:
    assert refused(tokens(), f"Bearer {signed(kid=kid)}")


@pytest.mark.parametrize("kid", ["../../etc/passwd", "old' OR 1=1"])
def test_a_key_name_is_only_a_name(kid: str) -> None:
    assert refused(tokens(), f"Bearer {signed(kid=kid)}")


def test_a_token_is_good_after_the_clock_was_set_back() -> None:
    assert read(tokens(ago=2 * HOUR), token(tokens(idle=4 * HOUR)))


@pytest.mark.parametrize("claim", ["sub", "aud", "iat", "exp", "end"])
def test_a_token_without_a_claim_is_refused(claim: str) -> None:
    assert refused(tokens(), f"Bearer {signed(**{claim: None})}")


@pytest.mark.parametrize(
    ("claim", "value"),
    [
        ("aud", "someone-else"),
        ("sub", "ann"),
        ("sub", "web:short"),
        ("sub", SENDER + "\n"),
        ("sub", 7),
        ("end", "tomorrow"),
        ("end", True),
        ("end", 1e12),
        ("exp", "soon"),
    ],
)
def test_a_claim_of_another_kind_is_refused(claim: str, value: Any) -> None:
    changed = claims()
    changed[claim] = value
    body = base64.urlsafe_b64encode(json.dumps(changed).encode()).rstrip(b"=")
    text = jwt.api_jws.encode(json.dumps(changed).encode(), OLD.secret, headers={"kid": "old"})

    assert body.decode() in text  # it is this very claim that is signed
    assert refused(tokens(), f"Bearer {text}")


def test_a_token_that_was_not_used_for_long_has_expired() -> None:
    assert read(tokens(), token(tokens(ago=HOUR - 30)))
    assert refused(tokens(), f"Bearer {token(tokens(ago=HOUR + 1))}")


def test_a_session_ends_however_often_it_was_renewed() -> None:
    begun = tokens(ago=24 * HOUR - 60).begin()
    renewed, expires_in = tokens().issue(begun)
    long_ago = tokens(ago=24 * HOUR + 60).begin()

    assert 50 <= expires_in <= 60
    assert read(tokens(), renewed) == begun
    assert refused(tokens(), f"Bearer {tokens().issue(long_ago)[0]}")


def test_the_absolute_end_counts_even_if_the_token_would_still_be_good() -> None:
    now = int(time.time())

    assert refused(tokens(), f"Bearer {signed(exp=now + HOUR, end=now - 1)}")


def test_an_old_key_still_opens_and_the_new_one_signs() -> None:
    before, after = tokens(OLD), tokens(NEW, OLD)
    session = read(after, token(before))

    renewed = after.issue(session)[0]

    assert jwt.get_unverified_header(renewed)["kid"] == "new"
    assert read(after, renewed) == session
    assert refused(before, f"Bearer {renewed}")


def test_a_key_that_was_taken_away_opens_nothing() -> None:
    assert refused(tokens(NEW), f"Bearer {token(tokens(OLD))}")


def test_no_token_of_an_ended_session_is_good() -> None:
    maker = tokens()
    session, other = maker.begin(), maker.begin()
    first, later = maker.issue(session)[0], tokens(ago=-5).issue(session)[0]

    maker.end(session)

    assert refused(maker, f"Bearer {first}")
    assert refused(maker, f"Bearer {later}")
    assert read(maker, maker.issue(other)[0]) == other


def test_an_end_can_be_taken_back() -> None:
    maker = tokens()
    session = maker.begin()
    maker.end(session)

    maker.resume(session)

    assert read(maker, maker.issue(session)[0]) == session


def test_the_payload_begins_alike_in_every_token_of_a_session() -> None:
    maker = tokens()
    session = maker.begin()
    one, two = (tokens(ago=ago).issue(session)[0].split(".")[1] for ago in (0, 100))
    other = token(maker).split(".")[1]

    assert one[:56] == two[:56]
    assert one != two
    assert other[:56] != one[:56]


def test_without_keys_there_is_one_for_this_process_and_a_warning(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING):
        (one,), (two,) = usable([]), usable([])

    assert len(one.secret) >= 32
    assert one.secret != two.secret
    assert "HEPATICA_WEB_KEYS" in caplog.text
    assert one.secret not in caplog.text


def test_given_keys_are_used_as_they_are() -> None:
    assert usable([NEW, OLD]) == [NEW, OLD]
