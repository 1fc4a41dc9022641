"""The page's pictures, from the data alone; the same data give the same bytes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import matplotlib as mpl

from bench.speed.goals import GOALS
from bench.speed.settings import DEFAULT, FLOOR, OURS, PINNED, WHOLE

mpl.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

NAMES = {
    DEFAULT: "Rasa's default",
    PINNED: "Rasa's default, our pins",
    OURS: "Hepatica, trivial action",
    FLOOR: "the floor",
    WHOLE: "Hepatica",
}
_COLOURS = {DEFAULT: "C1", PINNED: "C4", OURS: "C0", FLOOR: "C7", WHOLE: "C2"}
_METADATA = {"Software": None}
Data = Mapping[str, Any]


def draw(data: Data, target: Path) -> list[Path]:
    """Draw all pictures beside the page; gives their files."""
    pictures = {"turns": _turns, "bars": _bars, "growth": _growth, "goals": _goals}
    files = []
    for name, picture in pictures.items():
        files.append(target.with_name(f"{target.stem}-{name}.png"))
        _save(picture(data), files[-1])
    return files


def _turns(data: Data) -> Figure:
    """How many of the turns took no longer than so many milliseconds."""
    figure, axes = plt.subplots(figsize=(7, 4.5), layout="constrained")
    for name, variant in data["variants"].items():
        curve = variant["turns"]["percentiles"]
        axes.plot(
            list(curve.values()),
            [int(share) for share in curve],
            label=NAMES[name],
            color=_COLOURS[name],
        )
    axes.set_xscale("log")
    _plain_ticks(axes)
    axes.set_xlabel("milliseconds")
    axes.set_ylabel("turns that took no longer, of 100")
    axes.grid(alpha=0.3, which="both")
    axes.legend(loc="upper left")
    return figure


def _bars(data: Data) -> Figure:
    """Memory, start and throughput of all variants."""
    figure, (memory, start, many) = plt.subplots(1, 3, figsize=(11, 3.2), layout="constrained")
    variants = data["variants"]
    _bar(memory, {name: one["memory_used"]["rss"] for name, one in variants.items()})
    _bar(start, {name: one["start_median"] for name, one in variants.items()})
    _bar(many, {name: one["turns_a_second"] for name, one in variants.items()})
    memory.set_xlabel("memory (RSS), MB")
    start.set_xlabel("cold start, s")
    many.set_xlabel(f"turns a second, {data['settings']['clients']} clients")
    for axes in (start, many):
        axes.set_yticklabels([])
    return figure


def _bar(axes: Axes, figures: Mapping[str, float]) -> None:
    colours = [_COLOURS[name] for name in figures]
    bars = axes.barh([NAMES[name] for name in figures], list(figures.values()), color=colours)
    axes.bar_label(bars, fmt="%.4g", padding=3)
    axes.margins(x=0.2)
    axes.invert_yaxis()


def _growth(data: Data) -> Figure:
    """A turn's median as a conversation, the fact store and the database grow."""
    figure, (length, facts, stored) = plt.subplots(1, 3, figsize=(11, 3.6), layout="constrained")
    for name, found in data["lengths"].items():
        _sizes(length, found, label=NAMES[name], color=_COLOURS[name])
    _sizes(facts, data["facts"], color=_COLOURS[WHOLE])
    _sizes(stored, data["stored"], color=_COLOURS[OURS])
    length.set_xscale("log")
    facts.set_xscale("log")
    length.set_xlabel("turns of the conversation")
    facts.set_xlabel("facts in the store")
    stored.set_xlabel("conversations in the database")
    length.set_ylabel("median of a turn, ms")
    for axes in (length, facts, stored):
        axes.set_ylim(bottom=0)
        axes.grid(alpha=0.3)
    length.legend()
    return figure


def _sizes(axes: Axes, found: Data, **look: Any) -> None:
    sizes = [one["size"] for one in found["sizes"]]
    axes.plot(sizes, [one["p50"] for one in found["sizes"]], marker="o", **look)


def _goals(data: Data) -> Figure:
    """Each ratio as a part of its limit, with its interval."""
    figure, axes = plt.subplots(figsize=(9, 4.5), layout="constrained")
    for place, goal in enumerate(GOALS):
        ratio = goal.ratio(data)
        value, low, high = ((ratio[name] or 0.0) / goal.limit for name in ("value", "low", "high"))
        if ratio["low"] is not None:
            axes.plot([low, high], [place, place], color="black", linewidth=1)
        shape, colour = ("o", "C2") if goal.met(data) else ("X", "C3")
        axes.plot(value, place, shape, color=colour)
    told = [f"{goal.told} ({goal.direction} {goal.limit:g})" for goal in GOALS]
    axes.set_yticks(range(len(GOALS)), told)
    axes.axvline(1, color="grey", linestyle="--", linewidth=1)
    axes.set_xlim(left=0)
    axes.set_xlabel("measured, as a part of the limit (dashed)")
    axes.invert_yaxis()
    axes.grid(axis="x", alpha=0.3)
    return figure


def _plain_ticks(axes: Axes) -> None:
    for which in (axes.xaxis.set_major_formatter, axes.xaxis.set_minor_formatter):
        which(mpl.ticker.FormatStrFormatter("%g"))


def _save(figure: Figure, target: Path) -> None:
    figure.savefig(target, dpi=110, metadata=_METADATA)
    plt.close(figure)
