"""The action server: one process that is ready only when it can answer.

``python serve.py --port 5055``. rasa_sdk's own command works, too (``python -m rasa_sdk --actions
actions``), but it binds to every address, answers its health check before the encoder is loaded,
and ends with success when its port is taken.
"""

import argparse
import socket
import sys

from rasa_sdk.endpoint import create_app
from rasa_sdk.executor import ActionExecutor
from sanic import Sanic

from actions import answerer


def main() -> int:
    """Serve until stopped; 1 when the port is taken or the fact store cannot be read."""
    arguments = _arguments()
    if problem := _problem(arguments.host, arguments.port):
        sys.stderr.write(problem + "\n")
        return 1
    executor = ActionExecutor()
    executor.register_package("actions")
    app = create_app(executor, cors_origins=[])
    app.prepare(
        host=arguments.host,
        port=arguments.port,
        single_process=True,
        access_log=False,
        motd=False,
    )
    Sanic.serve_single(app)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Hepatica's action server")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=5055)
    return parser.parse_args()


def _problem(host: str, port: int) -> str | None:
    try:
        answerer().ready()
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
