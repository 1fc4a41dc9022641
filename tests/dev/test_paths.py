"""Paths as a person in the checkout would type them."""

from pathlib import Path

import pytest

from dev.paths import ROOT, shown


@pytest.mark.parametrize(
    ("path", "words"),
    [(ROOT / ".run" / "rasa.log", ".run/rasa.log"), (Path("/else/where"), "/else/where")],
)
def test_a_path_is_shown_as_it_is_typed_in_the_checkout(path: Path, words: str) -> None:
    assert shown(path) == words
