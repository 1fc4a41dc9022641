"""``python -m bench.scale``: several servers behind nginx, on this machine.

    PYTHONPATH=actions:. actions/.venv/bin/python -m bench.scale           # about 40 minutes
    PYTHONPATH=actions:. actions/.venv/bin/python -m bench.scale --short   # about 4

Writes docs/operating/scale.json and the tables of scale.md; the short run only .run/scale.
Exits with 1 when somebody was not answered, or the memory grew.
"""

import argparse
import json
import os
import signal
import sys
from datetime import date
from pathlib import Path
from typing import Any

from bench.scale import needs, page
from bench.scale.measures import machine
from bench.scale.runs import FULL, RUNS, SHORT
from dev.paths import RUN, shown
from dev.say import Trouble, complain, say

QUIET = 0.7
"""The load of the machine above which nothing is measured."""
INTERRUPTED = 130


def main() -> int:
    """The exit code: 0 when all were answered and no memory grew."""
    asked = _arguments()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        return _run(asked)
    except Trouble as trouble:
        complain(str(trouble))
        return 1
    except KeyboardInterrupt:
        complain("\nInterrupted; all servers were stopped.")
        return INTERRUPTED


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.scale", description=__doc__)
    parser.add_argument("--short", action="store_true", help="all of it, small; for CI")
    parser.add_argument("--only", choices=RUNS, nargs="+", default=list(RUNS), metavar="RUN")
    parser.add_argument("--anyway", action="store_true", help="also while the machine is busy")
    return parser.parse_args()


def _run(asked: argparse.Namespace) -> int:
    needs.require()
    if not (asked.short or asked.anyway) and os.getloadavg()[0] > QUIET:
        raise Trouble(
            f"Other programs keep this machine busy (load {os.getloadavg()[0]:.2f}); "
            "wait for a quiet time, or say --anyway."
        )
    folder = RUN / "scale"
    measured: dict[str, Any] = {
        "day": date.today().isoformat(),
        "short": asked.short,
        "machine": machine(),
    }
    plan = SHORT if asked.short else FULL
    for name in asked.only:
        measured[name] = RUNS[name](plan, folder)
        _keep(folder / "scale.json", measured)
    if not asked.short and set(asked.only) == set(RUNS):
        page.write(measured)
        say(f"Written: {shown(page.PAGE)}, {shown(page.FIGURES)}")
    say(f"The figures are in {shown(folder / 'scale.json')}.")
    return _verdict(measured)


def _keep(path: Path, measured: dict[str, Any]) -> None:
    path.write_text(json.dumps(measured, indent=1, ensure_ascii=False), encoding="utf-8")


def _verdict(measured: dict[str, Any]) -> int:
    scaling = measured.get("scaling", {})
    results = [*scaling.values(), *(measured[n] for n in ("many", "soak") if n in measured)]
    errors = sum(sum(result["errors"].values()) for result in results)
    if errors:
        complain(f"{errors} messages were not answered as they should be.")
    growing = []
    # A minute is too short to tell growth from warming up.
    if "soak" in measured and not measured["short"]:
        memories = measured["soak"]["memory"]
        growing = [name for name, memory in memories.items() if not page.is_flat(memory)]
    if growing:
        complain(f"The memory grows: {', '.join(growing)}.")
    return 1 if errors or growing else 0


if __name__ == "__main__":
    sys.exit(main())
