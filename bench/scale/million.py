"""A million conversations a day, worked out from what was measured."""

import math
from dataclasses import dataclass
from typing import Any

CONVERSATIONS = 1_000_000
TURNS = 5
PEAK = 3
"""How much busier the busiest minutes are than the day's mean."""
BUSY = 0.6
"""The share of a core that is planned to be used at the peak; above it, waiting times rise fast."""
DAYS = 30
DAY = 24 * 60 * 60
PARTS = ("rasa", "actions", "nginx", "postgres", "rabbitmq")
GB, MB = 1e9, 1e6


@dataclass(frozen=True)
class Row:
    """One line of the arithmetic: what, how it is worked out, and what comes of it."""

    what: str
    how: str
    result: str


def sums(measured: dict[str, Any]) -> list[Row]:
    """The arithmetic.

    Args:
        measured: the results of all three runs.
    """
    source = measured["soak"]
    peak = CONVERSATIONS * TURNS / DAY * PEAK
    turns = CONVERSATIONS * TURNS
    return [
        Row("turns a day", f"{CONVERSATIONS:,} x {TURNS}", f"{turns:,}"),
        Row("turns a second, mean", f"{turns:,} / {DAY:,} s", f"{turns / DAY:.0f}"),
        Row("turns a second at the peak", f"mean x {PEAK}", f"{peak:.0f}"),
        *(_cores(part, source, peak) for part in PARTS),
        *_memory(measured, peak),
        *_database(source, turns, peak),
        *_broker(source, peak),
        _network(source, peak),
    ]


def servers(part: str, source: dict[str, Any], peak: float) -> int:
    """Cores that a part needs at the peak; also its servers, where each can use one core only."""
    each: float = source["cpu_ms_a_turn"][part]
    return math.ceil(peak * each / 1000 / BUSY)


def _cores(part: str, source: dict[str, Any], peak: float) -> Row:
    each = source["cpu_ms_a_turn"][part]
    needed = servers(part, source, peak)
    unit = "servers, one core each" if part in ("rasa", "actions") else "cores"
    return Row(f"{part}", f"{peak:.0f}/s x {each} ms / {BUSY:.0%} busy", f"{needed} {unit}")


def _memory(measured: dict[str, Any], peak: float) -> list[Row]:
    source = measured["soak"]
    rows = []
    for part in ("rasa", "actions"):
        most = max(m["most_mb"] for name, m in source["memory"].items() if name.startswith(part))
        count = servers(part, source, peak)
        total = count * most / 1000
        rows.append(Row(f"memory of {part}", f"{count} x {most:.0f} MB", f"{total:.1f} GB"))
    return rows


def _database(source: dict[str, Any], turns: int, peak: float) -> list[Row]:
    stored, measured = source["stored"], source["turns"]
    events, kept, logged = (
        stored[name] / measured for name in ("events", "bytes_kept", "bytes_logged")
    )
    day = turns * kept / GB
    return [
        Row(
            "rows a day", f"{turns:,} x {events:.1f} events", f"{turns * events / 1e6:.0f} million"
        ),
        Row("rows a second at the peak", f"{peak:.0f}/s x {events:.1f}", f"{peak * events:,.0f}"),
        Row("database a day", f"{turns:,} x {kept / 1000:.1f} kB", f"{day:.0f} GB"),
        Row(f"database, {DAYS} days", f"{day:.0f} GB x {DAYS}", f"{day * DAYS:,.0f} GB"),
        Row(
            "write-ahead log at the peak",
            f"{peak:.0f}/s x {logged / 1000:.1f} kB",
            f"{peak * logged / MB:.1f} MB a second",
        ),
    ]


def _broker(source: dict[str, Any], peak: float) -> list[Row]:
    events = source["broker"]["events"] / source["turns"]
    size = source["broker"]["bytes"] / max(1, source["broker"]["events"])
    rate = peak * events
    return [
        Row(
            "events for RabbitMQ at the peak",
            f"{peak:.0f}/s x {events:.1f}",
            f"{rate:,.0f} a second",
        ),
        Row(
            "their size",
            f"{rate:,.0f}/s x {size / 1000:.1f} kB",
            f"{rate * size / MB:.1f} MB a second",
        ),
    ]


def _network(source: dict[str, Any], peak: float) -> Row:
    each = (source["bytes_in"] + source["bytes_out"]) / source["turns"]
    megabits = peak * each * 8 / MB
    return Row(
        "network to patients at the peak",
        f"{peak:.0f}/s x {each / 1000:.1f} kB",
        f"{megabits:.0f} Mbit/s",
    )
