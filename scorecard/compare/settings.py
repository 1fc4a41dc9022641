"""How large the comparison is, and where it puts its files."""

from dataclasses import dataclass
from pathlib import Path

from dev.paths import RUN

EXAMPLES = 2500
"""Training examples that Rasa's default pipeline gets. DIET takes about 90 seconds for one epoch
over all of them (some 16,000) on two cores, so its usual 100 epochs would take two and a half
hours."""
EPOCHS = 40
"""Epochs of DIET in place of Rasa's 100; with ``EXAMPLES`` training takes about ten minutes. Other
parts of the default pipeline keep theirs: they are quick on our rules."""


@dataclass(frozen=True)
class Settings:
    """One comparison; other numbers are for trying whether it works.

    ``everything`` cuts what the rows with all examples get; nothing is cut when not said.
    """

    examples: int = EXAMPLES
    epochs: int = EPOCHS
    everything: int | None = None
    folder: Path = RUN / "compare"
