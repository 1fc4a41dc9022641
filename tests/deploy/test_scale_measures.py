"""The benchmark's own sums: percentiles, slopes, memory, and what a million conversations need."""

import json
import os
import subprocess
import sys
import time
from typing import Any

import pytest

from bench.scale import million, needs, page
from bench.scale.measures import Memory, children, cpu, memory, percentile, slope
from bench.scale.needs import free_ports
from dev.say import Trouble


@pytest.fixture
def measured() -> dict[str, Any]:
    """Results in the shape of a run, with round numbers."""
    told: dict[str, Any] = {
        "turns": 1000,
        "conversations": 200,
        "seconds": 100.0,
        "turns_a_second": 10.0,
        "p50_ms": 20.0,
        "p95_ms": 50.0,
        "slowest_ms": 90.0,
        "errors": {},
        "kinds": {"answer": 1000},
        "bytes_in": 1_000_000,
        "bytes_out": 3_000_000,
        "cpu_ms_a_turn": {
            "rasa": 12.0,
            "actions": 6.0,
            "nginx": 0.3,
            "postgres": 1.0,
            "rabbitmq": 1.0,
            "people": 2.0,
        },
        "memory": {
            "rasa-1": {
                "first_mb": 500.0,
                "last_mb": 510.0,
                "most_mb": 520.0,
                "growth_mb_an_hour": 2.0,
            },
            "actions-1": {
                "first_mb": 300.0,
                "last_mb": 300.0,
                "most_mb": 300.0,
                "growth_mb_an_hour": 40.0,
            },
        },
        "stored": {
            "events": 10_000,
            "conversations": 200,
            "bytes_kept": 5_000_000,
            "bytes_logged": 8_000_000,
        },
        "broker": {"events": 10_000, "bytes": 4_000_000},
    }
    twice = told | {"turns_a_second": 18.0, "errors": {"unavailable": 3}}
    return {
        "day": "2026-11-29",
        "short": False,
        "machine": {"cpu": "a CPU", "cores": 2, "memory_gb": 24, "python": "3.13", "load": [0.1]},
        "scaling": {"1": told, "2": twice},
        "many": told,
        "soak": told,
    }


@pytest.mark.parametrize(
    ("share", "value"), [(0.5, 50), (0.95, 95), (0.99, 99), (1.0, 100), (0.0, 1)]
)
def test_a_percentile_is_a_value_that_was_measured(share: float, value: int) -> None:
    assert percentile([*range(100, 0, -1)], share) == value


def test_of_nothing_there_is_no_percentile() -> None:
    assert percentile([], 0.95) == 0


@pytest.mark.parametrize("rise", [0.0, 2.5, -1.0])
def test_a_slope_is_found_under_noise(rise: float) -> None:
    points = [(float(x), 100 + rise * x + (-1) ** x) for x in range(1000)]
    assert slope(points) == pytest.approx(rise, abs=0.01)


def test_one_point_has_no_slope() -> None:
    assert slope([(1.0, 5.0)]) == 0.0
    assert slope([]) == 0.0


def test_memory_that_a_process_takes_is_seen_while_it_takes_it() -> None:
    with Memory({"this": os.getpid()}, pause=0.01) as looked:
        time.sleep(0.1)
        taken = bytearray(os.urandom(1)) * 40_000_000
        time.sleep(0.2)
    values = [value for _, value in looked.points["this"]]
    assert len(taken) == 40_000_000
    assert values[-1] - values[0] > 30


def test_a_process_that_is_gone_takes_nothing() -> None:
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    assert memory(done.pid) == 0.0
    assert cpu([done.pid]) == 0.0


def test_work_is_counted_and_waiting_is_not() -> None:
    before = cpu([os.getpid()])
    time.sleep(0.3)
    waited = cpu([os.getpid()])
    start = time.process_time()
    while time.process_time() - start < 0.3:
        pass
    assert waited - before < 0.1
    assert cpu([os.getpid()]) - waited > 0.25


def test_children_of_a_process_are_known() -> None:
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    assert child.pid in children(os.getpid())
    child.communicate(b"\n")


def test_free_ports_are_different() -> None:
    assert len(set(free_ports(20))) == 20


def test_a_service_that_is_away_is_told_with_how_to_start_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(needs, "RABBITMQ", ("127.0.0.1", free_ports(1)[0]))
    with pytest.raises(Trouble, match=r"RabbitMQ does not answer .* Start it: rabbitmq-server"):
        needs.require()


def test_a_program_that_is_missing_is_told_with_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr("dev.debian._FOLDERS", ("/nowhere",))
    monkeypatch.setattr("dev.debian.is_debian", lambda: False)
    with pytest.raises(Trouble, match=r"need nginx(?s:.*)apt-get install nginx-light"):
        needs.require()


def test_the_benchmarks_database_is_gone_afterwards() -> None:
    with needs.database() as kept:
        assert kept.name in databases()
    assert kept.name not in databases()


def databases() -> str:
    words = ["psql", "-h", "127.0.0.1", "-U", "postgres", "-lqt"]
    return subprocess.run(words, capture_output=True, text=True, check=True).stdout


def test_a_million_conversations_add_up(measured: dict[str, Any]) -> None:
    rows = {row.what: row for row in million.sums(measured)}
    assert rows["turns a day"].result == "5,000,000"
    assert rows["turns a second, mean"].result == "58"
    assert rows["turns a second at the peak"].result == "174"
    # 173.6/s x 12 ms = 2.08 cores, at 60% use 3.47.
    assert rows["rasa"].result == "4 servers, one core each"
    assert rows["actions"].result == "2 servers, one core each"
    assert rows["memory of rasa"].how == "4 x 520 MB"
    assert rows["memory of rasa"].result == "2.1 GB"
    assert rows["rows a day"].result == "50 million"
    assert rows["database a day"].result == "25 GB"
    assert rows["database, 30 days"].result == "750 GB"
    assert rows["events for RabbitMQ at the peak"].result == "1,736 a second"
    assert rows["network to patients at the peak"].result == "6 Mbit/s"


def test_the_page_gets_its_tables_and_keeps_its_words(measured: dict[str, Any]) -> None:
    marks = "".join(f"words of {n}\n<!-- {n} -->\nold\n<!-- /{n} -->\n" for n in page.TABLES)
    written = page.filled(marks, measured)
    assert "old" not in written
    assert written.count("words of") == len(page.TABLES)
    assert "| 2 | 18.0 | 1.80 | 20 | 50 | 3 unavailable |" in written
    assert page.filled(written, measured) == written


def test_memory_that_grows_is_called_so(measured: dict[str, Any]) -> None:
    soak = page.TABLES["soak"](measured)
    assert "| rasa-1 | 500 | 510 | +2.0 | flat |" in soak
    assert "| actions-1 | 300 | 300 | +40.0 | **grows** |" in soak


def test_a_page_without_a_place_for_a_table_is_refused(measured: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="machine"):
        page.filled("no marks", measured)


def test_the_page_shows_the_figures_that_were_measured() -> None:
    if not page.FIGURES.exists():
        pytest.skip("not measured yet: python -m bench.scale")
    figures = json.loads(page.FIGURES.read_text(encoding="utf-8"))
    text = page.PAGE.read_text(encoding="utf-8")
    assert page.filled(text, figures) == text
