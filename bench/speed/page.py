"""Writes the part of docs/benchmarks.md between the markers, its plots and the JSON file."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.speed import plots
from bench.speed.goals import GOALS, Goal
from bench.speed.models import USUAL_EPOCHS
from bench.speed.plots import NAMES
from bench.speed.settings import DEFAULT, FLOOR, PINNED
from scorecard.markdown import table

BEGIN = "<!-- written by make bench from benchmarks.json: begin -->\n"
END = "<!-- written by make bench from benchmarks.json: end -->\n"
_NONE = "–"
Data = Mapping[str, Any]
_FIGURES = {
    "p50": "Turn, median",
    "p95": "Turn, 95 of 100 within",
    "rss": "Memory, RSS",
    "pss": "Memory, PSS",
    "start": "Cold start",
    "throughput": "Turns a second",
    "training": "Training",
}


def write(target: Path, data: Data) -> None:
    """Write JSON and plots, and the page's part that shows them.

    Args:
        target: the page; what stands outside of the markers stays.
        data: what was measured.

    Raises:
        ValueError: the page has no markers.
    """
    text = replaced(target.read_text(encoding="utf-8"), generated(data))
    told = json.dumps(data, indent=1, ensure_ascii=False)
    target.with_suffix(".json").write_text(f"{told}\n", encoding="utf-8")
    plots.draw(data, target)
    target.write_text(text, encoding="utf-8")


def replaced(page: str, part: str) -> str:
    """The page with another part between the markers.

    Raises:
        ValueError: there are none.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the page has no place for what was measured: its markers are missing")
    return f"{before}{BEGIN}{part}{END}{after}"


def generated(data: Data) -> str:
    """All that shows a figure."""
    parts = [_small(data), _machine(data), _goals(data), _variants(data), _all_ratios(data)]
    return "".join([*parts, _training(data), _growth(data)])


def _small(data: Data) -> str:
    if not data["settings"]["quick"]:
        return ""
    return (
        "\n**This was a small run (`--quick`), which only shows that everything works. Its figures "
        "say nothing about the goals.**\n"
    )


def _machine(data: Data) -> str:
    machine = data["machine"]
    start, end = (_load(machine[f"load_{at}"]) for at in ("start", "end"))
    sdk, python = machine["actions_sdk"], machine["actions_python"]
    rows = [
        ("Measured", machine["measured"]),
        ("Processor", f"{machine['processor']}, {machine['cores']} cores"),
        ("Memory", f"{machine['memory_gb']} GB"),
        ("System", machine["system"]),
        ("Rasa", f"{machine['rasa']} on Python {machine['rasa_python']}"),
        ("Action server of Hepatica", f"rasa-sdk {sdk} on Python {python}"),
        ("Load average (1, 5, 15 minutes)", f"{start} at the start; {end} at the end"),
    ]
    return f"\n## The machine\n\n{table(['', ''], rows)}"


def _load(averages: Sequence[float]) -> str:
    return ", ".join(f"{one:.2f}" for one in averages)


def _goals(data: Data) -> str:
    rows = [_goal(goal, data) for goal in GOALS]
    return (
        "\n## Goals\n\n![Goals](benchmarks-goals.png)\n\n"
        f"{table(['Ratio', 'Goal', 'Measured (95% interval)', ''], rows)}"
    )


def _goal(goal: Goal, data: Data) -> list[str]:
    met = "met" if goal.met(data) else "**not met**"
    doubt = "" if goal.sure(data) else ", but the interval holds the limit"
    limit = f"{goal.direction} {goal.limit:g}"
    return [goal.told, limit, told(goal.ratio(data)), f"{met}{doubt}"]


def told(ratio: Mapping[str, float | None]) -> str:
    """A ratio with its interval.

    >>> told({"value": 0.25, "low": 0.2412, "high": 0.26})
    '0.250 (0.241 to 0.260)'
    """
    value, low, high = (ratio[name] for name in ("value", "low", "high"))
    alone = f"{value:.3f}"
    return alone if low is None else f"{alone} ({low:.3f} to {high:.3f})"


def _variants(data: Data) -> str:
    heads = ["", "Turn: median, ms", "95 of 100 within, ms", "Turns a second"]
    heads += ["Cold start, s", "RSS warm, MB", "RSS used, MB", "PSS warm, MB", "PSS used, MB"]
    rows = [[NAMES[name], *_variant(one)] for name, one in data["variants"].items()]
    settings = data["settings"]
    return (
        "\n## Side by side\n\n"
        f"{settings['turns']} turns of each, after {settings['warm_up']} for warming up; "
        f"{settings['clients']} clients for {settings['rounds']} times {settings['burst']:g} s; "
        f'median of {settings["starts"]} starts. "Warm" is after {settings["warm_up"]} turns, '
        f'"used" after {settings["turns"]} more.\n\n'
        f"{table(heads, rows)}"
        "\n![Turns](benchmarks-turns.png)\n\n![Memory, start, throughput](benchmarks-bars.png)\n"
    )


def _variant(one: Data) -> list[str]:
    turns, warm, used = one["turns"], one["memory_warm"], one["memory_used"]
    return [
        *(f"{turns['p50']:.1f}", f"{turns['p95']:.1f}", f"{one['turns_a_second']:.0f}"),
        f"{one['start_median']:.1f}",
        *(f"{memory[kind]:.0f}" for kind in ("rss", "pss") for memory in (warm, used)),
    ]


def _all_ratios(data: Data) -> str:
    heads = ["", *_FIGURES.values()]
    parts = ["\n## All ratios\n"]
    for base in (DEFAULT, PINNED, FLOOR):
        rows = [
            [NAMES[name], *(told(found[kind]) if kind in found else _NONE for kind in _FIGURES)]
            for name, found in data["ratios"][base].items()
        ]
        parts.append(f"\nTo {NAMES[base]}:\n\n{table(heads, rows)}")
    return "".join(parts)


def _training(data: Data) -> str:
    heads = ["", "Examples", "`rasa train`, s", f"With {USUAL_EPOCHS} epochs, s"]
    heads += ["Load when it began"]
    rows = [[NAMES[name], *_trained(one)] for name, one in data["training"].items()]
    return f"\n## Training\n\n{table(heads, rows)}{_reckoned(data['training'][DEFAULT])}"


def _trained(one: Data) -> list[str]:
    usual = f"{one['seconds_with_usual_epochs']:.0f}" if one["epochs"] else _NONE
    return [str(one["examples"]), f"{one['seconds']:.0f}", usual, f"{one['load']:.2f}"]


def _reckoned(one: Data) -> str:
    fewer = {n: part for n, part in one["epochs"].items() if part["count"] < USUAL_EPOCHS}
    if not fewer:
        return "\nRasa's default was trained with its own number of epochs.\n"
    more = (
        f"{USUAL_EPOCHS - part['count']} x {part['seconds_of_one']} s ({name})"
        for name, part in fewer.items()
    )
    return (
        f"\nRasa's default was trained with fewer epochs than its own {USUAL_EPOCHS}. Reckoned: "
        f"{one['seconds']} s + {' + '.join(more)} = {one['seconds_with_usual_epochs']} s.\n"
    )


def _growth(data: Data) -> str:
    parts = ["\n## Growth\n\n![Growth](benchmarks-growth.png)\n"]
    for name, found in data["lengths"].items():
        parts.append(_sizes(f"Turns of one conversation, {NAMES[name]}", found))
    parts.append(_sizes("Facts in the store, Hepatica", data["facts"]))
    parts.append(_sizes("Other conversations in the database", data["stored"]))
    return "".join(parts)


def _sizes(what: str, found: Data) -> str:
    rows = [
        [f"{one['size']:,}", f"{one['p50']:.1f}", f"{one['p95']:.1f}"] for one in found["sizes"]
    ]
    heads = [what, "Turn: median, ms", "95 of 100 within, ms"]
    return f"\n{table(heads, rows)}\nLargest to smallest, median: {told(found['ratio'])}\n"
