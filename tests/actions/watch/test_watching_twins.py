"""What both environments need stands in both, and is the same."""

import pytest
from small_knowledge import ROOT


@pytest.mark.parametrize("name", ["access", "checks", "records", "wordings"])
def test_both_copies_are_the_same(name: str) -> None:
    ours, theirs = (
        ROOT / folder / f"{name}.py" for folder in ("actions/hepatica/watch", "bot/watch")
    )

    assert ours.read_bytes() == theirs.read_bytes()
