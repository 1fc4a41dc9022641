"""Tiny programs for the tests to start, and waiting for what they do."""

import sys
import time
from collections.abc import Callable

SLEEPS = "import time; time.sleep(60)"
SERVES = """
import http.server, sys

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""


def python(code: str, *arguments: str) -> list[str]:
    """The words that run ``code``."""
    return [sys.executable, "-c", code, *arguments]


def until(true: Callable[[], object]) -> None:
    """Wait for something that is bound to happen soon; fails when it does not."""
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)
