"""Times, CPU and memory."""

import math
import os
import platform
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
_TICKS = os.sysconf("SC_CLK_TCK")
PAUSE = 5.0
"""Seconds between two looks at the memory."""


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of them do not exceed; 0 of none."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    # Rounded first, as 0.95 x 100 may be a hair more than 95.
    return ordered[max(0, math.ceil(round(share * len(ordered), 6)) - 1)]


def slope(points: Sequence[tuple[float, float]]) -> float:
    """The rise of y for each x, by least squares; 0 for fewer than two points."""
    if len({x for x, _ in points}) < 2:  # noqa: PLR2004 - two points make a line
        return 0.0
    mean_x = sum(x for x, _ in points) / len(points)
    mean_y = sum(y for _, y in points) / len(points)
    above = sum((x - mean_x) * (y - mean_y) for x, y in points)
    return above / sum((x - mean_x) ** 2 for x, _ in points)


def cpu(pids: Sequence[int]) -> float:
    """Seconds of CPU that processes have used so far."""
    return sum(_ticks(PROC / str(pid)) for pid in pids) / _TICKS


def cpu_of(command: str) -> float:
    """The same of all processes of a name, such as PostgreSQL's."""
    folders = (path for path in PROC.iterdir() if path.name.isdecimal())
    return sum(_ticks(folder) for folder in folders if _name(folder) == command) / _TICKS


def children(pid: int) -> list[int]:
    """A process and those that it started."""
    try:
        told = (PROC / str(pid) / "task" / str(pid) / "children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *map(int, told)]


def _name(folder: Path) -> str:
    try:
        return (folder / "comm").read_text().strip()
    except OSError:
        return ""


def _ticks(folder: Path) -> int:
    try:
        fields = (folder / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])


def memory(pid: int) -> float:
    """Megabytes of a process, its share of what it shares with others included (PSS)."""
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    pss = next((line for line in lines if line.startswith("Pss:")), "Pss: 0 kB")
    return int(pss.split()[1]) / 1024


@dataclass
class Memory:
    """Looks at the memory of processes now and then, in a thread.

    Args:
        pids: each by its name.
        pause: seconds between looks.
    """

    pids: Mapping[str, int]
    pause: float = PAUSE
    points: dict[str, list[tuple[float, float]]] = field(default_factory=dict)

    def __enter__(self) -> "Memory":
        self._enough = threading.Event()
        self._start = time.monotonic()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._enough.set()
        self._thread.join()

    def _look(self) -> None:
        while True:
            at = time.monotonic() - self._start
            for name, pid in self.pids.items():
                self.points.setdefault(name, []).append((at, memory(pid)))
            if self._enough.wait(self.pause):
                return


def machine() -> dict[str, object]:
    """What this was measured on."""
    cpus = (PROC / "cpuinfo").read_text().splitlines()
    named = [line.partition(":")[2].strip() for line in cpus if line.startswith("model name")]
    total = (PROC / "meminfo").read_text().split()[1]
    return {
        "cpu": named[0] if named else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(int(total) / 1024 / 1024, 1),
        "python": platform.python_version(),
        "load": [round(load, 2) for load in os.getloadavg()],
    }
