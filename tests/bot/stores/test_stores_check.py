"""A server with other stores, or with settings that cannot work, does not start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml
from rasa.core.agent import Agent
from rasa.core.lock_store import InMemoryLockStore, LockStore
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from bot.messaging.settings import BadSetting
from bot.paths import ROOT
from bot.stores import check
from bot.stores.locks import HepaticaLockStore
from bot.stores.settings import StoreSettings, store_settings
from bot.stores.tracker import HepaticaTrackerStore
from bot.web.settings import SettingsError

Make = Callable[..., HepaticaTrackerStore]


@pytest.fixture
def ours(make: Make, tmp_path: Path) -> HepaticaTrackerStore:
    return make(f"sqlite:///{tmp_path / 'c.sqlite'}")


def test_our_stores_are_taken(ours: HepaticaTrackerStore) -> None:
    check(Agent(tracker_store=ours, lock_store=HepaticaLockStore()))


def test_the_projects_settings_name_our_stores(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HEPATICA_DATABASE", f"sqlite:///{tmp_path / 'c.sqlite'}")
    monkeypatch.setenv("HEPATICA_SPOOL", str(tmp_path / "spool"))
    settings = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))

    tracker_store = TrackerStore.create(EndpointConfig.from_dict(settings["tracker_store"]))
    lock_store = LockStore.create(EndpointConfig.from_dict(settings["lock_store"]))

    check(SimpleNamespace(tracker_store=tracker_store, lock_store=lock_store))
    tracker_store.close()


def test_a_store_that_rasa_took_in_its_place_is_refused() -> None:
    with pytest.warns(UserWarning, match="InMemoryTrackerStore"):
        store: Any = TrackerStore.create(EndpointConfig.from_dict({"type": "bot.stores.misspelt"}))
    assert isinstance(store, InMemoryTrackerStore)

    with pytest.raises(SettingsError, match=r"tracker_store: with type: bot\.stores\.tracker"):
        check(Agent(tracker_store=store, lock_store=HepaticaLockStore()))


def test_rasas_own_locks_are_refused(ours: HepaticaTrackerStore) -> None:
    with pytest.raises(SettingsError, match="lock_store"):
        check(Agent(tracker_store=ours, lock_store=InMemoryLockStore()))


def test_several_workers_are_refused(
    ours: HepaticaTrackerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SANIC_WORKERS", "2")
    with pytest.raises(SettingsError, match="SANIC_WORKERS"):
        check(Agent(tracker_store=ours, lock_store=HepaticaLockStore()))


def test_without_settings_the_defaults_hold() -> None:
    assert store_settings({}) == StoreSettings()
    assert StoreSettings().is_file
    assert StoreSettings().keep_days == 30


def test_every_setting_can_be_changed(tmp_path: Path) -> None:
    given = {
        "HEPATICA_DATABASE": "postgres://me:a%40b@db.hospital.org:5433/hepatica",
        "HEPATICA_SPOOL": str(tmp_path / "x"),
        "HEPATICA_KEEP_DAYS": "7",
    }

    settings = store_settings(given)

    assert settings.database.host == "db.hospital.org"
    assert settings.database.password == "a@b"  # noqa: S105 - no real one
    assert (settings.spool, settings.keep_days) == (tmp_path / "x", 7)
    assert not settings.is_file
    assert "a@b" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HEPATICA_DATABASE", "mysql://me:hidden@db/x"),
        ("HEPATICA_DATABASE", "postgresql://me:hidden@db"),
        ("HEPATICA_DATABASE", "postgresql://me:hidden@db:port/x"),
        ("HEPATICA_DATABASE", "/var/lib/hidden.sqlite"),
        ("HEPATICA_DATABASE", "sqlite://"),
        ("HEPATICA_DATABASE", "sqlite:///:memory:"),
        ("HEPATICA_KEEP_DAYS", "0"),
        ("HEPATICA_KEEP_DAYS", "3651"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_and_not_shown(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name) as raised:
        store_settings({name: value})

    assert "hidden" not in str(raised.value)


def test_the_server_does_not_start_with_a_bad_setting(
    monkeypatch: pytest.MonkeyPatch, domain: Domain
) -> None:
    monkeypatch.setenv("HEPATICA_DATABASE", "mysql://x/y")
    config = EndpointConfig.from_dict({"type": "bot.stores.tracker.HepaticaTrackerStore"})

    with pytest.raises(SettingsError, match="HEPATICA_DATABASE"):
        TrackerStore.create(config, domain)
