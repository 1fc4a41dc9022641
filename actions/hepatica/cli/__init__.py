"""The curators' command line: ``./hepatica`` in the checkout, ``python -m hepatica`` anywhere."""

from hepatica.cli import documents, editing, looking, publishing, serving
from hepatica.cli.common import app

__all__ = ["app", "documents", "editing", "looking", "publishing", "serving"]
