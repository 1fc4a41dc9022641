"""``python -m hepatica``."""

from hepatica.cli import main

main()
