"""Did anything change since last time? Answered by content, as a clone or a branch moves dates."""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from dev.paths import ROOT


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 of the names and contents of files; folders count with all that is in them.

    A file that is missing counts as missing, so deleting one is a change.
    """
    total = hashlib.sha256()
    for path in sorted({file for given in paths for file in _files(given)}):
        content = path.read_bytes() if path.is_file() else b"missing"
        name = os.path.relpath(path, ROOT)
        total.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return total.hexdigest()


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for file in path.rglob("*"):
        # Hidden files are the editors' and the desktop's, not the project's.
        inside = file.relative_to(path).parts
        if file.is_file() and not any(p.startswith(".") or p == "__pycache__" for p in inside):
            yield file


def stamped(stamp: Path) -> dict[str, str]:
    """What the stamp file says; empty when there is none or it cannot be read."""
    try:
        found = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def write_stamp(stamp: Path, content: dict[str, str]) -> None:
    """Write the stamp file in one go, so that an interruption leaves none rather than half."""
    draft = stamp.with_name(f"{stamp.name}.{os.getpid()}.new")
    draft.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    draft.replace(stamp)
