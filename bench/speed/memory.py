"""Memory of all processes of a variant, as Linux counts it."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
MARK = "HEPATICA_BENCH_VARIANT"
"""Environment variable by which the processes of a variant are known, its workers, too."""
_KB = 1024


@dataclass(frozen=True)
class Memory:
    """In megabytes. ``pss`` counts what several processes share once, ``rss`` for each of them."""

    rss: float
    pss: float

    def __add__(self, other: "Memory") -> "Memory":
        return Memory(self.rss + other.rss, self.pss + other.pss)


def memory_of(variant: str, proc: Path = PROC) -> Memory:
    """What all processes of a variant have in use.

    Raises:
        ProcessLookupError: none is running.
    """
    total = Memory(0.0, 0.0)
    for process in _processes(variant, proc):
        with contextlib.suppress(OSError):  # it has just ended
            total += rollup((process / "smaps_rollup").read_text(encoding="ascii"))
    if not total.rss:
        raise ProcessLookupError(f"no process of the variant {variant} is running")
    return total


def _processes(variant: str, proc: Path) -> Iterator[Path]:
    mark = f"{MARK}={variant}".encode()
    for process in proc.glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if mark in (process / "environ").read_bytes().split(b"\0"):
                yield process


def rollup(text: str) -> Memory:
    r"""What one process has in use, from its ``smaps_rollup``.

    >>> rollup("00-ff [rollup]\nRss:  2048 kB\nPss:  1024 kB\nPss_Anon:  9 kB\n")
    Memory(rss=2.0, pss=1.0)
    """
    found = {}
    for line in text.splitlines():
        name, _, value = line.partition(":")
        if name in ("Rss", "Pss"):
            found[name] = int(value.split()[0]) / _KB
    return Memory(found["Rss"], found["Pss"])
