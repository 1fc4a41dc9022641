"""The addresses for watching: /health/live, /health/ready and /metrics."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.store_version import store_version
from bot.watch.access import Access
from bot.watch.checks import Checks, Report
from bot.watch.metrics import REGISTRY
from bot.watch.waiting import Waiting, WaitingCollector

Route = Callable[[Request], Awaitable[HTTPResponse]]
_FRESH = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class StateCollector(Collector):
    """Gives Prometheus what the checks found last, and the version of the facts."""

    def __init__(self) -> None:
        self.report: Report | None = None

    def collect(self) -> Iterator[GaugeMetricFamily | InfoMetricFamily]:
        """The gauges; those of checks only once there were any."""
        ready = GaugeMetricFamily("hepatica_ready", "1 when patients are answered, else 0")
        check = GaugeMetricFamily(
            "hepatica_check", "What a check found: 1 well, 0.5 degraded, 0 failed", labels=["check"]
        )
        if self.report is not None:
            ready.add_metric((), float(self.report.ready))
            for name, finding in self.report.findings.items():
                check.add_metric((name,), finding.state.number)
        store = InfoMetricFamily("hepatica_store", "The version of the facts")
        store.add_metric((), {"version": store_version()})
        yield from (ready, check, store)


class WatchService:
    """Answers those who watch.

    Args:
        access: who may look.
        checks: what tells whether patients are answered.
        waiting: what counts messages that wait.
    """

    def __init__(self, access: Access, checks: Checks, waiting: Waiting) -> None:
        self._access = access
        self._checks = checks
        self._state = StateCollector()
        self.registry = CollectorRegistry()
        self.registry.register(self._state)
        self.registry.register(WaitingCollector(waiting))
        self._routes: dict[str, Route] = {
            "/health/live": self._live,
            "/health/ready": self._ready,
            "/metrics": self._metrics,
        }

    async def answer(self, request: Request) -> HTTPResponse | None:
        """The answer to a request; None when it is for others."""
        route = self._routes.get(request.path)
        if route is None or request.method not in ("GET", "HEAD"):
            return None
        return await route(request)

    async def _live(self, _: Request) -> HTTPResponse:
        return json({"status": "alive"}, headers=_FRESH)

    async def _ready(self, request: Request) -> HTTPResponse:
        if not self._access.may_probe(request.headers):
            return _refused()
        report = await self._checks.report()
        return json(report.payload(), status=200 if report.ready else 503, headers=_FRESH)

    async def _metrics(self, request: Request) -> HTTPResponse:
        if not self._access.may_measure(request.ip, request.headers):
            return _refused()
        self._state.report = await self._checks.report()
        # In a thread, as files are read.
        told = await asyncio.to_thread(self._written)
        return HTTPResponse(told, content_type=CONTENT_TYPE_LATEST, headers=_FRESH)

    def _written(self) -> bytes:
        return bytes(generate_latest(REGISTRY) + generate_latest(self.registry))


def _refused() -> HTTPResponse:
    detail = "only for this machine, or with HEPATICA_METRICS_TOKEN"
    return json({"error": detail}, status=403, headers=_FRESH)
