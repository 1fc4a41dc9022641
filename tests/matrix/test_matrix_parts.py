"""Settings, what is kept on the disk, and what the homeserver's refusals mean."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest
from nio import ErrorResponse

from bot.matrix.answers import LoggedOut, asked, patiently
from bot.matrix.memory import Invitation, Memory, Unread
from bot.matrix.settings import matrix_settings
from bot.messaging.sending import Gone, Rejected, TryAgain
from bot.messaging.settings import BadSetting
from bot.messaging.timing import Timing

KEY = "0123456789abcdef0123456789abcdef"
GOOD = {
    "HEPATICA_MATRIX_HOMESERVER": "https://matrix.hospital.org",
    "HEPATICA_MATRIX_USER": "@hepatica:hospital.org",
    "HEPATICA_MATRIX_PICKLE_KEY": KEY,
}


def test_few_settings_are_needed() -> None:
    settings = matrix_settings(GOOD)

    assert settings.encrypted_only
    assert settings.servers == frozenset()
    assert settings.rasa == "http://127.0.0.1:5005/webhooks/rest/webhook"
    assert (settings.store.parent.name, settings.store.name) == (".run", "matrix")


@pytest.mark.parametrize("name", GOOD)
def test_what_is_needed_and_missing_is_named(name: str) -> None:
    with pytest.raises(BadSetting, match=f"{name} is not set"):
        matrix_settings({**GOOD, name: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HEPATICA_MATRIX_HOMESERVER", "http://matrix.hospital.org"),
        ("HEPATICA_MATRIX_HOMESERVER", "matrix.hospital.org"),
        ("HEPATICA_MATRIX_USER", "liverbot"),
        ("HEPATICA_MATRIX_USER", "@liverbot"),
        ("HEPATICA_MATRIX_PICKLE_KEY", "short"),
        ("HEPATICA_MATRIX_PICKLE_KEY", "a" * 64),
        ("HEPATICA_MATRIX_SERVERS", "https://hospital.org"),
        ("HEPATICA_MATRIX_REQUIRE_ENCRYPTION", "maybe"),
        ("HEPATICA_MATRIX_RASA", "http://rasa.hospital.org/webhooks/rest/webhook"),
        ("HEPATICA_MATRIX_TOKEN", "syt_x"),
        ("HEPATICA_MATRIX_DEVICE", "ABC"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_and_not_shown(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name) as raised:
        matrix_settings({**GOOD, name: value})

    assert value not in str(raised.value)


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "memory.json"
    memory = Memory.load(path)
    assert (memory.position, memory.unread, memory.invitations) == ("", {}, {})

    memory.position = "s1"
    memory.unread["$a"] = Unread("!r", {"content": {"ciphertext": "x"}}, 5.0)
    memory.invitations["!s"] = Invitation(6.0, welcome=False)
    memory.save()

    assert Memory.load(path) == memory
    assert [entry.name for entry in tmp_path.iterdir()] == ["memory.json"]


def test_a_disk_that_fails_leaves_the_old_state(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "memory.json"
    memory = Memory(path, "old")
    memory.save()

    def full(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", full)
    memory.position = "new"
    with pytest.raises(OSError, match="disk full"):
        memory.save()

    assert Memory.load(path).position == "old"


def refusal(code: str | None, status: int, after: int | None = None) -> ErrorResponse:
    refused = ErrorResponse("words of the homeserver", code, after)
    refused.transport_response = SimpleNamespace(status=status)
    return refused


def met(answer: Any) -> BaseException:
    async def request() -> Any:
        if isinstance(answer, BaseException):
            raise answer
        return answer

    with pytest.raises((TryAgain, Rejected, Gone, LoggedOut)) as raised:
        asyncio.run(asked(request()))
    return raised.value


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        (refusal("M_TOO_LARGE", 413), Rejected),
        (refusal("M_BAD_JSON", 400), Rejected),
        (refusal("M_UNKNOWN", 400), Rejected),
        (refusal("M_FORBIDDEN", 403), Gone),
        (refusal("M_NOT_FOUND", 404), Gone),
        (refusal("M_UNKNOWN_TOKEN", 401), LoggedOut),
        (refusal("M_UNKNOWN", 500), TryAgain),
        (refusal(None, 502), TryAgain),
        (refusal(None, 404), TryAgain),  # a proxy whose homeserver is gone
        (aiohttp.ClientConnectionError("to !room:x"), TryAgain),
        (asyncio.TimeoutError(), TryAgain),
    ],
)
def test_a_refusal_is_understood(answer: Any, meaning: type[Exception]) -> None:
    error = met(answer)

    assert type(error) is meaning
    assert "room" not in str(error)


def test_a_busy_homeserver_says_how_long_to_wait() -> None:
    error = met(refusal("M_LIMIT_EXCEEDED", 429, 2500))

    assert isinstance(error, TryAgain)
    assert error.after == 2.5


def test_patience_ends_when_it_works_and_waits_as_it_was_told() -> None:
    pauses: list[float] = []
    outcomes: list[Exception | str] = [TryAgain(), TryAgain(9.0), "done"]

    async def pause(seconds: float) -> None:
        pauses.append(seconds)

    async def work() -> str:
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    timing = Timing(pause=pause, chance=lambda: 1.0)

    assert asyncio.run(patiently(work, timing)) == "done"
    assert pauses == [1.0, 9.0]
