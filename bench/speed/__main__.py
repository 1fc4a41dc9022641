"""``make bench``: Hepatica's speed and size beside Rasa's default, in one run.

Writes docs/benchmarks.md (between its markers), its plots and docs/benchmarks.json. The first run
trains Rasa's default, which takes most of an hour's third; later ones take the model that is there.
``--short`` takes a quarter of an hour, with less of everything. ``--quick`` runs all of it small,
in a few minutes, and writes to .run/bench/quick.
"""

import argparse
import os
import shutil
import signal
import sys
from pathlib import Path
from typing import Any

from bench.speed import growing, page
from bench.speed.goals import GOALS
from bench.speed.machine import machine, require_quiet
from bench.speed.measuring import measure
from bench.speed.models import trainings
from bench.speed.results import results
from bench.speed.settings import DEFAULT, OURS, WHOLE, Settings, quick, short
from bench.speed.stock import fetch
from bench.speed.texts import texts
from bench.speed.variants import variants
from dev.paths import ROOT, shown
from dev.say import Trouble, complain, say

TARGET = ROOT / "docs" / "benchmarks.md"


def main() -> int:
    """0 when all was measured, whether the goals are met or not."""
    # Ended by a signal, it ends its servers all the same.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    options = _options()
    settings = quick() if options.quick else short() if options.short else Settings()
    try:
        if not (options.anyway or options.quick):
            require_quiet()
        data = run(settings, anew=options.train)
    except Trouble as trouble:
        complain(str(trouble))
        return 1
    target = _target(settings, options.to)
    page.write(target, data)
    for goal in GOALS:
        met = "met" if goal.met(data) else "NOT met"
        say(f"{met:8} {page.told(goal.ratio(data)):24} {goal.told} ({goal.direction} {goal.limit})")
    say(f"Wrote {shown(target)}.")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench.speed", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small run, to see that all works")
    parser.add_argument("--short", action="store_true", help="a run of a quarter of an hour")
    parser.add_argument("--anyway", action="store_true", help="also when the machine is busy")
    parser.add_argument("--train", action="store_true", help="train also what is trained already")
    parser.add_argument("--to", type=Path, help="folder for page, plots and JSON")
    return parser.parse_args()


def run(settings: Settings, *, anew: bool) -> dict[str, Any]:
    """Measure everything; gives what the JSON file holds.

    Args:
        settings: how much of it.
        anew: train also what is trained already.

    Raises:
        Trouble: something failed.
    """
    at_start = os.getloadavg()
    told = texts()
    fetch(settings.folder)
    trained = trainings(settings, anew=anew)
    every = variants({name: Path(one.model) for name, one in trained.items()}, settings)
    measured = measure(every, told, settings)
    by_name = {variant.name: variant for variant in every}
    lengths = {OURS: settings.lengths, WHOLE: settings.lengths, DEFAULT: settings.lengths_default}
    found = results(settings, measured, trained)
    found["lengths"] = {
        name: growing.lengths(by_name[name], turns, told) for name, turns in lengths.items()
    }
    found["facts"] = growing.facts(by_name[WHOLE], settings.facts, told, settings)
    found["stored"] = growing.stored(by_name[OURS], told, settings)
    loads = {"load_start": _rounded(at_start), "load_end": _rounded(os.getloadavg())}
    return {"machine": machine() | loads, **found}


def _rounded(load: tuple[float, float, float]) -> list[float]:
    return [round(one, 2) for one in load]


def _target(settings: Settings, folder: Path | None) -> Path:
    """The page to write to; elsewhere than in docs/ it begins as a copy of that one."""
    folder = folder or (settings.folder if settings.quick else TARGET.parent)
    target = folder.resolve() / TARGET.name
    if target != TARGET:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(TARGET, target)
    return target


if __name__ == "__main__":
    sys.exit(main())
