"""How much is found: ``.venv/bin/python -m tests.bot.privacy.score``; --write: into the page."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable

from bot.paths import ROOT
from bot.privacy import masker
from tests.bot.privacy.sets import SETS, medical, telling
from tests.bot.privacy.test_privacy_medical import MADE_UP, NAMED

PAGE = ROOT / "docs" / "operating" / "privacy.md"
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"
NAMES = {
    "identifiers": "tuned on",
    "identifiers-2": "met unseen, then tuned on",
    "identifiers-3": "met unseen, then mistakes of a whole kind mended",
}


def table() -> str:
    """The rows for the page."""
    mask = masker().mask
    kinds = list(dict.fromkeys(one.kind for name in SETS for one in telling(name)))
    lines = [f"| Set | {' | '.join(kinds)} | all |", f"| --- |{' --- |' * (len(kinds) + 1)}"]
    for name in SETS:
        ones = telling(name)
        clean = Counter(one.kind for one in ones if one.is_clean(mask(one.text)))
        many = Counter(one.kind for one in ones)
        cells = [f"{clean[kind]} of {many[kind]}" for kind in kinds]
        total = f"{clean.total()} of {many.total()} ({clean.total() / many.total():.0%})"
        lines.append(f"| {NAMES[name]} | {' | '.join(cells)} | {total} |")
    return "\n".join([*lines, "", _unchanged(mask)])


def _unchanged(mask: Callable[[str], str]) -> str:
    texts = [*medical(), *MADE_UP]
    changed = [text for text in texts if mask(text) != text]
    named = [text for text in changed if any(name in text for name in NAMED)]
    of = "so nothing else is masked" if changed == named else f"{len(changed) - len(named)} do not"
    return (
        f"Of {len(texts)} messages that were thought to hold no identifier, {len(changed)} are "
        f"changed; {len(named)} of these really name somebody ({of})."
    )


def main() -> None:
    """Print the table, and write it into the page where asked to."""
    measured = table()
    print(measured)
    if "--write" in sys.argv:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
        _, _, after = rest.partition(END)
        PAGE.write_text(f"{before}{BEGIN}\n{measured}\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
