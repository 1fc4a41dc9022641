"""The curators' command line: ``./hepatica`` in the checkout, ``python -m hepatica`` anywhere."""

import sys

from hepatica.cli import documents, editing, listening, looking, publishing, serving
from hepatica.cli.common import app, err


def main() -> None:
    """Run the command line; a library that is not installed is told, and how to get it."""
    try:
        app(prog_name="hepatica")
    except ModuleNotFoundError as error:
        err.print(
            f"The library '{error.name}' is not installed. It belongs to the curators' workshop: "
            "uv sync --group workshop. A server can build its store without it: "
            "hepatica build --no-checked",
            markup=False,
        )
        sys.exit(1)


__all__ = ["app", "documents", "editing", "listening", "looking", "main", "publishing", "serving"]
