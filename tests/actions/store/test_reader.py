"""Reading: a good snapshot or an error that says what to do; a replaced file is picked up."""

import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from small_knowledge import SmallKnowledge, fact

from hepatica.store import FactStore, Snapshot, StoreError

Build = Callable[[], Path]


def test_a_missing_store_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"nowhere\.sqlite cannot be read .*make store"):
        FactStore(tmp_path / "nowhere.sqlite").snapshot()


@pytest.mark.parametrize("content", [b"", b"not a database" * 100, b"SQLite format 3\x00"])
def test_a_garbage_file_says_how_to_build_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "facts.sqlite"
    path.write_bytes(content)
    with pytest.raises(StoreError, match="make store"):
        FactStore(path).snapshot()


def test_a_folder_in_place_of_the_store_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="make store"):
        FactStore(tmp_path).snapshot()


def test_a_truncated_store_says_how_to_build_it(small_store: Build) -> None:
    path = small_store()
    path.write_bytes(path.read_bytes()[:6000])
    with pytest.raises(StoreError, match="make store"):
        FactStore(path).snapshot()


def _execute(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


def test_a_store_of_another_format_is_refused(small_store: Build) -> None:
    path = small_store()
    _execute(path, "UPDATE meta SET value = '0' WHERE key = 'format'")
    with pytest.raises(StoreError, match="format 0 instead of"):
        FactStore(path).snapshot()


def test_a_store_whose_facts_do_not_fit_the_models_is_refused(small_store: Build) -> None:
    path = small_store()
    _execute(path, "UPDATE fact SET data = json_remove(data, '$.citations')")
    with pytest.raises(StoreError, match="make store"):
        FactStore(path).snapshot()


@pytest.mark.parametrize("damage", ["DELETE FROM meta WHERE key = 'version'", "DELETE FROM source"])
def test_a_store_that_lost_rows_is_refused(small_store: Build, damage: str) -> None:
    path = small_store()
    _execute(path, damage)
    with pytest.raises(StoreError, match="make store"):
        FactStore(path).snapshot()


def test_an_unchanged_file_is_read_once(small_store: Build, today: date) -> None:
    store = FactStore(small_store())
    assert store.snapshot(today) is store.snapshot(today)


def test_a_replaced_file_is_picked_up(
    small: SmallKnowledge, small_store: Build, today: date
) -> None:
    store = FactStore(small_store())
    store.snapshot(today)
    small.fact["statement"]["en"] = "Another statement."
    small_store()
    assert store.snapshot(today).facts["liver-what"].statement.en == "Another statement."


def test_a_snapshot_in_use_survives_the_replacement(
    small: SmallKnowledge, small_store: Build, today: date
) -> None:
    old = FactStore(small_store()).snapshot(today)
    small.fact["statement"]["en"] = "Another statement."
    small_store()
    assert old.lexical("statement about liver") == {"liver-what": 1.0}


def test_a_new_day_is_picked_up(small_store: Build, today: date) -> None:
    store = FactStore(small_store())
    first = store.snapshot(today)
    assert store.snapshot(today + timedelta(days=1)) is not first


def _replace(path: Path, content: bytes) -> None:
    fresh = path.with_name("fresh")
    fresh.write_bytes(content)
    fresh.replace(path)


def test_a_broken_replacement_keeps_the_last_good_snapshot(small_store: Build, today: date) -> None:
    path = small_store()
    store = FactStore(path)
    good = store.snapshot(today)
    _replace(path, b"not a database")
    assert store.snapshot(today) is good


def test_a_broken_replacement_is_logged_once(
    small_store: Build, today: date, caplog: pytest.LogCaptureFixture
) -> None:
    path = small_store()
    store = FactStore(path)
    store.snapshot(today)
    _replace(path, b"not a database")
    for _ in range(3):
        store.snapshot(today)
    assert [record.message.split(":")[0] for record in caplog.records] == [
        f"{path} cannot be read, the last good store stays"
    ]


def test_a_kept_snapshot_loses_the_facts_that_run_out(
    small: SmallKnowledge, small_store: Build, today: date
) -> None:
    small.topics["basics"].append(fact("soon-over", valid_until=today.isoformat()))
    path = small_store()
    store = FactStore(path)
    store.snapshot(today)
    _replace(path, b"not a database")
    assert set(store.snapshot(today + timedelta(days=90)).facts) == {"liver-what", "soon-over"}
    later = store.snapshot(today + timedelta(days=91))
    assert set(later.facts) == {"liver-what"}
    assert later.lexical("soon over") == {}


def test_a_removed_file_keeps_the_last_good_snapshot(small_store: Build, today: date) -> None:
    path = small_store()
    store = FactStore(path)
    good = store.snapshot(today)
    path.unlink()
    assert store.snapshot(today) is good


def test_a_mended_replacement_is_picked_up(
    small: SmallKnowledge, small_store: Build, today: date
) -> None:
    path = small_store()
    store = FactStore(path)
    store.snapshot(today)
    _replace(path, b"not a database")
    store.snapshot(today)
    small.fact["statement"]["en"] = "Another statement."
    small_store()
    assert store.snapshot(today).facts["liver-what"].statement.en == "Another statement."


def test_the_store_cannot_be_written_to(small_snapshot: Callable[[], Snapshot]) -> None:
    snapshot = small_snapshot()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        snapshot.fact_text.of("DELETE FROM fact")


def test_a_snapshot_holds_what_was_written(
    small: SmallKnowledge, small_snapshot: Callable[[], Snapshot]
) -> None:
    knowledge = small.load()
    snapshot = small_snapshot()
    assert snapshot.facts == knowledge.facts
    assert snapshot.sources == knowledge.sources
    assert list(snapshot.terms.values()) == knowledge.glossary.terms
    assert snapshot.phrases == knowledge.phrases


def test_many_threads_may_ask_at_once(small_snapshot: Callable[[], Snapshot]) -> None:
    snapshot = small_snapshot()
    texts = ["statement about liver", "liver-what liver", "nothing of this", "about"] * 4
    alone = [snapshot.lexical(text) for text in texts]

    with ThreadPoolExecutor(len(texts)) as pool:
        for _ in range(100):
            assert list(pool.map(snapshot.lexical, texts)) == alone
