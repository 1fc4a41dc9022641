"""The score card's pictures; the same figures give the same bytes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl

from scorecard.confidence import Bin, Point
from scorecard.rates import Rate

mpl.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

FEWEST = 20
"""Messages from which a share is worth a point of a curve."""
_METADATA = {"Software": None}
Counts = Counter[tuple[str, str]]


def confusion(counts: Counts, target: Path) -> None:
    """Shares of what came, one row for each kind that was wanted."""
    figure, axes = plt.subplots(figsize=(8, 7), layout="constrained")
    _matrix(axes, counts, _kinds(counts))
    _save(figure, target)


def confusions(languages: Mapping[str, Counts], target: Path) -> None:
    """The same for each language, side by side."""
    kinds = _kinds(sum(languages.values(), Counter()))
    figure, grid = plt.subplots(
        1, len(languages), figsize=(5.5 * len(languages), 5.5), layout="constrained", squeeze=False
    )
    for axes, (name, counts) in zip(grid[0], languages.items(), strict=True):
        _matrix(axes, counts, kinds)
        axes.set_title(f"{name} ({counts.total()})")
    _save(figure, target)


def _kinds(counts: Counts) -> list[str]:
    return sorted({kind for pair in counts for kind in pair})


def _matrix(axes: Axes, counts: Counts, kinds: list[str]) -> None:
    rows = [[counts.get((wanted, got), 0) for got in kinds] for wanted in kinds]
    shares = [[n / max(sum(row), 1) for n in row] for row in rows]
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(kinds)), kinds, rotation=40, ha="right")
    axes.set_yticks(range(len(kinds)), kinds)
    axes.set_xlabel("came")
    axes.set_ylabel("was wanted")
    for y, row in enumerate(rows):
        for x, n in enumerate(row):
            colour = "white" if shares[y][x] > 0.5 else "black"  # noqa: PLR2004 - half dark
            axes.text(x, y, str(n) if n else "", ha="center", va="center", color=colour)


def recall(signs: Mapping[str, Rate], target: Path) -> None:
    """Recall of each warning sign with its interval, the worst at the top."""
    figure, axes = plt.subplots(figsize=(8, 2 + 0.22 * len(signs)), layout="constrained")
    _intervals(axes, list(signs.values()), [float(place) for place in range(len(signs))])
    axes.set_yticks(range(len(signs)), [f"{name} ({one.of})" for name, one in signs.items()])
    axes.invert_yaxis()
    axes.set_xlabel("share found, 95% interval")
    _save(figure, target)


def languages(figures: Mapping[str, Mapping[str, Rate]], target: Path) -> None:
    """Several figures with their intervals, a point for each language; those without cases miss.

    Args:
        figures: the rates of every language, by its name, all with the same names.
        target: the picture.
    """
    names = list(next(iter(figures.values())))
    figure, axes = plt.subplots(figsize=(8, 1.5 + 0.6 * len(names)), layout="constrained")
    for number, (language, rates) in enumerate(figures.items()):
        shift = 0.22 * (number - (len(figures) - 1) / 2)
        places = [place + shift for place, name in enumerate(names) if rates[name].of]
        _intervals(axes, [rates[name] for name in names if rates[name].of], places, language)
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.set_xlabel("share, 95% interval")
    axes.legend(loc="lower left")
    _save(figure, target)


def _intervals(
    axes: Axes, rates: Sequence[Rate], places: Sequence[float], label: str | None = None
) -> None:
    shares = [one.share for one in rates]
    low = [max(one.share - one.interval[0], 0.0) for one in rates]
    high = [max(one.interval[1] - one.share, 0.0) for one in rates]
    axes.errorbar(shares, places, xerr=[low, high], fmt="o", capsize=2, label=label)
    axes.set_xlim(0, 1.02)
    axes.grid(axis="x", alpha=0.3)


def coverage_risk(curves: Mapping[str, Sequence[Point]], target: Path) -> None:
    """What share is wrong among those answered, over the share that is answered."""
    figure, axes = plt.subplots(figsize=(7, 5), layout="constrained")
    for name, points in curves.items():
        telling = [point for point in points if point.kept.hits >= FEWEST]
        coverages = [point.kept.share for point in telling]
        axes.plot(coverages, [point.wrong.share for point in telling], label=name)
    axes.set_xlim(0, 1.02)
    axes.set_ylim(bottom=0)
    axes.set_xlabel("coverage: share answered as the limit falls")
    axes.set_ylabel("risk: share wrong among them")
    axes.grid(alpha=0.3)
    axes.legend()
    _save(figure, target)


def calibration(found: Sequence[Bin], target: Path) -> None:
    """Reliability diagram: how often messages of each confidence are right, and their number."""
    figure, (axes, below) = plt.subplots(
        2, figsize=(6, 6.5), layout="constrained", sharex=True, height_ratios=(4, 1)
    )
    means, shares = [one.mean for one in found], [one.right.share for one in found]
    low = [max(one.right.share - one.right.interval[0], 0.0) for one in found]
    high = [max(one.right.interval[1] - one.right.share, 0.0) for one in found]
    axes.plot([0, 1], [0, 1], linestyle="--", color="grey", label="as often as it says")
    axes.errorbar(means, shares, yerr=[low, high], fmt="o-", capsize=2, label="measured")
    axes.set_ylabel("share right, 95% interval")
    axes.set_ylim(0, 1.02)
    axes.grid(alpha=0.3)
    axes.legend(loc="upper left")
    centres, widths = [(one.low + one.high) / 2 for one in found], [b.high - b.low for b in found]
    below.bar(centres, [one.right.of for one in found], width=[0.9 * width for width in widths])
    below.set_xlim(0, 1.02)
    below.set_xlabel("confidence in the kind of message")
    below.set_ylabel("messages")
    _save(figure, target)


def _save(figure: Figure, target: Path) -> None:
    figure.savefig(target, dpi=110, metadata=_METADATA)
    plt.close(figure)
