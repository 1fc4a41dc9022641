"""``python -m hepatica``."""

from hepatica.cli import app

app(prog_name="hepatica")
