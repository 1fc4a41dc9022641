"""Fuzz this environment's side with as many inputs as a release deserves."""

import sys

from tests.fuzz.running import main

sys.exit(main("actions", 12_000))
