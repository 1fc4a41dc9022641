"""``python3 -m dev audit`` and ``sbom``: which packages there are, and what was judged of them."""

from pathlib import Path

from dev.paths import ACTIONS, ACTIONS_PYTHON, MATRIX, ROOT, SYNAPSE, VENDORS, shown
from dev.processes import Process, Words
from dev.say import Trouble, say
from dev.tools import UV

LOCKED = (ROOT, ACTIONS, MATRIX, VENDORS, SYNAPSE)
"""Folders with a lock file; the last two are only for tests."""
SERVED = {"rasa-server": ROOT, "action-server": ACTIONS, "matrix-channel": MATRIX}
"""What a hospital runs."""
BILLS = ROOT / "build" / "sbom"
SECONDS = 10 * 60.0


def audit() -> int:
    """Hold all lock files against the judgements; 1 with a sentence for each that does not hold.

    The environment of the action server and uv must be there: the one reads YAML, the other asks
    for advisories.
    """
    words: Words = [ACTIONS_PYTHON, "-m", "dev.judgements", UV, *map(shown, LOCKED)]
    code = Process(words, env={"PYTHONPATH": str(ROOT)}).wait(SECONDS)
    return 1 if code is None else code


def sbom() -> int:
    """Write a bill of materials (CycloneDX 1.5, JSON) of each environment that a hospital runs.

    Raises:
        Trouble: uv cannot write one.
    """
    BILLS.mkdir(parents=True, exist_ok=True)
    for name, folder in SERVED.items():
        bill = BILLS / f"{name}.cdx.json"
        _export(folder, bill)
        say(f"Wrote {shown(bill)}.")
    return 0


def _export(folder: Path, bill: Path) -> None:
    words: Words = [
        UV,
        "export",
        "-q",
        "--frozen",
        "--no-default-groups",
        "--format",
        "cyclonedx1.5",
    ]
    if Process([*words, "-o", bill], cwd=folder, log=bill.with_suffix(".log")).wait(SECONDS):
        raise Trouble(f"The bill of materials of {shown(folder)} could not be written.")
    bill.with_suffix(".log").unlink()
