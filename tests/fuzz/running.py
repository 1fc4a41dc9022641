"""``python -m tests.fuzz.bot`` and ``python -m tests.fuzz.actions``: one side, with more inputs."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
SEED = 20261129


def main(side: str, inputs: int) -> int:
    """Fuzz one side; the exit code is pytest's.

    Args:
        side: "bot" or "actions".
        inputs: what a share of 1 is, where the command line names no number.
    """
    parser = argparse.ArgumentParser(prog=f"python -m tests.fuzz.{side}")
    parser.add_argument("--inputs", type=int, default=inputs, help="inputs for a share of 1")
    parser.add_argument("--seed", type=int, default=SEED, help="another one makes other inputs")
    parser.add_argument("--only", default="", help="part of the name of a test")
    options = parser.parse_args()
    print(
        f"Feeding {side}, {options.inputs:,} inputs for a share of 1, seed {options.seed} ...",
        flush=True,
    )
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(FOLDER / side)]
    # The budget is read when the tests are collected, so it has to be in the environment by then.
    given = {
        "HEPATICA_FUZZ_INPUTS": str(options.inputs),
        "HEPATICA_FUZZ_SEED": str(options.seed),
    }
    only = ["-k", options.only] if options.only else []
    return subprocess.run([*words, *only], env={**os.environ, **given}, check=False).returncode
