"""``make compare``: only the comparison with other systems, printed; docs/scorecard.md stays.

A run with little of everything shows in a few minutes whether it works: ``python -m
scorecard.compare --examples 300 --epochs 2 --everything 600 --messages 200 --folder
.run/compare-try``.
"""

import argparse
import json
import sys
from pathlib import Path

from dev.say import Trouble, complain, say
from scorecard.compare.run import compare
from scorecard.compare.section import data, section
from scorecard.compare.settings import EPOCHS, EXAMPLES, Settings
from scorecard.sets import HELD_OUT, TUNING, SetError, all_items


def main() -> int:
    """Compare and print."""
    usual = Settings()
    parser = argparse.ArgumentParser(prog="scorecard.compare", description=__doc__)
    parser.add_argument("--examples", type=int, default=EXAMPLES, help="training examples to use")
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="epochs of DIET")
    parser.add_argument("--everything", type=int, help="examples in the rows that have all")
    parser.add_argument("--messages", type=int, help="about how many messages to take through")
    parser.add_argument("--folder", type=Path, default=usual.folder, help="where files go")
    options = parser.parse_args()
    settings = Settings(
        options.examples, options.epochs, options.everything, options.folder.resolve()
    )
    try:
        items = all_items(HELD_OUT)
        if options.messages:
            items = items[:: max(1, len(items) // options.messages)]
        found = compare(items, all_items(TUNING), settings)
    except (Trouble, SetError) as trouble:
        complain(str(trouble))
        return 1
    say(section(items, found.systems, found))
    told = json.dumps(data(items, found.systems, found), indent=1)
    (settings.folder / "comparison.json").write_text(f"{told}\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
