"""Writing a file whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A draft beside ``path`` to write to; it takes the place of ``path`` when the block ends well.

    Readers see the old file or the new one, never a mixture. When the block fails the draft is
    deleted and ``path`` is as it was.

    Raises:
        OSError: the draft cannot take the place of ``path``.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.new")
    with suppress(OSError):
        draft.unlink()
    try:
        yield draft
        draft.replace(path)
    finally:
        with suppress(OSError):
            draft.unlink()
