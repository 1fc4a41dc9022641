"""How many messages wait, read from the files in which they do, when somebody asks."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

PATIENCE = 0.5
"""Seconds to wait for somebody who writes into the same file."""
_BOXES = """
SELECT 'inbox', channel, count(*), min(at) FROM received WHERE message IS NOT NULL GROUP BY channel
UNION ALL SELECT 'outbox', channel, count(*), min(at) FROM outgoing GROUP BY channel"""


@dataclass(frozen=True)
class Waiting:
    """Counts what waits in the files of ``bot/messaging`` and ``bot/stores``.

    Args:
        inbox: the file of all messaging channels, those of other processes included.
        spool: the file for what the database did not take.
        clock: gives the seconds since 1970.
    """

    inbox: Path
    spool: Path
    clock: Callable[[], float] = time.time

    def boxes(self) -> list[tuple[str, str, int, float]]:
        """Box, channel, how many wait, and for how many seconds the oldest does.

        Raises:
            sqlite3.Error: the file cannot be read.
        """
        rows = _read(self.inbox, _BOXES)
        return [(box, name, many, max(0.0, self.clock() - at)) for box, name, many, at in rows]

    def spooled(self) -> int:
        """How many saves wait for the database.

        Raises:
            sqlite3.Error: the file cannot be read.
        """
        return sum(many for (many,) in _read(self.spool, "SELECT count(*) FROM waiting"))


class WaitingCollector(Collector):
    """Gives Prometheus what waits; what cannot be read is left out.

    Args:
        waiting: what counts.
    """

    def __init__(self, waiting: Waiting) -> None:
        self._waiting = waiting

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges."""
        many = GaugeMetricFamily(
            "hepatica_messages_waiting",
            "Messages that wait for an answer (inbox), parts that wait to be sent (outbox)",
            labels=("box", "channel"),
        )
        long = GaugeMetricFamily(
            "hepatica_longest_wait_seconds",
            "For how long the oldest of them has waited",
            labels=("box", "channel"),
        )
        spool = GaugeMetricFamily(
            "hepatica_spool_entries", "Saves of conversations that wait for the database"
        )
        with suppress(sqlite3.Error):
            for box, channel, count, seconds in self._waiting.boxes():
                many.add_metric((box, channel), count)
                long.add_metric((box, channel), seconds)
        with suppress(sqlite3.Error):
            spool.add_metric((), self._waiting.spooled())
        yield from (many, long, spool)


def _read(path: Path, query: str) -> list[Any]:
    """The rows of a query; none where there is no file, or no such table in it yet."""
    if not path.is_file():
        return []
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", PATIENCE, uri=True)) as file:
        try:
            return file.execute(query).fetchall()
        except sqlite3.OperationalError as error:
            if "no such table" in str(error):
                return []
            raise
