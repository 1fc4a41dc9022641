"""The score card's pictures; the same figures give the same bytes."""

from collections import Counter
from pathlib import Path

import matplotlib as mpl

from scorecard.rates import Rate

mpl.use("Agg")

from matplotlib import pyplot as plt
from matplotlib.figure import Figure

_METADATA = {"Software": None}


def confusion(counts: Counter[tuple[str, str]], target: Path) -> None:
    """Shares of what came, one row for each kind that was wanted."""
    kinds = sorted({kind for pair in counts for kind in pair})
    rows = [[counts.get((wanted, got), 0) for got in kinds] for wanted in kinds]
    shares = [[n / max(sum(row), 1) for n in row] for row in rows]
    figure, axes = plt.subplots(figsize=(8, 7), layout="constrained")
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1)
    axes.set_xticks(range(len(kinds)), kinds, rotation=40, ha="right")
    axes.set_yticks(range(len(kinds)), kinds)
    axes.set_xlabel("came")
    axes.set_ylabel("was wanted")
    for y, row in enumerate(rows):
        for x, n in enumerate(row):
            colour = "white" if shares[y][x] > 0.5 else "black"  # noqa: PLR2004 - half dark
            axes.text(x, y, str(n) if n else "", ha="center", va="center", color=colour)
    _save(figure, target)


def recall(signs: dict[str, Rate], target: Path) -> None:
    """Recall of each warning sign with its interval, the worst at the top."""
    names = list(signs)
    shares = [signs[name].share for name in names]
    low = [signs[name].share - signs[name].interval[0] for name in names]
    high = [signs[name].interval[1] - signs[name].share for name in names]
    figure, axes = plt.subplots(figsize=(8, 2 + 0.22 * len(names)), layout="constrained")
    axes.errorbar(shares, range(len(names)), xerr=[low, high], fmt="o", capsize=2)
    axes.set_yticks(range(len(names)), [f"{name} ({signs[name].of})" for name in names])
    axes.invert_yaxis()
    axes.set_xlim(0, 1.02)
    axes.set_xlabel("share found, 95% interval")
    axes.grid(axis="x", alpha=0.3)
    _save(figure, target)


def _save(figure: Figure, target: Path) -> None:
    figure.savefig(target, dpi=110, metadata=_METADATA)
    plt.close(figure)
