"""``make scorecard``: measures everything, writes docs/scorecard.md, its plots and the JSON file.

``--check`` only asks the held-out sets of the running servers and fails when a figure is beyond its
floor or ceiling, without the comparison with other systems, which takes most of the time;
``--tuning`` asks the tuning sets and lists what went wrong, for mending.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from dev.say import Trouble
from dev.servers import running
from scorecard import languages, page
from scorecard.asking import Outcome, ask_all
from scorecard.card import Card
from scorecard.compare.run import compare
from scorecard.compare.settings import Settings
from scorecard.dialogues import play_all
from scorecard.figures import figures
from scorecard.floors import beyond, load_floors
from scorecard.rates import Rate
from scorecard.sets import HELD_OUT, TUNING, SetError, all_items
from tests.end_to_end.runner import ROOT

TARGET = ROOT / "docs" / "scorecard.md"


def main() -> int:
    """0 when every figure keeps its floor."""
    parser = argparse.ArgumentParser(prog="scorecard", description=__doc__)
    parser.add_argument("--check", action="store_true", help="only hold the figures to the floors")
    parser.add_argument("--tuning", action="store_true", help="ask the tuning sets, list errors")
    options = parser.parse_args()
    try:
        return _tuning() if options.tuning else _held_out(write=not options.check)
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


def _held_out(*, write: bool) -> int:
    items = all_items(HELD_OUT)
    with _servers() as url:
        outcomes = ask_all(items, url)
        played = play_all(url)
    spoken = languages.measure(HELD_OUT, items)
    found = {**figures(outcomes), "language_told": spoken.all_short, **played}
    problems = beyond(found, load_floors())
    _print(found)
    if write:
        # The servers have ended by now: they would slow down what is measured.
        compared = compare(items, all_items(TUNING), Settings())
        page.write(TARGET, Card(outcomes, found, spoken, compared))
        sys.stdout.write(f"Wrote {TARGET.relative_to(ROOT)}.\n")
    for problem in problems:
        sys.stderr.write(f"{problem}\n")
    return 1 if problems else 0


def _tuning() -> int:
    with _servers() as url:
        outcomes = ask_all(all_items(TUNING), url)
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
