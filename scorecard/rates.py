"""A share of cases with its 95% confidence interval (Wilson score interval, 1927)."""

from dataclasses import dataclass

from scipy.stats import binomtest


@dataclass(frozen=True)
class Rate:
    """``hits`` of ``of`` cases."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where there is no case."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Low and high end of the 95% interval; (0, 1) where there is no case."""
        if not self.of:
            return 0.0, 1.0
        found = binomtest(self.hits, self.of).proportion_ci(method="wilson")
        return float(found.low), float(found.high)

    def told(self) -> str:
        """As the page shows it.

        >>> Rate(45, 50).told()
        '90.0% (45 of 50; 95% interval 78.6 to 95.7)'
        """
        low, high = self.interval
        interval = f"{100 * low:.1f} to {100 * high:.1f}"
        return f"{self.share:.1%} ({self.hits} of {self.of}; 95% interval {interval})"

    def short(self) -> str:
        """As a cell of a wide table shows it; a dash where there is no case.

        >>> Rate(45, 50).short()
        '90.0% (45/50; 79–96)'
        """
        if not self.of:
            return "–"
        low, high = (100 * end for end in self.interval)
        return f"{self.share:.1%} ({self.hits}/{self.of}; {low:.0f}–{high:.0f})"

    def data(self) -> dict[str, float | int]:
        """As the JSON file has it."""
        low, high = self.interval
        return {"share": round(self.share, 4), "hits": self.hits, "of": self.of,
                "low": round(low, 4), "high": round(high, 4)}  # fmt: skip


def rate(hits: list[bool]) -> Rate:
    """How many of the cases are true."""
    return Rate(sum(hits), len(hits))
