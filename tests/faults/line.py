"""The way to a database or a broker, which can be cut, hang, and refuse."""

from __future__ import annotations

import socket
import threading

from dev.ports import HOST
from tests.bot.stores.proxy import Proxy


class Line(Proxy):
    """A proxy whose server can also be stopped: then its port refuses connections."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.port = int(self._listener.getsockname()[1])
        self._refuses = False

    def __enter__(self) -> Line:
        return self

    def refuse(self) -> None:
        """Be stopped: all connections break, and nobody listens any more."""
        self._refuses = True
        self.cut()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def mend(self) -> None:
        """Be there again."""
        super().mend()
        if self._refuses:
            self._refuses = False
            self._listener = socket.create_server((HOST, self.port))
            threading.Thread(target=self._accept, daemon=True).start()
