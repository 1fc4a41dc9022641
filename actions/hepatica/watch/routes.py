"""The addresses for watching the action server: /health/live, /health/ready and /metrics."""

import asyncio
import time
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sanic import HTTPResponse, Request, Sanic
from sanic.response import BaseHTTPResponse, json, raw

from hepatica.watch.access import Access
from hepatica.watch.checks import Checks
from hepatica.watch.health import ActionChecks
from hepatica.watch.metrics import Numbers
from hepatica.watch.records import be_quiet

TIMED = {"/webhook": "answer", "/charts": "chart"}
"""What is timed, by its address and by its name in the numbers."""
_FRESH = {"Cache-Control": "no-store"}


def add_routes(
    app: Sanic[Any, Any], access: Access, checks: ActionChecks, numbers: Numbers
) -> None:
    """Let an action server be watched.

    Args:
        app: the server.
        access: who may look.
        checks: what it needs to answer.
        numbers: what is counted.
    """
    asked = Checks(checks.all())

    @app.get("/health/live")
    async def live(_: Request) -> HTTPResponse:
        return json({"status": "alive"}, headers=_FRESH)

    @app.get("/health/ready")
    async def ready(request: Request) -> HTTPResponse:
        if not access.may_probe(request.headers):
            return _refused()
        report = await asked.report()
        version = await asyncio.to_thread(checks.version)
        status = 200 if report.ready else 503
        return json({**report.payload(), "store": version}, status, headers=_FRESH)

    @app.get("/metrics")
    async def metrics(request: Request) -> HTTPResponse:
        if not access.may_measure(request.ip, request.headers):
            return _refused()
        told = await asyncio.to_thread(generate_latest, numbers.registry)
        return raw(told, content_type=CONTENT_TYPE_LATEST, headers=_FRESH)

    _time_calls(app, numbers)

    @app.after_server_start
    async def started(_: Sanic[Any, Any]) -> None:
        be_quiet()


def _time_calls(app: Sanic[Any, Any], numbers: Numbers) -> None:
    async def begin(request: Request) -> None:
        request.ctx.began = time.perf_counter()

    async def end(request: Request, response: BaseHTTPResponse) -> None:
        call = TIMED.get(request.path)
        began = getattr(request.ctx, "began", None)
        if call is not None and began is not None:
            seconds = time.perf_counter() - began
            numbers.calls.labels(call, f"{response.status // 100}xx").observe(seconds)

    app.register_middleware(begin, "request")
    app.register_middleware(end, "response")


def _refused() -> HTTPResponse:
    detail = "only for this machine, or with HEPATICA_METRICS_TOKEN"
    return json({"error": detail}, 403, headers=_FRESH)
