"""The table under a run: how much was fed to what."""

from __future__ import annotations

import pytest

from tests.fuzz.budget import SEED, made, slowest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    failed = len(terminalreporter.stats.get("failed", []))
    terminalreporter.section(f"fuzzing, seed {SEED}")
    for target, count in sorted(made.items()):
        terminalreporter.write_line(f"{count:8,} {target} (slowest {slowest[target]:.2f} s)")
    terminalreporter.write_line(f"{sum(made.values()):8,} inputs, {failed} tests found a crash")
