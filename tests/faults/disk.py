"""A small disk of the tests' own, which can be full: a file system in memory (tmpfs)."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

HOW = (
    "These tests mount a small file system in memory, which needs root (in Docker: --privileged or "
    "--cap-add SYS_ADMIN). HEPATICA_WITHOUT_MOUNT=1 leaves them out."
)
SIZE = 4 * 1024 * 1024
"""Bytes: room for the tables and some turns."""


class Disk:
    """The file system in a folder.

    Args:
        folder: where it is mounted.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Leave no room at all."""
        with self._ballast.open("ab", buffering=0) as file:
            for size in (65536, 512, 1):
                while _wrote(file.fileno(), size):
                    pass

    def make_room(self) -> None:
        """Take out what filled it."""
        self._ballast.unlink()


def _wrote(file: int, size: int) -> bool:
    try:
        return os.write(file, b"x" * size) > 0
    except OSError:
        return False


@contextmanager
def disk(folder: Path) -> Iterator[Disk]:
    """A disk, for as long as the block lasts."""
    if os.environ.get("HEPATICA_WITHOUT_MOUNT") == "1":
        pytest.skip("HEPATICA_WITHOUT_MOUNT=1")
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "hepatica-faults", str(folder)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{HOW}\n{done.stderr}"
    try:
        yield Disk(folder)
    finally:
        umount = ["umount", "--lazy", str(folder)]
        subprocess.run(umount, check=True)
