"""How a turn's time grows with its conversation, and with all others that are stored.

``.venv/bin/python -m bench.growth_turns``, with nothing else running on the machine. Starts real
servers over a database of their own and asks over HTTP, in turn, in conversations of ten turns and
in one of a thousand (old turns are copies of real ones). Then the same for the store alone, in turn
in that database and in one that holds 100,000 other conversations. The databases are files;
HEPATICA_BENCH_DATABASES="postgresql://... postgresql://..." names two empty ones instead. Exits
with 1 when a goal is missed.
"""

import asyncio
import contextlib
import json
import os
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import median

import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from bot.paths import ROOT
from bot.stores.engine import engine_for
from bot.stores.settings import StoreSettings, store_settings
from bot.stores.tracker import HepaticaTrackerStore
from dev.servers import running

QUESTIONS = ("what is TACE?", "what side effects does radiotherapy have?", "more", "what is HCC?")
SHORT, LONG = 10, 1000
OTHERS = 100_000
MEASURED = 60
GROWTH_MOST = 1.5
"""A turn after ``LONG`` may take so many times that after ``SHORT``."""
OTHERS_MOST = 1.2
"""With ``OTHERS`` stored, a turn may take so many times that without."""
LIMIT = 600.0
"""Seconds for making the other conversations; the stores' own limit is meant for turns."""


def main() -> int:
    """Print the tables; 1 when a goal is missed."""
    with tempfile.TemporaryDirectory() as folder:
        files = f"sqlite:///{folder}/alone.sqlite sqlite:///{folder}/crowded.sqlite"
        alone, crowded = os.environ.get("HEPATICA_BENCH_DATABASES", files).split()
        environment = {"HEPATICA_DATABASE": alone, "HEPATICA_SPOOL": f"{folder}/spool.sqlite"}
        print(f"median of {MEASURED}, ms{'':18}turn {SHORT + 1}   turn {LONG + 1}   ratio")
        settings = store_settings(environment)
        with running(folder=Path(folder), env=environment) as url:
            served = _Http(url)
            with contextlib.suppress(RuntimeError):
                served.turn("warm", 0)  # on a busy machine the first one takes too long
            for number in range(SHORT):
                served.turn("like", number)
            _conversations(settings)
            growth = _row("over HTTP", *_medians(served))
        first = _Alone(settings)
        second = _Alone(store_settings(environment | {"HEPATICA_DATABASE": crowded}))
        second.take_over(first)
        _conversations(second.settings, OTHERS)
        _conversations(settings)
        times = _medians(first, second)
        growth = max(growth, _row("the store alone", *times[:2]))
        growth = max(growth, _row(f"the same with {OTHERS:,} others", *times[2:]))
        others = max(times[2] / times[0], times[3] / times[1])
        print(f"the others make it {others:.2f} times as long")
        return 0 if growth <= GROWTH_MOST and others <= OTHERS_MOST else 1


class _Http:
    """Turns of real servers."""

    def __init__(self, url: str) -> None:
        self._url = f"{url}/webhooks/rest/webhook"

    def turn(self, sender: str, number: int) -> float:
        """Milliseconds of one turn."""
        body = {"sender": sender, "message": QUESTIONS[number % len(QUESTIONS)]}
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self._url, json.dumps(body).encode(), headers)  # noqa: S310 - our own server
        start = time.perf_counter()
        with urllib.request.urlopen(request, timeout=30) as response:  # noqa: S310 - the same
            answer = json.load(response)
        milliseconds = 1000 * (time.perf_counter() - start)
        if not answer or answer[-1].get("custom", {}).get("kind") == "unavailable":
            raise RuntimeError(f"no answer: {answer}")
        return milliseconds


class _Alone:
    """What the store does in a turn: read, and append the events of a real one."""

    def __init__(self, settings: StoreSettings) -> None:
        self.settings = settings
        self._store = HepaticaTrackerStore(Domain.load(ROOT / "domain.yml"), settings=settings)
        self._loop = asyncio.new_event_loop()

    def take_over(self, other: "_Alone") -> None:
        """Take the conversation that others are copies of."""

        async def work() -> None:
            tracker = await other._store.retrieve_full_tracker("like")
            if tracker is None:
                raise RuntimeError("there is no conversation to copy from")
            await self._store.save(tracker)

        self._loop.run_until_complete(work())

    def turn(self, sender: str, number: int) -> float:  # noqa: ARG002 - always the same turn
        """Milliseconds of one turn."""
        return self._loop.run_until_complete(self._turn(sender))

    async def _turn(self, sender: str) -> float:
        like = await self._store.retrieve("like")
        new = _last_turn(like)
        start = time.perf_counter()
        tracker = await self._store.get_or_create_tracker(sender, append_action_listen=False)
        read = time.perf_counter()
        for event in new:
            event.timestamp = time.time()
            tracker.update(event)
        updated = time.perf_counter()
        await self._store.save(tracker)
        return 1000 * (time.perf_counter() - updated + read - start)


def _last_turn(tracker: DialogueStateTracker | None) -> list[Event]:
    if tracker is None:
        raise RuntimeError("there is no conversation to copy from")
    events = list(tracker.events)
    users = [i for i, event in enumerate(events) if event.type_name == "user"]
    return events[users[-1] :]


def _medians(*measured: "_Http | _Alone") -> list[float]:
    """For each, the medians of a turn in short conversations and in the long one; all in turn."""
    for number in range(8):  # the first one finds no mark; then everything is warm
        for one in measured:
            one.turn("long0", number)
            one.turn("like", number)
    names = [(one, name) for one in measured for name in ("short{}", "long0")]
    times = [[one.turn(name.format(n), n) for one, name in names] for n in range(MEASURED)]
    return [median(column) for column in zip(*times, strict=True)]


def _row(label: str, short: float, long: float) -> float:
    print(f"{label:32}{short:8.1f}{long:12.1f}{long / short:8.2f}", flush=True)
    return long / short


def _conversations(settings: StoreSettings, others: int = 0) -> None:
    """Make the conversations that are measured, and others beside them."""
    engine = engine_for(settings.database, LIMIT)
    _forget(engine, "short", "long")
    _copy(engine, "short", MEASURED, 1)
    _copy(engine, "long", 1, LONG // SHORT)
    if others:
        _copy(engine, "other", others, 1, whole=False)
    engine.dispose()


def _forget(engine: sa.engine.Engine, *names: str) -> None:
    with engine.begin() as connection:
        for name in names:
            for table in ("events", "hepatica_conversations"):
                connection.execute(
                    sa.text(f"DELETE FROM {table} WHERE sender_id LIKE :name"),  # noqa: S608 - fixed words
                    {"name": f"{name}%"},
                )


def _copy(engine: sa.engine.Engine, name: str, count: int, times: int, whole: bool = True) -> None:
    """Conversations ``name0``, ``name1`` ... in which that of ``like`` is so many times."""
    # Of the others the small events are enough: what counts is how many rows there are.
    only = "" if whole else "AND length(data) < 300 AND id < (SELECT min(id) + 40 FROM events)"
    with engine.begin() as connection:
        connection.execute(
            sa.text(_COPY.format(only=only)), {"name": name, "count": count, "times": times}
        )
        connection.execute(sa.text(_NAMES), {"name": name, "count": count, "now": time.time()})


_COPY = """
INSERT INTO events (sender_id, type_name, timestamp, intent_name, action_name, data)
WITH RECURSIVE
    people(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM people WHERE n + 1 < :count),
    times(t) AS (SELECT 0 UNION ALL SELECT t + 1 FROM times WHERE t + 1 < :times)
SELECT CAST(:name AS VARCHAR) || n, type_name, timestamp, intent_name, action_name, data
FROM people CROSS JOIN times CROSS JOIN events
WHERE sender_id = 'like' {only}
    AND (t = 0 OR id > (SELECT max(id) FROM events
                        WHERE sender_id = 'like' AND type_name = 'session_started'))
ORDER BY n, t, id"""
_NAMES = """
INSERT INTO hepatica_conversations (sender_id, latest)
WITH RECURSIVE people(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM people WHERE n + 1 < :count)
SELECT CAST(:name AS VARCHAR) || n, :now FROM people"""


if __name__ == "__main__":
    sys.exit(main())
