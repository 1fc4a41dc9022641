"""Settings of the email channel: what is wrong is named, and no secret shown."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.mail.settings import After, Tls, mail_settings
from bot.messaging import BadSetting
from bot.paths import ROOT

GIVEN = {
    "HEPATICA_MAIL_ADDRESS": "liver@hospital.org",
    "HEPATICA_MAIL_IMAP_HOST": "mail.hospital.org",
    "HEPATICA_MAIL_IMAP_PASSWORD": "pass word!",
    "HEPATICA_MAIL_SMTP_HOST": "mail.hospital.org",
}


def test_few_settings_are_enough() -> None:
    settings = mail_settings(GIVEN)

    assert (settings.imap.port, settings.imap.tls) == (993, Tls.IMPLICIT)
    assert (settings.smtp.port, settings.smtp.tls) == (465, Tls.IMPLICIT)
    assert settings.imap.user == settings.smtp.user == "liver@hospital.org"
    assert settings.imap.password == settings.smtp.password == GIVEN["HEPATICA_MAIL_IMAP_PASSWORD"]
    assert (settings.after, settings.daily, settings.seconds) == (After.MOVE, 50, 60)


@pytest.mark.parametrize(("which", "port"), [("IMAP", "143"), ("SMTP", "587"), ("SMTP", "25")])
def test_other_ports_begin_in_the_clear_and_go_on_encrypted(which: str, port: str) -> None:
    settings = mail_settings({**GIVEN, f"HEPATICA_MAIL_{which}_PORT": port})

    server = settings.imap if which == "IMAP" else settings.smtp
    assert server.tls is Tls.STARTTLS


def test_a_relay_without_login_can_be_used() -> None:
    settings = mail_settings({**GIVEN, "HEPATICA_MAIL_SMTP_USER": "none"})

    assert (settings.smtp.user, settings.smtp.password) == ("", "")


@pytest.mark.parametrize("name", sorted(GIVEN))
def test_what_is_missing_is_named(name: str) -> None:
    with pytest.raises(BadSetting, match=f"{name} is not set"):
        mail_settings({**GIVEN, name: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ADDRESS", "liver"),
        ("ADDRESS", "Liver <liver@hospital.org>"),
        ("IMAP_PORT", "0"),
        ("IMAP_TLS", "yes"),
        ("IMAP_TLS", "off"),
        ("SMTP_TLS", "off"),
        ("SMTP_PORT", "70000"),
        ("AFTER", "burn"),
        ("NAME", "one\ntwo"),
        ("SECONDS", "1501"),
        ("DAILY", "0"),
        ("RASA", "https://elsewhere.org"),
        ("RASA", "http://127.0.0.1.evil.org"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=f"HEPATICA_MAIL_{name}"):
        mail_settings({**GIVEN, f"HEPATICA_MAIL_{name}": value})


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_a_line_in_the_clear_is_for_this_machine_only(host: str) -> None:
    given = {**GIVEN, "HEPATICA_MAIL_IMAP_HOST": host, "HEPATICA_MAIL_IMAP_TLS": "off"}

    assert mail_settings(given).imap.tls is Tls.OFF


def test_secrets_are_not_shown() -> None:
    assert "pass word!" not in repr(mail_settings(GIVEN))


def test_the_program_needs_neither_rasa_nor_sanic() -> None:
    code = "import sys, bot.mail.__main__; print({'rasa', 'sanic'} & set(sys.modules))"

    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert told.stdout == "set()\n"
