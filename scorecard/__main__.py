"""``make scorecard``: measures everything, writes docs/scorecard.md, its plots and the JSON file.

``--check`` only asks the held-out sets of the running servers and fails when a figure is beyond its
floor or ceiling; ``--tuning`` asks the tuning sets and lists what went wrong, for mending.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from dev.say import Trouble
from dev.servers import running
from scorecard import page
from scorecard.asking import Outcome, ask_all
from scorecard.dialogues import play_all
from scorecard.figures import figures
from scorecard.floors import beyond, load_floors
from scorecard.rates import Rate
from scorecard.sets import HELD_OUT, TUNING, Item, SetError, load_sets
from tests.end_to_end.runner import ROOT

TARGET = ROOT / "docs" / "scorecard.md"


def main() -> int:
    """0 when every figure keeps its floor."""
    parser = argparse.ArgumentParser(prog="scorecard", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only hold the figures to the floors")
    parser.add_argument("--tuning", action="store_true", help="ask the tuning sets, list errors")
    options = parser.parse_args()
    try:
        with _servers() as url:
            return _tuning(url) if options.tuning else _held_out(url, write=not options.check)
    except (Trouble, SetError) as trouble:
        sys.stderr.write(f"{trouble}\n")
        return 1


@contextmanager
def _servers() -> Iterator[str]:
    if url := os.environ.get("HEPATICA_TEST_URL"):
        yield url
        return
    with running() as url:
        yield url


def _items(which: str) -> list[Item]:
    return [item for items in load_sets(which).values() for item in items]


def _held_out(url: str, *, write: bool) -> int:
    outcomes = ask_all(_items(HELD_OUT), url)
    found = {**figures(outcomes), **play_all(url)}
    problems = beyond(found, load_floors())
    _print(found)
    if write:
        page.write(TARGET, outcomes, found)
        sys.stdout.write(f"Wrote {TARGET.relative_to(ROOT)}.\n")
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return 1 if problems else 0


def _tuning(url: str) -> int:
    outcomes = ask_all(_items(TUNING), url)
    _print(figures(outcomes))
    for outcome in outcomes:
        if not outcome.right:
            sys.stdout.write(f"{_told(outcome)}\n")
    return 0


def _print(found: dict[str, Rate]) -> None:
    for name, rate in found.items():
        sys.stdout.write(f"{name:26} {rate.told()}\n")


def _told(outcome: Outcome) -> str:
    item = outcome.item
    wanted = "/".join(sorted(item.wanted.kinds))
    return f"{item.set}: {item.ask!r}: {outcome.kind} {list(outcome.facts)} instead of {wanted}"


if __name__ == "__main__":
    sys.exit(main())
