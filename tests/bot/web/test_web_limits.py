"""How often something may be done, and whom it counts for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from ipaddress import ip_network
from itertools import takewhile
from types import SimpleNamespace
from typing import Any

import pytest
from multidict import CIMultiDict

from bot.buckets import MOST_KEYS, Limit
from bot.web.addresses import Addresses
from bot.web.errors import Refused
from bot.web.limits import Limits


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_as_many_as_the_bucket_holds_pass_at_once(clock: Clock) -> None:
    limit = Limit(0.5, 3, clock)

    assert [limit.wait("a") > 0 for _ in range(5)] == [False, False, False, True, True]


def test_the_wait_is_as_long_as_it_takes(clock: Clock) -> None:
    limit = Limit(0.5, 1, clock)
    limit.wait("a")

    assert limit.wait("a") == pytest.approx(2)
    clock.now += 1.5
    assert limit.wait("a") == pytest.approx(0.5)
    clock.now += 0.5
    assert limit.wait("a") == 0


def test_asking_too_early_does_not_make_the_wait_longer(clock: Clock) -> None:
    limit = Limit(1, 1, clock)
    limit.wait("a")
    for _ in range(50):
        limit.wait("a")
    clock.now += 1

    assert limit.wait("a") == 0


@pytest.mark.parametrize("seconds", [3.9, 10_000])
def test_a_bucket_never_holds_more_than_it_can(clock: Clock, seconds: float) -> None:
    limit = Limit(1, 4, clock)
    limit.wait("a")
    clock.now += seconds

    assert [limit.wait("a") > 0 for _ in range(6)] == [False] * 4 + [True] * 2


def test_keys_do_not_share_a_bucket(clock: Clock) -> None:
    limit = Limit(1, 1, clock)
    limit.wait("a")

    assert limit.wait("b") == 0


def test_memory_does_not_grow_with_the_number_of_keys(clock: Clock) -> None:
    limit = Limit(1, 1, clock)
    for number in range(MOST_KEYS + 500):
        limit.wait(str(number))

    assert len(limit._buckets) == MOST_KEYS


def passes(take: Callable[[str], None], key: str) -> bool:
    """Whether one more passes."""
    try:
        take(key)
    except Refused as refused:
        return refused.code != "too_many" or not refused.retry_after
    return True


def passed(take: Callable[[str], None], key: str) -> int:
    """How many pass at once."""
    return len(list(takewhile(bool, (passes(take, key) for _ in range(200)))))


def test_the_limits_are_those_that_the_docs_name(clock: Clock) -> None:
    limits = Limits(20, clock)

    assert passed(limits.message, "web:a") == 5
    assert passed(limits.session, "10.0.0.1") == 20
    assert passed(limits.request, "10.0.0.1") == 30
    clock.now += 60
    assert passed(limits.session, "10.0.0.1") == 6


def test_twenty_messages_a_minute_pass(clock: Clock) -> None:
    limits = Limits(20, clock)
    passed(limits.message, "web:a")
    count = 0
    for _ in range(600):
        clock.now += 0.1
        count += passed(limits.message, "web:a")

    assert count == pytest.approx(20, abs=1)


def test_a_small_rate_has_a_small_burst(clock: Clock) -> None:
    assert passed(Limits(2, clock).message, "web:a") == 2


def request(ip: str, *real: str) -> Any:
    headers = CIMultiDict([("X-Real-IP", value) for value in real])
    return SimpleNamespace(ip=ip, headers=headers)


PROXIES = (ip_network("10.0.0.0/24"), ip_network("::1"))


@pytest.mark.parametrize(
    ("ip", "real", "counted"),
    [
        ("192.0.2.1", [], "192.0.2.1"),
        ("192.0.2.1", ["198.51.100.7"], "192.0.2.1"),
        ("10.0.0.5", ["198.51.100.7"], "198.51.100.7"),
        ("10.0.0.5", [" 198.51.100.7 "], "198.51.100.7"),
        ("::ffff:10.0.0.5", ["198.51.100.7"], "198.51.100.7"),
        ("::1", ["198.51.100.7"], "198.51.100.7"),
        ("10.0.0.5", ["not an address"], "10.0.0.5"),
        ("10.0.0.5", ["198.51.100.7", "198.51.100.8"], "10.0.0.5"),
        ("10.0.0.5", [], "10.0.0.5"),
        ("2001:db8:1:2:3:4:5:6", [], "2001:db8:1:2::/64"),
        ("10.0.0.5", ["2001:db8:1:2:ffff::1"], "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.1", [], "192.0.2.1"),
        ("", [], "unknown"),
        ("", ["198.51.100.7"], "unknown"),
    ],
)
def test_an_address_is_taken_from_a_proxy_only_if_the_proxy_is_known(
    ip: str, real: list[str], counted: str
) -> None:
    assert Addresses(PROXIES).of(request(ip, *real)) == counted


def test_a_proxy_that_was_not_set_is_named_in_the_log_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    addresses = Addresses(())
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            addresses.of(request("192.0.2.1", "198.51.100.7"))

    assert caplog.text.count("HEPATICA_WEB_PROXIES=192.0.2.1") == 1
    assert "198.51.100.7" not in caplog.text
