"""A small valid hazard log for tests to change, in a small checkout with what it names."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml

Entry = dict[str, Any]

TEST_FILE = """
import pytest


def test_a_sign_is_found() -> None: ...


async def test_it_waits() -> None: ...


class TestGate:
    def test_it_is_last(self) -> None: ...


@pytest.mark.parametrize("text", ["a", "b"])
def test_every_text(text: str) -> None: ...


@pytest.mark.xfail(strict=True, reason="not yet")
def test_not_yet() -> None: ...


@pytest.mark.skip
def test_left_out() -> None: ...


def helper() -> None: ...
"""
PROOF = "tests/bot/test_gate.py::test_a_sign_is_found"


def control(**changes: Any) -> Entry:
    """A design control with its proof."""
    return {
        "what": "A list of signs.",
        "kind": "design",
        "where": "bot/gate.py",
        "tests": [PROOF],
        **changes,
    }


def estimate(severity: str = "major", likelihood: str = "low") -> Entry:
    """An estimate with its reason."""
    return {"severity": severity, "likelihood": likelihood, "reason": "Because."}


def hazard(identifier: str = "H01", **changes: Any) -> Entry:
    """A hazard with every required field."""
    return {
        "id": identifier,
        "hazard": f"Hazard {identifier}",
        "causes": ["A cause."],
        "sequence": ["First this.", "Then that."],
        "harm": "An effect.",
        "initial": estimate(likelihood="high"),
        "controls": [control()],
        "residual": estimate(),
        "status": "open",
        "owner": "curator",
        **changes,
    }


class SmallLog:
    """A hazard log under construction: change the entries, then ``write``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.path = root / "hazards.yml"
        self.hazards = [hazard()]
        self.data: Entry = {
            "version": 1,
            "updated": "2026-11-23",
            "intended_use": {
                "purpose": "To inform.",
                "people": ["Patients."],
                "setting": ["At home."],
                "not_for": ["Diagnosis."],
                "assumptions": ["They can read."],
            },
        }
        self.add("bot/gate.py", "")
        self.add("tests/bot/test_gate.py", TEST_FILE)

    @property
    def hazard(self) -> Entry:
        """The first hazard, for tests that change one."""
        return self.hazards[0]

    @property
    def control(self) -> Entry:
        """The first control of the first hazard."""
        first: Entry = self.hazard["controls"][0]
        return first

    def add(self, path: str, content: str) -> None:
        """Put a file into the checkout."""
        whole = self.root / path
        whole.parent.mkdir(parents=True, exist_ok=True)
        whole.write_text(content, encoding="utf-8")

    def write(self) -> Path:
        """Write the log and give its path."""
        # Copied, so that a shared entry is written out twice and not as a YAML alias.
        data = {**self.data, "hazards": [deepcopy(hazard) for hazard in self.hazards]}
        text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True)
        self.path.write_text(text, encoding="utf-8")
        return self.path

    def line(self, text: str, nth: int = 1) -> int:
        """The line (from 1) on which ``text`` stands for the ``nth`` time."""
        lines = self.path.read_text(encoding="utf-8").splitlines()
        return [number for number, line in enumerate(lines, 1) if text in line][nth - 1]
