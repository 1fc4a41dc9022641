"""An action server that answers what no action server should."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from types import TracebackType

from dev.ports import HOST

_HEAD = "HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n"


def answer(body: str, status: str = "200 OK", kind: str = "application/json") -> bytes:
    """An answer as HTTP has it."""
    return (_HEAD.format(status, kind, len(body.encode())) + body).encode()


def _events(*events: object) -> bytes:
    return answer(json.dumps({"events": events, "responses": []}))


def _responses(*responses: object) -> bytes:
    return answer(json.dumps({"events": [], "responses": responses}))


GARBAGE = {
    "status 500": answer('{"error": "Traceback (most recent call last)"}', "500 Internal Error"),
    "status 400": answer('{"error": "no", "action_name": "action_answer"}', "400 Bad Request"),
    "a page": answer("<h1>Traceback (most recent call last)</h1>", kind="text/html"),
    "no HTTP": b"\x00\xff\x16\x03\x01 this is no web server\r\n\r\n",
    "nothing": b"",
    "half an answer": answer(" " * 1000)[:-900],
    "no JSON": answer("{'events': ["),
    "a list": answer("[1, 2, 3]"),
    "null": answer("null"),
    "empty": answer("{}"),
    "wrong types": answer('{"events": 5, "responses": "Traceback"}'),
    "unknown events": _events({"event": "no such event", "name": "topic"}),
    "events of odd fields": _events({"event": "slot", "name": 5}, {"event": "user"}),
    "a slot that there is not": _events({"event": "slot", "name": "nobody", "value": {"a": []}}),
    "silence": _responses(),
    "no contract": _responses({"text": "some words, and no contract"}),
    "another contract": _responses({"text": "words"}, {"custom": {"schema": 99, "kind": "answer"}}),
    "a contract without words": _responses({"custom": {"schema": 1, "kind": "answer"}}),
    "responses of odd fields": _responses({"text": {"a": 1}}, 7, None),
    "an unknown template": _responses({"response": "utter_no_such_response"}),
}


class FakeActions:
    """Listens where the action server did, and answers whatever comes with the same bytes.

    Args:
        port: where to listen.
        answer: the bytes.
        pause: seconds between two of them.
    """

    def __init__(self, port: int, answer: bytes, pause: float = 0.0) -> None:
        self._answer = answer
        self._pause = pause
        self._listener = socket.create_server((HOST, port))
        self._ended = threading.Event()

    def __enter__(self) -> FakeActions:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._ended.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(caller,), daemon=True).start()

    def _serve(self, caller: socket.socket) -> None:
        with contextlib.suppress(OSError), caller:
            caller.recv(65536)
            if not self._pause:
                caller.sendall(self._answer)
                caller.shutdown(socket.SHUT_WR)
                # Else what was not read yet would break the line before the answer is there.
                while caller.recv(65536):
                    pass
                return
            for byte in self._answer:
                if self._ended.is_set():
                    return
                caller.sendall(bytes([byte]))
                time.sleep(self._pause)
