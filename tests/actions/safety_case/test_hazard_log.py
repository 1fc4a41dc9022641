"""The repository's hazard log: its proofs are there and its page is the one in the repository."""

import pytest

from hepatica.paths import ROOT
from hepatica.safety_case import HazardLog, hazard_page, load_hazards, missing_proofs

SAFETY = ROOT / "docs" / "safety"


@pytest.fixture(scope="module")
def log() -> HazardLog:
    """The repository's hazard log."""
    return load_hazards(SAFETY / "hazards.yml")


def test_every_proof_of_the_log_is_there(log: HazardLog) -> None:
    assert [str(problem) for problem in missing_proofs(log, ROOT)] == []


def test_the_page_is_fresh(log: HazardLog) -> None:
    written = (SAFETY / "hazard-log.md").read_text(encoding="utf-8")
    assert written == hazard_page(log), "write it again with: hepatica hazards"


def test_the_hazards_are_numbered_without_a_gap(log: HazardLog) -> None:
    numbers = [int(hazard.id.removeprefix("H")) for hazard in log.hazards]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_hazard_that_is_not_controlled_says_what_is_open(log: HazardLog) -> None:
    silent = [h.id for h in log.hazards if h.status == "open" and not h.open_points]
    assert silent == []


def test_every_hazard_that_an_open_point_refers_to_exists(log: HazardLog) -> None:
    known = {f"({hazard.id})" for hazard in log.hazards}
    points = [point for hazard in log.hazards for point in hazard.open_points]
    named = {word.rstrip(".;,") for point in points for word in point.split() if word[:2] == "(H"}
    assert named
    assert named <= known
