"""What the action server needs to answer."""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

from hepatica.search.encoder import Encoder
from hepatica.store.build import FORMAT
from hepatica.store.snapshot import Snapshot
from hepatica.watch.checks import OK, Check, Finding, degraded, failed


class ActionChecks:
    """The checks of the action server.

    Args:
        path: the store file.
        snapshot: gives what is served of it.
        encoder: what questions are understood with.
        today: gives the day.
    """

    def __init__(
        self,
        path: Path,
        snapshot: Callable[[], Snapshot],
        encoder: Encoder,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._path = path
        self._snapshot = snapshot
        self._encoder = encoder
        self._today = today

    def all(self) -> Mapping[str, Check]:
        """Each check by its name."""
        return {"encoder": self.encoder, "facts": self.facts, "store file": self.file}

    async def encoder(self) -> Finding:
        """Whether texts become vectors."""
        vectors = await asyncio.to_thread(self._encoder.encode, ["liver"])
        return OK if vectors.any() else failed("gives no vectors")

    async def facts(self) -> Finding:
        """Whether there are facts, and none is past its date."""
        snapshot = await asyncio.to_thread(self._snapshot)
        if not snapshot.facts:
            return failed("no fact can be served")
        today = self._today()
        past = sum(snapshot.overdue(fact, today) for fact in snapshot.facts.values())
        return degraded(f"{past} facts are past their date") if past else OK

    async def file(self) -> Finding:
        """Whether the store file can be read, and is what is served."""
        try:
            there = await asyncio.to_thread(self._written)
        except (sqlite3.Error, ValueError):
            return degraded("cannot be read; what was read before is served")
        served = await asyncio.to_thread(self.version)
        return OK if there == served else degraded("is broken; what was read before is served")

    def version(self) -> str:
        """The version of the facts that are served."""
        return self._snapshot().version

    def _written(self) -> str:
        address = f"{self._path.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as file:
            meta = dict(file.execute("SELECT key, value FROM meta"))
        return str(meta.get("version", "")) if meta.get("format") == str(FORMAT) else ""
