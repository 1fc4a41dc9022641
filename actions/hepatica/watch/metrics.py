"""The numbers of the action server, for Prometheus. No label holds a text or a name."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from prometheus_client import CollectorRegistry, Histogram, ProcessCollector
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector

from hepatica.store.snapshot import Snapshot

SOON = timedelta(days=30)
"""A fact whose date is nearer than this is one to look at now."""


class FactsCollector(Collector):
    """Gives Prometheus what the store holds today.

    Args:
        snapshot: gives the current snapshot.
        today: gives the day.
    """

    def __init__(
        self, snapshot: Callable[[], Snapshot], today: Callable[[], date] = date.today
    ) -> None:
        self._snapshot = snapshot
        self._today = today

    def collect(self) -> Iterator[GaugeMetricFamily | InfoMetricFamily]:
        """The gauges."""
        snapshot, today = self._snapshot(), self._today()
        left = [fact.valid_until - today for fact in snapshot.facts.values()]
        past = sum(days < timedelta(0) for days in left)
        soon = sum(timedelta(0) <= days <= SOON for days in left)
        store = InfoMetricFamily("hepatica_actions_store", "The version of the facts")
        store.add_metric((), {"version": snapshot.version})
        yield store
        yield _gauge("facts", "Facts that are served", len(left))
        yield _gauge("facts_expired", "Served facts that are past their date, with a warning", past)
        yield _gauge("facts_expiring", "Facts whose date is within 30 days", soon)


class Numbers:
    """All numbers of one action server.

    Args:
        snapshot: gives the current snapshot.
    """

    def __init__(self, snapshot: Callable[[], Snapshot]) -> None:
        self.registry = CollectorRegistry()
        self.registry.register(FactsCollector(snapshot))
        ProcessCollector(registry=self.registry)
        self.calls = Histogram(
            "hepatica_actions_call_seconds",
            "How long calls took, by what was asked for and how it ended",
            ("call", "status"),
            buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 2.0, 3.0, 5.0),
            registry=self.registry,
        )


def _gauge(name: str, meaning: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"hepatica_actions_{name}", meaning, value=value)
