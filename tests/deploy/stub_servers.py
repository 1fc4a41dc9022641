"""Servers that say who they are, for nginx to choose among."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class StubServer:
    """Answers everything with its name, and with what it was sent; can die in the midst of it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.asked: list[tuple[str, str, dict[str, str]]] = []
        self.dies = False
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.port = int(self._server.server_address[1])
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                stub.asked.append((self.command, self.path, dict(self.headers)))
                if stub.dies:
                    self.close_connection = True
                    return
                told = json.dumps({"server": stub.name, "said": body.decode()}).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)

            do_GET: Callable[..., Any] = answer  # noqa: N815 - http.server's names
            do_POST: Callable[..., Any] = answer  # noqa: N815
            do_DELETE: Callable[..., Any] = answer  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Nothing to the terminal."""

        return Handler
