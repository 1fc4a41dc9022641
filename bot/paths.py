"""Where the checkout's files are."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
KNOWLEDGE = Path(os.environ.get("HEPATICA_KNOWLEDGE", ROOT / "knowledge")).resolve()
STORE = Path(os.environ.get("HEPATICA_STORE", ROOT / "build" / "facts.sqlite")).resolve()
