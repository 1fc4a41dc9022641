from __future__ import annotations

import pytest

from bot.watch.access import FROM_ELSEWHERE, Access, BadToken

TOKEN = "0123456789abcdef" * 2
HERE, THERE = "127.0.0.1", "10.0.0.7"


def bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}


def test_programs_on_this_machine_may_read_the_numbers() -> None:
    access = Access({})

    assert access.may_measure(HERE, {})
    assert access.may_measure("::1", {})
    assert not access.may_measure(THERE, {})
    assert not access.may_measure("", {})


@pytest.mark.parametrize("header", FROM_ELSEWHERE)
def test_what_comes_through_a_proxy_may_neither_measure_nor_probe(header: str) -> None:
    access = Access({})

    assert not access.may_measure(HERE, {header: "203.0.113.5"})
    assert not access.may_probe({header: "203.0.113.5"})


def test_a_probe_may_come_from_another_machine() -> None:
    assert Access({}).may_probe({})


def test_the_token_opens_from_anywhere() -> None:
    access = Access({"HEPATICA_METRICS_TOKEN": TOKEN})

    assert access.may_measure(THERE, bearer(TOKEN))
    assert access.may_probe({"x-real-ip": "203.0.113.5", **bearer(TOKEN)})
    assert access.may_measure(HERE, {})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        bearer(""),
        bearer(TOKEN[:-1]),
        bearer(TOKEN + "0"),
        {"authorization": TOKEN},
        bearer("é"),
    ],
)
def test_another_token_opens_nothing(headers: dict[str, str]) -> None:
    assert not Access({"HEPATICA_METRICS_TOKEN": TOKEN}).may_measure(THERE, headers)


def test_without_a_token_no_token_is_right() -> None:
    assert not Access({}).may_measure(THERE, bearer(TOKEN))


@pytest.mark.parametrize("token", ["short", "a" * 40, "with spaces " * 4, TOKEN + "é"])
def test_a_weak_token_is_refused_and_not_shown(token: str) -> None:
    with pytest.raises(BadToken, match="too weak") as refused:
        Access({"HEPATICA_METRICS_TOKEN": token})

    assert token not in str(refused.value)
