"""How far a confidence can be trusted: the coverage-risk curve, and calibration.

Coverage and risk: if only messages from a confidence on were answered, which share of all would
that be, and which share of those would be wrong? Calibration: of messages with a confidence near
0.8, are 80% right? The expected calibration error (ECE) is the mean distance between the two,
weighted by how many messages each bin has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from scorecard.rates import Rate, rate

BINS = 10
LIMITS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99)
"""The points of the coverage-risk curve that the page tells in numbers."""


@dataclass(frozen=True)
class Point:
    """What happens when only messages with a confidence of ``limit`` or more are answered."""

    limit: float
    kept: Rate
    wrong: Rate


@dataclass(frozen=True)
class Bin:
    """The messages whose confidence lies from ``low`` to ``high``."""

    low: float
    high: float
    mean: float
    right: Rate


def curve(confidences: Sequence[float], rights: Sequence[bool]) -> list[Point]:
    """One point for each confidence that occurs, the highest limit first.

    Messages with the same confidence are kept or dropped together, as a limit would do it.
    """
    pairs = sorted(zip(confidences, rights, strict=True), key=lambda pair: -pair[0])
    points: list[Point] = []
    kept = wrong = 0
    for limit, group in groupby(pairs, key=lambda pair: pair[0]):
        outcomes = [right for _, right in group]
        kept += len(outcomes)
        wrong += outcomes.count(False)
        points.append(Point(limit, Rate(kept, len(pairs)), Rate(wrong, kept)))
    return points


def at(limit: float, confidences: Sequence[float], rights: Sequence[bool]) -> Point:
    """The point of the curve at one limit."""
    pairs = zip(confidences, rights, strict=True)
    kept = [right for confidence, right in pairs if confidence >= limit]
    return Point(limit, Rate(len(kept), len(rights)), rate([not right for right in kept]))


def area(points: Sequence[Point]) -> float:
    """Mean risk over all coverages (area under the curve): lower is better, 0 is perfect."""
    total = before = 0.0
    for point in points:
        total += (point.kept.share - before) * point.wrong.share
        before = point.kept.share
    return total


def bins(confidences: Sequence[float], rights: Sequence[bool], count: int = BINS) -> list[Bin]:
    """The messages by their confidence in steps of the same width; empty steps are left out."""
    groups: dict[int, list[tuple[float, bool]]] = {}
    for confidence, right in zip(confidences, rights, strict=True):
        place = max(0, min(int(confidence * count), count - 1))
        groups.setdefault(place, []).append((confidence, right))
    return [
        Bin(
            low=place / count,
            high=(place + 1) / count,
            mean=sum(confidence for confidence, _ in pairs) / len(pairs),
            right=rate([right for _, right in pairs]),
        )
        for place, pairs in sorted(groups.items())
    ]


def expected_error(found: Sequence[Bin]) -> float:
    """Expected calibration error: 0 when every bin is right as often as its confidence says."""
    total = sum(one.right.of for one in found)
    gaps = sum(one.right.of * abs(one.right.share - one.mean) for one in found)
    return gaps / total if total else 0.0
