"""Questions by email, answered by the real Rasa server and the real action server."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from dev.ports import unused
from dev.servers import running
from tests.bot.mail.hosting import MailHost, until
from tests.bot.mail.patient import NUMBER, Patient
from tests.bot.mail.talking import Bot


@dataclass(frozen=True)
class Servers:
    """Both servers, and where they keep conversations."""

    url: str
    database: Path

    def kept(self) -> str:
        """All that is kept of what was said."""
        with closing(sqlite3.connect(self.database)) as file:
            return "\n".join(row[0] for row in file.execute("SELECT data FROM events"))


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Started for these tests alone."""
    folder = tmp_path_factory.mktemp("servers")
    with running(unused(), folder, {"HEPATICA_COUNTRY": "GB"}) as url:
        yield Servers(url, folder / "conversations.sqlite")


@pytest.fixture
def patient(host: MailHost, servers: Servers, tmp_path: Path) -> Iterator[Patient]:
    """Somebody with a bot to write to."""
    bot = Bot(host, servers, tmp_path, f"liver-{next(NUMBER)}")
    bot.start()
    yield Patient(host, bot)
    bot.stop()


def test_a_question_is_answered_with_its_source(patient: Patient) -> None:
    patient.writes("What does BCLC stage B mean?", "My father's letter")

    [answer] = patient.hears()

    assert "I am a computer program" in answer
    assert "BCLC" in answer
    assert "Source: " in answer
    assert "How sure: " in answer


def test_a_thread_goes_on_where_it_was(patient: Patient) -> None:
    patient.writes("What does BCLC stage B mean?")
    patient.hears()

    patient.writes("Where does that come from?")

    assert "This is where it comes from" in patient.hears(2)[1]


def test_who_is_in_danger_is_told_to_call(patient: Patient) -> None:
    patient.writes("my husband is vomiting blood")

    [answer] = patient.hears()

    assert "999" in answer.split("\n\n", maxsplit=1)[0]


def test_figures_come_with_what_they_are_of(patient: Patient) -> None:
    patient.writes("How many were alive after two years with radiotherapy before surgery and PVTT?")

    [answer] = patient.hears()

    assert "27 out of 100 (27.4%)" in answer
    assert "Source: " in answer


def test_who_asks_for_it_is_forgotten_everywhere(patient: Patient, servers: Servers) -> None:
    patient.writes("What does a hemihepatectomy mean?")
    patient.hears()
    assert "hemihepatectomy" in servers.kept()

    patient.writes("forget me")
    patient.hears(2)

    until(lambda: "hemihepatectomy" not in servers.kept())
