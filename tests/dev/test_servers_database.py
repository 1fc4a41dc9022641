"""Servers that a test starts keep their conversations apart from those of ``make run``."""

from pathlib import Path

from dev import servers
from dev.paths import RUN


def test_a_test_has_an_empty_database_of_its_own(tmp_path: Path) -> None:
    old = tmp_path / "conversations.sqlite-wal"
    old.touch()

    settings = servers._own_database(tmp_path)

    assert settings["HEPATICA_DATABASE"] == f"sqlite:///{tmp_path}/conversations.sqlite"
    assert Path(settings["HEPATICA_SPOOL"]).parent == tmp_path
    assert not old.exists()


def test_make_run_keeps_its_own() -> None:
    assert servers._own_database(RUN) == {}
