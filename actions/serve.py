"""The action server: one process that is ready only when it can answer.

``python serve.py --port 5055``. rasa_sdk's own command works, too (``python -m rasa_sdk --actions
actions``), but it binds to every address, answers its health check before the encoder is loaded,
and ends with success when its port is taken.
"""

import argparse
import asyncio
import os
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import HTTPResponse, Request, Sanic
from sanic.response import json, raw
from threadpoolctl import threadpool_limits

from actions import answerer
from hepatica.paths import STORE
from hepatica.pictures import BadOrder, picture_of
from hepatica.watch import records
from hepatica.watch.access import Access
from hepatica.watch.health import ActionChecks
from hepatica.watch.metrics import Numbers
from hepatica.watch.routes import add_routes


def main() -> int:
    """Serve until stopped; 1 when the port is taken or the fact store cannot be read."""
    arguments = _arguments()
    if problem := _problem(arguments.host, arguments.port):
        sys.stderr.write(problem + "\n")
        return 1
    # Vectors are small: several threads would mostly wait for each other.
    threadpool_limits(1)
    executor = ActionExecutor()
    executor.register_package("actions")
    app = create_app(executor, cors_origins=[])
    _add_charts(app)
    _add_watching(app)
    app.prepare(
        host=arguments.host,
        port=arguments.port,
        single_process=True,
        access_log=False,
        motd=False,
    )
    Sanic.serve_single(app)
    return 0


def _add_charts(app: Sanic[Any, Any]) -> None:
    """``POST /charts``: a chart of the answer contract and its language become a picture."""
    # One at a time, in a thread of its own: no answer waits for a thread that draws.
    drawer = ThreadPoolExecutor(1, "charts")

    @app.post("/charts")
    async def charts(request: Request) -> HTTPResponse:
        drawn = asyncio.get_running_loop().run_in_executor(drawer, picture_of, request.body)
        try:
            return raw(await drawn, content_type="image/png")
        except BadOrder as error:
            return json({"error": str(error)}, 400)


def _add_watching(app: Sanic[Any, Any]) -> None:
    """``/health/live``, ``/health/ready`` and ``/metrics``; a log in which no patient stands."""
    # Once more, as Sanic and rasa_sdk have brought handlers of their own.
    records.set_up(os.environ)
    served = answerer()
    snapshot = served.store.snapshot
    checks = ActionChecks(STORE, snapshot, served.encoder)
    add_routes(app, Access(os.environ), checks, Numbers(snapshot))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Hepatica's action server")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=5055)
    return parser.parse_args()


def _problem(host: str, port: int) -> str | None:
    try:
        records.set_up(os.environ)
        Access(os.environ)
        answerer().ready()
        answerer().warm()
    except Exception as error:  # noqa: BLE001 - whatever it is, the operator needs one sentence
        return f"The action server cannot start: {error}"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            detail = getattr(error, "strerror", None) or error
            reason = f"cannot listen on {host}:{port} ({detail})"
            return f"The action server {reason}; choose another --host or --port."
    return None


if __name__ == "__main__":
    sys.exit(main())
