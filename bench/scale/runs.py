"""The three runs: more servers, many people at once, a long time."""

import json
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.scale.measures import Memory, children, cpu, cpu_of, percentile, slope
from bench.scale.needs import database
from bench.scale.talking import Heard, Load, talk
from bench.scale.topology import Topology, pid, topology
from dev.paths import BOT_PYTHON
from dev.processes import Process, Words, stop
from dev.say import say

EVENTS = "events.json"
ACTIONS = 2
"""Action servers in every run."""
Result = dict[str, Any]


@dataclass(frozen=True)
class Plan:
    """How large the runs are.

    Args:
        servers: numbers of Rasa servers that are compared.
        scaling: the load on each of them.
        many: many people at once, on two servers.
        soak: a long time, on two servers.
        warm: seconds of load before anything is measured.
    """

    servers: Sequence[int]
    scaling: Load
    many: Load
    soak: Load
    warm: float


FULL = Plan(
    servers=(1, 2, 4),
    scaling=Load(people=16, seconds=30),
    many=Load(people=200, seconds=60, pause=(10.0, 30.0)),
    soak=Load(people=12, seconds=30 * 60, pause=(1.0, 3.0)),
    warm=10,
)
SHORT = Plan(
    servers=(1, 2),
    scaling=Load(people=4, seconds=3),
    many=Load(people=20, seconds=10, pause=(1.0, 3.0)),
    soak=Load(people=4, seconds=60, pause=(0.2, 0.6)),
    warm=2,
)


def scaling(plan: Plan, folder: Path) -> Result:
    """Turns a second with more and more Rasa servers."""
    return {
        str(count): _loaded(count, plan.scaling, plan.warm, folder / f"scaling-{count}")
        for count in plan.servers
    }


def many(plan: Plan, folder: Path) -> Result:
    """Many people who write now and then."""
    return _loaded(2, plan.many, plan.warm, folder / "many")


def soak(plan: Plan, folder: Path) -> Result:
    """A moderate load for long: does the memory grow?"""
    return _loaded(2, plan.soak, plan.warm, folder / "soak")


RUNS: dict[str, Callable[[Plan, Path], Result]] = {"scaling": scaling, "many": many, "soak": soak}


def _loaded(servers: int, load: Load, warm: float, folder: Path) -> Result:
    say(f"{load.people} people, {servers} Rasa servers, {load.seconds:.0f} s ...")
    with database() as kept, topology(servers, ACTIONS, kept, folder) as running:
        with counted(running, folder) as counting:
            talk(running.url, Load(load.people, warm, seed=0))
            counting.send(signal.SIGUSR1)
            before, used = kept.stored(), _cpu(running)
            with Memory(running.pids()) as memory:
                heard = talk(running.url, load)
            after = kept.stored()
            spent = {name: seconds - used[name] for name, seconds in _cpu(running).items()}
        result = _told(heard, spent)
        result["memory"] = {name: _memory(points) for name, points in memory.points.items()}
        result["stored"] = {
            name: value - getattr(before, name) for name, value in asdict(after).items()
        }
    result["broker"] = json.loads((folder / EVENTS).read_text(encoding="utf-8"))
    return result


@contextmanager
def counted(running: Topology, folder: Path) -> Iterator[Process]:
    """Counts the events that RabbitMQ gets meanwhile; into ``EVENTS``, when it is over."""
    command: Words = [BOT_PYTHON, "-m", "bench.scale.events", running.queue, folder / EVENTS]
    process = Process(command, folder / "events.log")
    process.wait(2)  # until it listens
    try:
        yield process
    finally:
        stop(process)


def _cpu(running: Topology) -> dict[str, float]:
    """Seconds of CPU so far; of the database and the broker all of the machine's."""
    return {
        "rasa": cpu([pid(server.process) for server in running.rasa]),
        "actions": cpu([pid(server.process) for server in running.actions]),
        "nginx": cpu(children(pid(running.nginx))),
        "postgres": cpu_of("postgres"),
        "rabbitmq": cpu_of("beam.smp"),
        "people": cpu([os.getpid()]),
    }


def _told(heard: Heard, spent: dict[str, float]) -> Result:
    turns = len(heard.times)
    return {
        "turns": turns,
        "conversations": heard.conversations,
        "seconds": round(heard.seconds, 1),
        "turns_a_second": round(turns / heard.seconds, 2),
        "p50_ms": round(1000 * percentile(heard.times, 0.5), 1),
        "p95_ms": round(1000 * percentile(heard.times, 0.95), 1),
        "slowest_ms": round(1000 * max(heard.times, default=0), 1),
        "errors": dict(heard.errors),
        "kinds": dict(heard.kinds),
        "bytes_in": heard.bytes_in,
        "bytes_out": heard.bytes_out,
        "cpu_ms_a_turn": {
            name: round(1000 * seconds / max(1, turns), 2) for name, seconds in spent.items()
        },
    }


def _memory(points: Sequence[tuple[float, float]]) -> dict[str, float]:
    """What a process took; growth is that of the second half, when it is warm."""
    later = points[len(points) // 2 :]
    return {
        "first_mb": round(points[0][1], 1),
        "last_mb": round(points[-1][1], 1),
        "most_mb": round(max(value for _, value in points), 1),
        "growth_mb_an_hour": round(3600 * slope(later), 2),
    }
