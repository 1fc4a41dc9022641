"""How many made-up emergencies the patterns find alone, and what they find in vain.

``.venv/bin/python -m bench.red_flags`` prints, for each file in this folder, the messages found by
sign, then every message that went wrong. The patterns were tuned on these files, so the figures say
what an edit broke, not how good they are on new messages.
"""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent
FLAGS = HERE.parents[1] / "knowledge" / "red_flags.yml"
WANTED = {"emergencies": "emergency", "crises": "crisis"}


def main() -> int:
    """Print the tables; 1 when a message went wrong."""
    # Only the Rasa side's environment has what this needs.
    red_flags = import_module("bot.safety.patterns").RedFlags(FLAGS)
    wrong = [line for path in sorted(HERE.glob("*.yml")) for line in _measure(path, red_flags)]
    print("\n".join(wrong))
    return 1 if wrong else 0


def _measure(path: Path, red_flags: Any) -> list[str]:
    """Print the table of one file; give what went wrong."""
    wanted = WANTED.get(path.stem.split("-")[0])
    wrong: list[str] = []
    for sign, messages in yaml.safe_load(path.read_text(encoding="utf-8")).items():
        found = {m: [flag.id for flag in _of_kind(red_flags.find(m), wanted)] for m in messages}
        raised = sum(bool(ids) for ids in found.values())
        print(f"{path.stem:15} {sign:18} raised {raised:3} of {len(messages):3}")
        wrong += [
            f"{'missed' if wanted else 'in vain'}: {message} {ids or ''}"
            for message, ids in found.items()
            if bool(ids) != bool(wanted)
        ]
    return wrong


def _of_kind(flags: list[Any], wanted: str | None) -> list[Any]:
    return [flag for flag in flags if wanted != "crisis" or flag.kind == "crisis"]


if __name__ == "__main__":
    sys.exit(main())
