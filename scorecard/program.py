"""Programs that the score card starts in other processes, and what is said when they fail."""

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dev.paths import shown
from dev.processes import Words, logged, read
from dev.reasons import program_reason
from dev.say import Trouble, indented


def run(what: str, command: Words, log: Path, env: Mapping[str, str] | None = None) -> float:
    """Run a program to its end and return the seconds it took.

    Raises:
        Trouble: it failed; with its last words.
    """
    start = time.perf_counter()
    code, _ = logged(what, command, log, env=env)
    seconds = time.perf_counter() - start
    if code:
        reason = indented(program_reason(read(log)))
        raise Trouble(f"{what} failed:\n{reason}\nThe whole log is in {shown(log)}.")
    return seconds


def ask(
    what: str,
    command: Words,
    texts: Sequence[str],
    folder: Path,
    env: Mapping[str, str] | None = None,
) -> Any:
    """What a program says of some texts; it gets two file names more: of the texts, of its answer.

    Both files are deleted afterwards: held-out messages should not lie about to be read.

    Raises:
        Trouble: the program failed.
    """
    folder.mkdir(parents=True, exist_ok=True)
    asked, found = folder / "asked.json", folder / "found.json"
    try:
        asked.write_text(json.dumps(list(texts)), encoding="utf-8")
        run(what, [*command, asked, found], folder / f"{what.lower()}.log", env)
        return json.loads(found.read_text(encoding="utf-8"))
    finally:
        asked.unlink(missing_ok=True)
        found.unlink(missing_ok=True)
