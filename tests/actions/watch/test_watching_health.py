import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from small_knowledge import WordEncoder

from hepatica.store import FactStore, Snapshot
from hepatica.watch.checks import Report
from hepatica.watch.health import ActionChecks
from hepatica.watch.metrics import FactsCollector

TODAY = date(2026, 11, 24)


def found(
    path: Path,
    snapshot: Callable[[], Snapshot],
    today: date = TODAY,
    encoder: WordEncoder | None = None,
) -> dict[str, str]:
    checks = ActionChecks(path, snapshot, encoder or WordEncoder(), lambda: today)  # type: ignore[arg-type]

    async def run() -> Report:
        return Report({name: await check() for name, check in checks.all().items()})

    return {name: str(finding) for name, finding in asyncio.run(run()).findings.items()}


@pytest.fixture
def path(small_store: Callable[[], Path]) -> Path:
    return small_store()


@pytest.fixture
def store(path: Path) -> FactStore:
    return FactStore(path)


def last_day(store: FactStore) -> date:
    return max(fact.valid_until for fact in store.snapshot(TODAY).facts.values())


def test_a_fresh_store_and_an_encoder_are_well(path: Path, store: FactStore) -> None:
    assert found(path, lambda: store.snapshot(TODAY)) == {
        "encoder": "ok",
        "facts": "ok",
        "store file": "ok",
    }


def test_facts_past_their_date_are_degraded(path: Path, store: FactStore) -> None:
    later = last_day(store) + timedelta(days=1)

    told = found(path, lambda: store.snapshot(TODAY), later)["facts"]

    assert told == f"degraded: {len(store.snapshot(TODAY).facts)} facts are past their date"


def test_without_any_fact_nobody_is_answered(path: Path, store: FactStore) -> None:
    much_later = last_day(store) + timedelta(days=365)

    told = found(path, lambda: store.snapshot(much_later), much_later)

    assert told["facts"] == "failed: no fact can be served"


def test_a_broken_file_is_degraded_while_the_last_good_one_is_served(
    path: Path, store: FactStore
) -> None:
    store.snapshot(TODAY)
    path.write_bytes(b"no database" * 1000)

    told = found(path, lambda: store.snapshot(TODAY))

    assert told["store file"] == "degraded: cannot be read; what was read before is served"
    assert told["facts"] == "ok"


def test_a_missing_file_is_degraded_too(path: Path, store: FactStore) -> None:
    store.snapshot(TODAY)
    path.unlink()

    told = found(path, lambda: store.snapshot(TODAY))

    assert told["store file"] == "degraded: cannot be read; what was read before is served"


def test_an_encoder_that_gives_nothing_is_a_failure(path: Path, store: FactStore) -> None:
    class Empty(WordEncoder):
        def encode(self, _: object) -> np.ndarray:  # type: ignore[override]
            return np.zeros((1, 4), np.float32)

    told = found(path, lambda: store.snapshot(TODAY), encoder=Empty())

    assert told["encoder"] == "failed: gives no vectors"


@pytest.mark.parametrize(
    ("left", "expired", "expiring"), [(31, 0, 0), (30, 0, 1), (0, 0, 1), (-1, 1, 0), (-90, 1, 0)]
)
def test_facts_are_counted_by_their_date(
    left: int, expired: int, expiring: int, store: FactStore
) -> None:
    facts = len(store.snapshot(TODAY).facts)
    today = last_day(store) - timedelta(days=left)
    collector = FactsCollector(lambda: store.snapshot(today), lambda: today)

    values = {f.name: f.samples[0].value for f in collector.collect()}

    assert values["hepatica_actions_facts"] == facts
    assert values["hepatica_actions_facts_expired"] == expired * facts
    assert values["hepatica_actions_facts_expiring"] == expiring * facts
