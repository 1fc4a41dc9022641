"""A line to a server that can be cut, and that can hang."""

from __future__ import annotations

import contextlib
import socket
import threading
from types import TracebackType
from urllib.parse import urlsplit, urlunsplit


class Proxy:
    """Passes connections on to the server of an address until told otherwise.

    Args:
        address: such as postgresql://postgres@127.0.0.1:5432/test
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._server = (parts.hostname or "127.0.0.1", parts.port or 5432)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._passing = threading.Event()
        self._passing.set()
        self.is_cut = False
        user = f"{parts.username}@" if parts.username else ""
        host = f"{user}127.0.0.1:{self._listener.getsockname()[1]}"
        self.address = urlunsplit(parts._replace(netloc=host))
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break all connections, and every new one."""
        self.is_cut = True
        self._passing.set()
        self._break()

    def hang(self) -> None:
        """Take what comes and pass nothing on, as a server that is stuck."""
        self._passing.clear()

    def mend(self) -> None:
        """Pass on again; connections that hung are broken."""
        self.is_cut = False
        if not self._passing.is_set():
            self._break()
        self._passing.set()

    def __enter__(self) -> Proxy:
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self.cut()
        self._listener.close()

    def _break(self) -> None:
        for each in self._open:
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._open.clear()

    def _accept(self) -> None:
        while True:
            try:
                ours, _ = self._listener.accept()
            except OSError:
                return
            if self.is_cut:
                ours.close()
                continue
            theirs = socket.create_connection(self._server)
            self._open += [ours, theirs]
            for one, other in ((ours, theirs), (theirs, ours)):
                threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := one.recv(65536):
                self._passing.wait()
                other.sendall(data)
        for each in (one, other):
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
