"""The tables of docs/operating/scale.md, between its markers."""

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from bench.scale import million
from dev.paths import ROOT

PAGE = ROOT / "docs" / "operating" / "scale.md"
FIGURES = PAGE.with_suffix(".json")
FLAT = 5.0
"""Percent of its memory that a process may grow in an hour of the soak and count as flat."""
Measured = dict[str, Any]


def filled(page: str, measured: Measured) -> str:
    """The page with the tables that belong to the figures.

    Raises:
        ValueError: the page has no place for a table.
    """
    for name, table in TABLES.items():
        begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        before, found, rest = page.partition(begin)
        _, ended, after = rest.partition(end)
        if not found or not ended:
            raise ValueError(f"{PAGE.name} has no '{begin} ... {end}'")
        page = f"{before}{begin}\n{table(measured)}\n{end}{after}"
    return page


def write(measured: Measured, page: Path = PAGE, figures: Path = FIGURES) -> None:
    """Write figures and page."""
    text = json.dumps(measured, indent=1, ensure_ascii=False)
    figures.write_text(f"{text}\n", encoding="utf-8")
    page.write_text(filled(page.read_text(encoding="utf-8"), measured), encoding="utf-8")


def _table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(str(cell) for cell in line)} |" for line in lines)


def _machine(measured: Measured) -> str:
    machine = measured["machine"]
    load = ", ".join(str(one) for one in machine["load"])
    kind = "a short run, only to show that it works" if measured["short"] else "a full run"
    return (
        f"Measured on {measured['day']}, {kind}: {machine['cores']} cores ({machine['cpu']}), "
        f"{machine['memory_gb']} GB of memory; load before it began {load}."
    )


def _scaling(measured: Measured) -> str:
    results = measured["scaling"]
    first = results[min(results, key=int)]["turns_a_second"] or 1
    rows = (
        [
            count,
            result["turns_a_second"],
            f"{result['turns_a_second'] / first:.2f}",
            f"{result['p50_ms']:.0f}",
            f"{result['p95_ms']:.0f}",
            _errors(result),
            result["cpu_ms_a_turn"]["rasa"],
            f"{_memory(result, 'rasa'):.0f}",
        ]
        for count, result in results.items()
    )
    head = ["Rasa servers", "turns a second", "times", "p50 ms", "p95 ms", "errors"]
    return _table([*head, "Rasa's CPU ms a turn", "MB of all Rasa servers"], rows)


def _many(measured: Measured) -> str:
    result = measured["many"]
    rows = [
        ["conversations begun", result["conversations"]],
        ["turns", result["turns"]],
        ["turns a second", result["turns_a_second"]],
        ["p50, p95, slowest", " / ".join(f"{result[n]:.0f} ms" for n in _TIMES)],
        ["errors", _errors(result)],
    ]
    return _table(
        ["200 people at once" if not measured["short"] else "20 people at once", ""], rows
    )


_TIMES = ("p50_ms", "p95_ms", "slowest_ms")


def _soak(measured: Measured) -> str:
    result = measured["soak"]
    rows = (
        [
            name,
            f"{memory['first_mb']:.0f}",
            f"{memory['last_mb']:.0f}",
            f"{memory['growth_mb_an_hour']:+.1f}",
            "flat" if is_flat(memory) else "**grows**",
        ]
        for name, memory in sorted(result["memory"].items())
    )
    head = ["process", "MB at first", "MB at last", "MB an hour, second half", "verdict"]
    told = (
        f"{result['turns']:,} turns in {result['conversations']:,} conversations in "
        f"{result['seconds'] / 60:.0f} minutes ({result['turns_a_second']} a second), p50 "
        f"{result['p50_ms']:.0f} ms, p95 {result['p95_ms']:.0f} ms, errors: {_errors(result)}."
    )
    return f"{told}\n\n{_table(head, rows)}"


def is_flat(memory: dict[str, float]) -> bool:
    """Whether a process's memory stayed as it was."""
    return memory["growth_mb_an_hour"] <= FLAT / 100 * memory["last_mb"]


def _million(measured: Measured) -> str:
    rows = ([row.what, row.how, row.result] for row in million.sums(measured))
    return _table(["What", "How", "Needed"], rows)


def _errors(result: Measured) -> str:
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(result["errors"].items()))
    return told or "none"


def _memory(result: Measured, part: str) -> float:
    memories = result["memory"].items()
    return sum(float(told["last_mb"]) for name, told in memories if name.startswith(part))


TABLES: dict[str, Callable[[Measured], str]] = {
    "machine": _machine,
    "scaling": _scaling,
    "many": _many,
    "soak": _soak,
    "million": _million,
}
