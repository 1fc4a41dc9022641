"""A clock that can be set while servers run, by libfaketime under them."""

from __future__ import annotations

from pathlib import Path

import pytest

HOW = "These tests need libfaketime. On Debian: apt-get install faketime"


class Clock:
    """The clock of the processes that have these settings in their environment.

    Only the time of day jumps, as on a machine whose clock is set; what counts seconds goes on.

    Args:
        folder: for the file from which they read it.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / "clock"
        self.set("+0")
        libraries = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
        if not libraries:
            pytest.fail(HOW)
        self.settings = {
            "LD_PRELOAD": str(libraries[0]),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",
            "NO_FAKE_STAT": "1",
        }

    def set(self, offset: str) -> None:
        """Set it, such as to "+2h", "-3d" or "+0", counted from the true time."""
        draft = self._file.with_suffix(".draft")
        draft.write_text(offset + "\n", encoding="utf-8")
        draft.replace(self._file)
