"""WhatsApp and Messenger: who may call us, and what Graph's errors mean."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pywa import errors
from pywa.utils import webhook_updates_validator

from bot.channels.meta import MetaChannel
from bot.messaging import Gone, Rejected, TryAgain, Unverified, Webhook
from bot.web.settings import SettingsError
from tests.bot.channels.meta_vendor import (
    APP_SECRET,
    SIGNATURE,
    TOKEN,
    VERIFY_TOKEN,
    MetaVendor,
    refusal,
    signed,
)
from tests.bot.channels.test_facebook import FacebookVendor
from tests.bot.channels.test_whatsapp import WhatsAppVendor
from tests.bot.messaging.platform import Call, Outcome, api_of
from tests.bot.messaging.serving import world

VENDORS: list[MetaVendor] = [WhatsAppVendor(), FacebookVendor()]
NOWHERE = "http://127.0.0.1:1"


@pytest.fixture(params=VENDORS, ids=["whatsapp", "facebook"])
def vendor(request: pytest.FixtureRequest) -> MetaVendor:
    return request.param


def channel_of(vendor: MetaVendor, **settings: str) -> Any:
    return vendor.channel({**vendor.environment(NOWHERE), **settings})


# Who may call us.


def test_our_requests_are_signed_as_meta_signs() -> None:
    request = signed({"hello": "什么"})

    assert webhook_updates_validator(APP_SECRET, request.body, request.headers[SIGNATURE])


@pytest.mark.parametrize("given", ["", "sha256=", "sha256=é", "sha256=" + "0" * 64])
def test_a_signature_that_is_none_is_refused(vendor: MetaVendor, given: str) -> None:
    webhook = Webhook("POST", headers={SIGNATURE.lower(): given}, body=b"{}")

    with pytest.raises((Unverified, TypeError)):
        channel_of(vendor).verify(webhook)


def test_the_old_signature_alone_is_not_enough(vendor: MetaVendor) -> None:
    digest = hmac.new(APP_SECRET.encode(), b"{}", hashlib.sha1).hexdigest()
    webhook = Webhook("POST", headers={"x-hub-signature": f"sha1={digest}"}, body=b"{}")

    with pytest.raises(Unverified):
        channel_of(vendor).verify(webhook)


def test_meta_gets_its_challenge_back(vendor: MetaVendor, tmp_path: Path) -> None:
    async def talk() -> None:
        async with world(vendor, tmp_path) as here:
            for token, status, told in (
                (VERIFY_TOKEN, 200, "1158201444"),
                (VERIFY_TOKEN[::-1], 403, "not verified"),
                ("é", 403, "not verified"),
            ):
                query = {
                    "hub.mode": "subscribe",
                    "hub.verify_token": token,
                    "hub.challenge": "1158201444",
                }
                async with here.session.get(here.url, params=query) as response:
                    assert (response.status, await response.text()) == (status, told)

    asyncio.run(talk())


@pytest.mark.parametrize("url", ["http://graph.facebook.com", "http://127.0.0.1.evil.org"])
def test_the_token_is_only_sent_over_a_secure_line(vendor: MetaVendor, url: str) -> None:
    with pytest.raises(SettingsError, match=f"{vendor.settings}_API"):
        channel_of(vendor, **{f"{vendor.settings}_API": url})


@pytest.mark.parametrize("value", ["", "+49 151 1", "Hospital"])
def test_the_server_does_not_start_without_our_own_id(vendor: MetaVendor, value: str) -> None:
    (name,) = vendor.own

    with pytest.raises(SettingsError, match=name):
        channel_of(vendor, **{name: value})


# What Graph answers.


class Graph(WhatsAppVendor):
    """Gives one answer to everything."""

    def __init__(self, status: int, told: Any, headers: Mapping[str, str] | None = None) -> None:
        self.told = status, dict(headers or {}), told

    def sent(self, call: Call) -> None:  # noqa: ARG002 - nothing here is a message
        return None

    def answer(self, outcome: Outcome) -> tuple[int, dict[str, str], Any]:  # noqa: ARG002
        return self.told


def failure(
    status: int, told: Any, headers: Mapping[str, str] | None = None
) -> TryAgain | Rejected | Gone | None:
    """What a channel makes of an answer."""

    async def asked() -> TryAgain | Rejected | Gone | None:
        async with api_of(Graph(status, told, headers)) as api:
            channel: MetaChannel = channel_of(WhatsAppVendor(), HEPATICA_WHATSAPP_API=api.url)
            try:
                await channel.call("1/messages", json={})
            except (TryAgain, Rejected, Gone) as error:
                return error
            finally:
                await channel.http.close()
            return None

    return asyncio.run(asked())


THROTTLED = [
    code
    for error in errors.ThrottlingError.__subclasses__()
    for code in error.__error_codes__ or ()
]


@pytest.mark.parametrize("code", [*THROTTLED, 613, 80006, 1200, 131016, 2])
def test_what_pywa_calls_throttled_is_tried_again(code: int) -> None:
    assert isinstance(failure(400, refusal(code)), TryAgain)


@pytest.mark.parametrize("code", [0, 3, 10, 190, 200, 299, 131031, 131042, 133010])
def test_what_the_hospital_has_to_mend_is_kept_and_told(
    code: int, caplog: pytest.LogCaptureFixture
) -> None:
    assert isinstance(failure(400, refusal(code)), TryAgain)
    assert f"refuses the token or the account, error {code}" in caplog.text


@pytest.mark.parametrize(
    ("code", "subcode"),
    [
        (131047, None),  # WhatsApp: more than 24 hours
        (131026, None),
        (131030, None),
        (10, 2018278),  # Messenger: more than 24 hours
        (551, 1545041),
        (200, 1545041),
        (100, 2018001),
    ],
)
def test_whoever_cannot_be_written_to_is_gone(code: int, subcode: int | None) -> None:
    assert isinstance(failure(400, refusal(code, subcode)), Gone)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (400, refusal(131009)),
        (400, refusal(100, 2018164)),
        (400, refusal(999999)),
    ],
)
def test_what_will_never_be_taken_is_rejected(status: int, told: Any) -> None:
    assert isinstance(failure(status, told), Rejected)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (500, None),
        (503, refusal(131009)),
        (429, refusal(999999)),
        (400, refusal(999999, is_transient=True)),
    ],
)
def test_a_fault_of_metas_is_tried_again(status: int, told: Any) -> None:
    assert isinstance(failure(status, told), TryAgain)


@pytest.mark.parametrize("told", [None, "a page of a proxy", {"error": "words"}, {"error": {}}])
def test_what_graph_did_not_say_does_not_lose_a_part(told: Any) -> None:
    assert isinstance(failure(400, told), TryAgain)


@pytest.mark.parametrize(
    ("usage", "seconds"),
    [
        (
            {"1": [{"estimated_time_to_regain_access": 3}, {"estimated_time_to_regain_access": 7}]},
            420,
        ),
        ({"1": [{"estimated_time_to_regain_access": 0}]}, None),
        ({"1": [{"call_count": 90}]}, None),
        ({}, None),
        ([1], None),
    ],
)
def test_the_minutes_that_graph_asks_for_are_seconds(usage: Any, seconds: float | None) -> None:
    trouble = failure(400, refusal(4), {"X-Business-Use-Case-Usage": json.dumps(usage)})

    assert isinstance(trouble, TryAgain)
    assert trouble.after == seconds


def test_neither_words_nor_token_of_a_refusal_are_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    for code in (190, 100):
        failure(400, refusal(code))

    assert len(caplog.records) >= 2
    assert "xylophonic" not in caplog.text
    assert TOKEN not in caplog.text
