"""The vendors' own SDKs can be asked, and today's sign as those that Rasa pins."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from slack_sdk.signature import SignatureVerifier
from twilio.request_validator import RequestValidator

from tests.bot.messaging.vendor_sdks import NoVendorSdks, Refused, VendorSdks, ask

KEY = "6a1c0c5be2f94d17a3b8c7d6e5f4a392"
BODIES = ["", "{}", "text=%E8%82%9D", "肝癌 👩‍👩‍👧"]


@pytest.fixture
def own() -> Iterator[VendorSdks]:
    """A program that a test may end."""
    sdks = VendorSdks()
    yield sdks
    sdks.end()


@pytest.mark.parametrize("body", BODIES)
def test_both_slack_sdks_sign_alike(body: str) -> None:
    pinned = SignatureVerifier(KEY).generate_signature(timestamp="1790000000", body=body)

    assert ask("slack", "sign", body=body, secret=KEY, at=1790000000) == pinned


@pytest.mark.parametrize("body", BODIES)
def test_both_twilio_sdks_sign_alike(body: str) -> None:
    url, fields = "https://chat.hospital.org/webhooks/sms/webhook", {"Body": body, "From": "+1"}
    pinned = RequestValidator(KEY).compute_signature(url, fields)

    assert ask("twilio", "sign", url=url, fields=fields, token=KEY) == pinned


def test_questions_from_several_threads_get_their_own_answers() -> None:
    def number_of(number: int) -> int:
        return int(ask("telegram", "update", fields={"update_id": number})["update_id"])

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(number_of, range(200))) == list(range(200))


@pytest.mark.parametrize(
    ("sdk", "do", "given", "why"),
    [
        ("icq", "sign", {}, "there is no SDK icq"),
        ("slack", "sign", {"body": ""}, "missing"),
        ("telegram", "update", {"fields": {"update_id": "x"}}, "update_id"),
        ("telegram", "update", {"fields": {"update_id": 1, "gossip": {}}}, "gossip"),
        ("telegram", "call", {"method": "sendMessage", "fields": {"chat_id": 1}}, "text"),
        ("line", "event", {"fields": {"type": "follow"}}, "timestamp"),
        (
            "line",
            "call",
            {"name": "TextMessage", "fields": {"type": "text", "text": "a", "size": 5}},
            "size",
        ),
    ],
)
def test_what_an_sdk_does_not_take_is_refused_and_says_why(
    sdk: str, do: str, given: dict[str, object], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        ask(sdk, do, **given)


def test_without_the_environment_it_is_said_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(NoVendorSdks, match="make setup-tests"):
        VendorSdks(tmp_path / "python").ask("slack", "sign", body="", secret=KEY, at=1)


def test_a_program_that_ends_is_told_and_started_again(own: VendorSdks) -> None:
    own.ask("slack", "sign", body="", secret=KEY, at=1)
    running = own._running
    assert running is not None
    running.kill()
    running.wait()

    with pytest.raises(NoVendorSdks, match="ended by itself"):
        own.ask("slack", "sign", body="", secret=KEY, at=1)
    assert own.ask("slack", "sign", body="", secret=KEY, at=1).startswith("v0=")


def test_it_ends_with_the_tests(own: VendorSdks) -> None:
    own.ask("slack", "sign", body="", secret=KEY, at=1)
    running = own._running
    own.end()

    assert running is not None
    assert running.returncode == 0
