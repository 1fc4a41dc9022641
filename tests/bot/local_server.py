"""A Sanic app served on this machine for a test, started as Rasa does it."""

import socket
from typing import Any

from sanic import Sanic


async def started(app: Sanic) -> tuple[Any, int]:
    """The server of an app, which the caller closes, and its port."""
    # A socket, because Sanic takes port 0 for none given, and its own for all.
    sock = socket.socket()
    sock.bind(("127.0.0.1", 0))
    server: Any = await app.create_server(sock=sock, return_asyncio_server=True, access_log=False)
    await server.startup()
    await server.before_start()
    await server.start_serving()
    await server.after_start()
    return server, int(sock.getsockname()[1])
