"""Fixture: the small folder in English and Chinese."""

import pytest
from checking_small import in_chinese
from small_knowledge import SmallKnowledge


@pytest.fixture
def bilingual(small: SmallKnowledge) -> SmallKnowledge:
    """A small valid folder in both languages, not yet written."""
    return in_chinese(small)
