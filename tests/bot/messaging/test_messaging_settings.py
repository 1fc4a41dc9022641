"""Settings of messaging channels: bad ones are named, never shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.messaging import BadSetting, MessagingSettings
from bot.messaging.settings import messaging_settings, needed, secret


def test_without_settings_the_defaults_hold() -> None:
    assert messaging_settings({}) == MessagingSettings()


def test_every_setting_can_be_changed(tmp_path: Path) -> None:
    given = {
        "HEPATICA_INBOX": str(tmp_path / "x"),
        "HEPATICA_INBOX_DAYS": "14",
        "HEPATICA_MESSAGING_RATE": "5",
        "HEPATICA_GROUPS": "silent",
        "HEPATICA_PUBLIC_URL": "https://chat.hospital.org/",
        "HEPATICA_PICTURES": "http://10.0.0.5:5055/charts",
    }

    assert messaging_settings(given) == MessagingSettings(
        tmp_path / "x",
        14,
        5,
        "silent",
        "https://chat.hospital.org",
        "http://10.0.0.5:5055/charts",
    )


def test_pictures_can_be_turned_off() -> None:
    assert messaging_settings({"HEPATICA_PICTURES": "off"}).pictures is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HEPATICA_INBOX_DAYS", "0"),
        ("HEPATICA_INBOX_DAYS", "91"),
        ("HEPATICA_MESSAGING_RATE", "-1"),
        ("HEPATICA_MESSAGING_RATE", "many"),
        ("HEPATICA_MESSAGING_RATE", "²"),
        ("HEPATICA_GROUPS", "all"),
        ("HEPATICA_PICTURES", "no"),
        ("HEPATICA_PUBLIC_URL", "http://chat.hospital.org"),
        ("HEPATICA_PUBLIC_URL", "https://a b"),
        ("HEPATICA_PUBLIC_URL", "http://127.0.0.1.evil.org"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        messaging_settings({name: value})


@pytest.mark.parametrize(
    "value", ["", "  ", "short", "a" * 64, "abab" * 16, "with space" * 5, "ü" * 40, "x" * 300]
)
def test_a_weak_secret_is_refused_and_not_shown(value: str) -> None:
    with pytest.raises(BadSetting, match="SECRET_NAME") as raised:
        secret({"SECRET_NAME": value}, "SECRET_NAME")

    assert len(value.strip()) < 5 or value not in str(raised.value)


def test_a_strong_secret_is_taken_without_blanks_around_it() -> None:
    strong = "6a1c0c5be2f94d17a3b8c7d6e5f4a392"

    assert secret({"X": f" {strong}\n"}, "X") == strong


def test_a_needed_setting_says_what_it_looks_like() -> None:
    with pytest.raises(BadSetting, match=r"X is not set\. Ask Ann\."):
        needed({}, "X", r"\d+", "Ask Ann.")
    with pytest.raises(BadSetting, match=r"X does not look right\. Ask Ann\."):
        needed({"X": "12a"}, "X", r"\d+", "Ask Ann.")
