"""Takes events off RabbitMQ and counts them: ``python -m bench.scale.events QUEUE FILE [--all]``.

The exchange has the name of the queue. SIGUSR1 begins to count anew. When it is ended, it deletes
both and writes the counts into FILE. Run by the Rasa server's Python, which has the library.
"""

import asyncio
import json
import signal
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

ADDRESS = "amqp://guest:guest@127.0.0.1/"


async def count(queue: str, *, shown: bool) -> dict[str, int]:
    """How many there were when it was ended, and their bytes.

    Args:
        queue: where from.
        shown: print each of them, for tests.
    """
    pika: Any = import_module("aio_pika")
    told = {"events": 0, "bytes": 0}
    ended = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, ended.set)

    async def take(message: Any) -> None:
        told["events"] += 1
        told["bytes"] += len(message.body)
        if shown:
            print(message.body.decode(), flush=True)

    def begin() -> None:
        told.update(events=0, bytes=0)

    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, begin)
    connection = await pika.connect(ADDRESS)
    async with connection:
        channel = await connection.channel()
        found = await channel.get_queue(queue)
        await found.consume(take, no_ack=True)
        await ended.wait()
        await channel.queue_delete(queue)
        await channel.exchange_delete(queue)
    return told


if __name__ == "__main__":
    counts = json.dumps(asyncio.run(count(sys.argv[1], shown="--all" in sys.argv)))
    Path(sys.argv[2]).write_text(counts, encoding="utf-8")
