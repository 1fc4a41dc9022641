"""What is wanted, and whether it is met."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

MOST, LEAST = "at most", "at least"


@dataclass(frozen=True)
class Goal:
    """One goal.

    Args:
        told: in words.
        place: where the data have the ratio.
        limit: how large or small it may be.
        direction: ``MOST`` or ``LEAST``.
    """

    told: str
    place: tuple[str, ...]
    limit: float
    direction: str = MOST

    def ratio(self, data: Mapping[str, Any]) -> dict[str, float | None]:
        """The ratio that was measured, with its interval where it has one.

        Raises:
            KeyError: it was not measured.
        """
        found: Any = data
        for name in self.place:
            found = found[name]
        return dict(found)

    def met(self, data: Mapping[str, Any]) -> bool:
        """Whether the measured value keeps to the limit."""
        value = self.ratio(data)["value"] or 0.0
        return value >= self.limit if self.direction == LEAST else value <= self.limit

    def sure(self, data: Mapping[str, Any]) -> bool:
        """Whether both ends of the interval are on the same side of the limit."""
        ratio = self.ratio(data)
        low, high = ratio["low"], ratio["high"]
        return low is None or high is None or not low <= self.limit <= high


def _default(figure: str) -> tuple[str, ...]:
    return ("ratios", "default", "ours", figure)


GOALS = (
    Goal("Turn, median, to Rasa's default", _default("p50"), 0.4),
    Goal("Turn, 95 of 100 within, to Rasa's default", _default("p95"), 0.4),
    Goal("Memory (RSS) after all turns, to Rasa's default", _default("rss"), 0.55),
    Goal("Memory (PSS) after all turns, to Rasa's default", _default("pss"), 0.55),
    Goal("Training, to Rasa's default", _default("training"), 0.1),
    Goal("Cold start, to Rasa's default", _default("start"), 0.5),
    Goal("Turns a second, many clients, to Rasa's default", _default("throughput"), 2.5, LEAST),
    Goal("Turn, median, to the floor", ("ratios", "floor", "ours", "p50"), 1.5),
    Goal("Turn in the longest conversation, to the shortest", ("lengths", "ours", "ratio"), 1.5),
    Goal("Turn with the most facts, to the fewest", ("facts", "ratio"), 1.5),
    Goal("Turn with a full database, to an empty one", ("stored", "ratio"), 1.2),
)
