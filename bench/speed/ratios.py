"""Percentiles, and ratios of them with bootstrap intervals (Efron, 1979)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

RESAMPLES = 2_000
SEED = 0
STEPS = (*range(0, 100, 2), 99, 100)
"""The percentiles that are kept, for the plot of all turns."""

Figure = Callable[[np.ndarray], np.ndarray]
"""What is compared: takes samples along the last axis."""


@dataclass(frozen=True)
class Ratio:
    """A ratio and its 95% interval; none where it rests on one number each."""

    value: float
    low: float | None = None
    high: float | None = None

    def data(self) -> dict[str, float | None]:
        """As the JSON file has it."""
        return {"value": _rounded(self.value), "low": _rounded(self.low),
                "high": _rounded(self.high)}  # fmt: skip


def p50(samples: np.ndarray) -> np.ndarray:
    """The median."""
    return np.asarray(np.median(samples, axis=-1))


def p95(samples: np.ndarray) -> np.ndarray:
    """95 of 100 are no larger."""
    return np.asarray(np.percentile(samples, 95, axis=-1))


def mean(samples: np.ndarray) -> np.ndarray:
    """The mean."""
    return np.asarray(np.mean(samples, axis=-1))


def ratio(
    these: Sequence[float], those: Sequence[float], figure: Figure, *, paired: bool = False
) -> Ratio:
    """A figure of ``these`` in units of that of ``those``.

    Args:
        these: samples.
        those: the samples that they are held against.
        figure: what is compared, such as the median.
        paired: whether the samples at the same place were taken together, so that they are drawn
            together: what disturbed one disturbed the other.

    Raises:
        ValueError: samples are missing, or paired ones differ in number.
    """
    ours, theirs = np.asarray(these, float), np.asarray(those, float)
    if not ours.size or not theirs.size or (paired and ours.size != theirs.size):
        raise ValueError(f"{ours.size} and {theirs.size} samples cannot be compared")
    value = float(figure(ours) / figure(theirs))
    if ours.size == 1 or theirs.size == 1:
        return Ratio(value)
    chance = np.random.default_rng(SEED)
    drawn = chance.integers(ours.size, size=(RESAMPLES, ours.size))
    other = drawn if paired else chance.integers(theirs.size, size=(RESAMPLES, theirs.size))
    ratios = figure(ours[drawn]) / figure(theirs[other])
    low, high = np.percentile(ratios, (2.5, 97.5))
    return Ratio(value, float(low), float(high))


def plain(this: float, that: float) -> Ratio:
    """The ratio of two single numbers.

    >>> plain(1.0, 4.0).value
    0.25
    """
    return Ratio(this / that)


def described(milliseconds: Sequence[float]) -> dict[str, float]:
    """What is kept of samples: number, p50 and p95."""
    samples = np.asarray(milliseconds, float)
    return {
        "samples": len(samples),
        "p50": round(float(p50(samples)), 2),
        "p95": round(float(p95(samples)), 2),
    }


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    """Percentiles for the plot of all turns, by their number."""
    return {str(step): round(float(np.percentile(milliseconds, step)), 2) for step in STEPS}


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 3)
