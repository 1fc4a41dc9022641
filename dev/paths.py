"""Where the checkout's things are."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ACTIONS = ROOT / "actions"
MATRIX = ROOT / "matrix"
SYNAPSE = ROOT / "tests" / "synapse"
VENDORS = ROOT / "tests" / "vendors"

BOT_PYTHON = ROOT / ".venv" / "bin" / "python"
"""Programs are run as ``python -m ...``: the scripts beside it break when the checkout is moved."""
MATRIX_PYTHON = MATRIX / ".venv" / "bin" / "python"
ACTIONS_PYTHON = ACTIONS / ".venv" / "bin" / "python"

MODEL = ROOT / "models" / "hepatica.tar.gz"
RUN = ROOT / ".run"
"""Logs and other files of running programs; nothing in it is needed once they have stopped."""


def shown(path: Path) -> str:
    """The path as a person in the checkout would type it."""
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else str(path)
