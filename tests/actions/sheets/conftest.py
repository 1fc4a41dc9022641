"""Fixtures: a hand-made sheet to change, and the topics' sheets of the repository."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sheet_draft import SheetDraft
from small_knowledge import REAL_KNOWLEDGE, SmallKnowledge

from hepatica.curating.editions import preview
from hepatica.loading import Knowledge
from hepatica.sheets import Sheet, load_sheets
from hepatica.sheets.material import Material
from hepatica.store import Snapshot


@pytest.fixture
def draft(tmp_path: Path) -> SheetDraft:
    """A sheet of the topic "basics", not yet written."""
    return SheetDraft(tmp_path)


@pytest.fixture
def material(small: SmallKnowledge, today: date) -> Callable[[], Material]:
    """The answers that the small knowledge gives on the topic "basics"; may be called again."""

    def answers() -> Material:
        knowledge = small.load()
        return Material.of("basics", knowledge, preview(knowledge, today))

    return answers


@pytest.fixture(scope="session")
def real_sheets() -> dict[str, Sheet]:
    """The sheets of the repository."""
    return load_sheets(REAL_KNOWLEDGE / "sheets")


@pytest.fixture(scope="session")
def served(real_knowledge: Knowledge, today: date) -> Snapshot:
    """What the repository's knowledge would serve."""
    return preview(real_knowledge, today)
