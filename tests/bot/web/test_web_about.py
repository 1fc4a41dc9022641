"""What the widget shows before anybody has asked anything."""

from __future__ import annotations

import pytest

from bot.channels.intake import LONGEST
from bot.help_lines import SETTING
from bot.knowledge_files import read
from bot.paths import KNOWLEDGE
from bot.replies import machine_notice
from bot.web.settings import Settings
from tests.bot.web.serving import Json, run

PHRASES = read(KNOWLEDGE / "phrases.yml")["phrases"]


def begun(given: Settings) -> Json:
    return run(given, lambda client: client.ask("POST", "session", json={})).json


def test_a_session_has_a_token_its_time_and_what_to_show(given: Settings) -> None:
    session = begun(given)

    assert session.keys() == {"token", "expires_in", "about"}
    assert session["expires_in"] == 3600
    assert session["about"].keys() == {"name", "logo", "notice", "starters", "calls", "longest"}
    assert (session["about"]["name"], session["about"]["logo"]) == ("Hepatica", None)
    assert session["about"]["longest"] == LONGEST


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_notice_and_the_starters_are_those_of_the_knowledge_files(
    given: Settings, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    about = begun(given)["about"]

    assert about["notice"][language] == machine_notice(language)
    assert about["starters"][language] == [
        PHRASES[name][language] for name in ("start_treatment", "start_stages", "start_effects")
    ]


def test_notice_and_calls_have_the_numbers_of_the_country(
    given: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SETTING, "GB")
    about = begun(given)["about"]

    assert "999" in about["notice"]["en"]
    assert "999" in about["notice"]["zh"]
    assert [(call["purpose"], call["number"]) for call in about["calls"]["en"]] == [
        ("emergency", "999"),
        ("crisis", "116 123"),
    ]
    assert about["calls"]["zh"][0]["label"] == "急救电话"


def test_without_a_country_the_calls_say_what_to_look_for(
    given: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(SETTING, raising=False)
    calls = begun(given)["about"]["calls"]["en"]

    assert [call["number"] for call in calls] == [None, None]
    assert calls[0]["label"] == "your local emergency number"
