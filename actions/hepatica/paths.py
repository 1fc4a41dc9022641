"""Where things are: the checkout, unless the environment says otherwise."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
KNOWLEDGE = Path(os.environ.get("HEPATICA_KNOWLEDGE", ROOT / "knowledge")).resolve()
STORE = Path(os.environ.get("HEPATICA_STORE", ROOT / "build" / "facts.sqlite")).resolve()
NLU_FROM_FACTS = ROOT / "data" / "nlu" / "from-facts.yml"
HAZARDS = ROOT / "docs" / "safety" / "hazards.yml"
HAZARD_PAGE = ROOT / "docs" / "safety" / "hazard-log.md"
SHEET_PAGES = ROOT / "docs" / "readability"
FEEDBACK = Path(os.environ.get("HEPATICA_FEEDBACK", ROOT / ".run" / "feedback.sqlite")).resolve()
