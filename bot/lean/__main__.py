"""``python -m bot.lean`` takes the commands of ``rasa``."""

from __future__ import annotations

import os
from collections.abc import Collection
from importlib import import_module
from pathlib import Path

from bot.lean import placeholders
from bot.watch import records

THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
"""How many threads numpy's libraries use. The vectors here are so small that several threads mostly
wait for each other: with two on two cores a turn took twice the processor time."""
KERNELS = "OPENBLAS_CORETYPE"
"""Which of its kernels OpenBLAS uses. The one in this numpy (Rasa pins it) knows no processor made
after 2021 and takes those of 2004 for them: the sentence encoder then needs 1.4 times as long."""
NEEDED = ("rasa.__main__", "rasa.api", "rasa.core.run", "rasa.engine.recipes.default_components")
"""What Rasa else imports on its way, after TensorFlow's placeholders were sealed."""


def for_numpy(able: Collection[str]) -> dict[str, str]:
    """What numpy's libraries are told; they read it when they are loaded.

    Args:
        able: what the processor can do.

    >>> for_numpy({"sse2", "avx2", "fma"})["OPENBLAS_CORETYPE"]
    'Haswell'
    """
    told = dict.fromkeys(THREADS, "1")
    return told | {KERNELS: "Haswell"} if {"avx2", "fma"} <= set(able) else told


def processor_can(described: Path = Path("/proc/cpuinfo")) -> set[str]:
    """What the processor can do, in Linux's words; nothing where that is not known.

    Args:
        described: Linux's description of the processors.
    """
    try:
        lines = described.read_text(encoding="utf-8").splitlines()
    except OSError:
        return set()
    return set(next((line for line in lines if line.startswith("flags")), "").split())


def main() -> None:
    """Do what the command line says."""
    prepare()
    import_module("rasa.__main__").main()


def prepare() -> None:
    """Load Rasa as it is served; before anything else imports numpy or Rasa."""
    for name, value in for_numpy(processor_can()).items():
        os.environ.setdefault(name, value)
    # First, so that what Rasa's imports warn of is in the log's form, too.
    records.set_up(os.environ)
    placeholders.install()
    for name in NEEDED:
        import_module(name)
    placeholders.seal()
    import_module("bot.lean.faster").install()
    import_module("bot.lean.dialogue").install()


if __name__ == "__main__":
    main()
