"""Asks the bot's language detector; runs beside Rasa.

``.venv/bin/python -m scorecard.detect MESSAGES OUT``, from the checkout: MESSAGES is a JSON list of
texts, OUT gets the code of each one's language.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path


def main(messages: str, out: str) -> int:
    """Detect the language of every message."""
    from bot.nlu.language import language_of

    texts = json.loads(Path(messages).read_text(encoding="utf-8"))
    Path(out).write_text(json.dumps([language_of(text) for text in texts]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
