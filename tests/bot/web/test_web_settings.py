"""The web channel's settings from the environment."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

import pytest
from rasa.shared.exceptions import RasaException

from bot.paths import ROOT
from bot.web.settings import Key, Settings, SettingsError, settings_from

LONG = "0123456789abcdef0123456789abcdef"
NO_SITES = [
    "*",
    "null",
    "hospital.org",
    "www.hospital.org:8080",
    "https://",
    "ftp://hospital.org",
    "javascript:alert(1)",
    "https://hospital.org/page",
    "https://hospital.org?x=1",
    "https://user@hospital.org",
    "https://hospital.org:port",
    "https://hos;pital.org",
    "https://hospital.org'",
    "https://[::1",
]


def test_without_any_the_defaults_hold() -> None:
    assert settings_from({}) == Settings()
    assert Settings().feedback == ROOT / ".run" / "feedback.sqlite"
    assert (Settings().idle, Settings().longest, Settings().rate) == (3600, 86400, 20)


def test_empty_ones_count_as_not_set() -> None:
    names = [
        "KEYS",
        "ORIGINS",
        "SITES",
        "IDLE_MINUTES",
        "SESSION_HOURS",
        "PROXIES",
        "RATE",
        "THEME",
    ]

    assert settings_from({f"HEPATICA_WEB_{name}": " " for name in names}) == Settings()


def test_the_first_key_stays_the_first() -> None:
    found = settings_from({"HEPATICA_WEB_KEYS": f"new:{LONG}, old:{LONG}:x"})

    assert found.keys == (Key("new", LONG), Key("old", f"{LONG}:x"))


@pytest.mark.parametrize(
    "value",
    [LONG, f":{LONG}", f"a b:{LONG}", "new:short", f"new:{LONG[1:]}", f"one:{LONG},one:{LONG}1"],
)
def test_keys_that_cannot_be_used_stop_the_start(value: str) -> None:
    with pytest.raises(SettingsError, match="HEPATICA_WEB_KEYS"):
        settings_from({"HEPATICA_WEB_KEYS": value})


@pytest.mark.parametrize("value", [LONG, f"{LONG},{LONG}", f"x:{LONG[1:]}", f"o:{LONG},o:{LONG}"])
def test_no_message_shows_a_secret(value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings_from({"HEPATICA_WEB_KEYS": value})

    assert LONG[:12] not in str(caught.value)
    assert LONG[1:13] not in str(caught.value)


def test_rasa_shows_the_message_without_a_traceback() -> None:
    assert issubclass(SettingsError, RasaException)


@pytest.mark.parametrize("setting", ["HEPATICA_WEB_ORIGINS", "HEPATICA_WEB_SITES"])
@pytest.mark.parametrize("value", NO_SITES)
def test_what_is_no_site_is_refused(setting: str, value: str) -> None:
    with pytest.raises(SettingsError, match=setting):
        settings_from({setting: value})


@pytest.mark.parametrize(
    ("value", "origin"),
    [
        ("https://www.hospital.org", "https://www.hospital.org"),
        ("HTTPS://WWW.Hospital.org/", "https://www.hospital.org"),
        ("https://www.hospital.org:443", "https://www.hospital.org"),
        ("http://intranet:8080", "http://intranet:8080"),
        ("https://[::1]:8443", "https://[::1]:8443"),
    ],
)
def test_an_origin_is_kept_as_browsers_write_it(value: str, origin: str) -> None:
    assert settings_from({"HEPATICA_WEB_ORIGINS": value}).origins == {origin}


def test_subdomains_may_frame_but_not_call_by_a_wildcard() -> None:
    value = "https://*.hospital.org"

    assert settings_from({"HEPATICA_WEB_SITES": value}).sites == (value,)
    with pytest.raises(SettingsError, match="HEPATICA_WEB_ORIGINS"):
        settings_from({"HEPATICA_WEB_ORIGINS": value})


def test_lists_may_have_commas_and_spaces() -> None:
    found = settings_from({"HEPATICA_WEB_SITES": "https://a.org,https://b.org  https://c.org,"})

    assert found.sites == ("https://a.org", "https://b.org", "https://c.org")


def test_proxies_are_addresses_or_networks() -> None:
    found = settings_from({"HEPATICA_WEB_PROXIES": "127.0.0.1, 10.1.2.0/24, ::1"})

    assert found.proxies == (
        ip_network("127.0.0.1"),
        ip_network("10.1.2.0/24"),
        ip_network("::1"),
    )


@pytest.mark.parametrize("value", ["localhost", "10.0.0.256", "10.0.0.0/33", "*"])
def test_what_is_no_address_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match="HEPATICA_WEB_PROXIES"):
        settings_from({"HEPATICA_WEB_PROXIES": value})


def test_minutes_and_hours_become_seconds() -> None:
    found = settings_from({"HEPATICA_WEB_IDLE_MINUTES": "5", "HEPATICA_WEB_SESSION_HOURS": "2"})

    assert (found.idle, found.longest) == (300, 7200)


@pytest.mark.parametrize("name", ["IDLE_MINUTES", "SESSION_HOURS", "RATE"])
@pytest.mark.parametrize("value", ["0", "-1", "1.5", "ten", "999999999", "２０", "1e3"])
def test_what_is_no_sensible_number_is_refused(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        settings_from({f"HEPATICA_WEB_{name}": value})


def test_a_theme_folder_must_exist(tmp_path: Path) -> None:
    assert settings_from({"HEPATICA_WEB_THEME": str(tmp_path)}).theme == tmp_path
    with pytest.raises(SettingsError, match="HEPATICA_WEB_THEME"):
        settings_from({"HEPATICA_WEB_THEME": str(tmp_path / "nothing")})


def test_the_feedback_file_can_be_elsewhere(tmp_path: Path) -> None:
    path = tmp_path / "votes.sqlite"

    assert settings_from({"HEPATICA_FEEDBACK": str(path)}).feedback == path
