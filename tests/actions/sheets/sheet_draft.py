"""A readability sheet for tests to change, every answer unfavorable."""

from pathlib import Path
from typing import Any

import yaml

from hepatica.sheets import Sheet, load_sheets
from hepatica.sheets.models import instruments

Entry = dict[str, Any]
UNFAVORABLE = {"pemat": "disagree", "cdc": "no"}
WITHOUT_ADVICE = (12, 13, 14, 19)
"""Items of the CDC Index that do not apply where nothing is recommended."""


class SheetDraft:
    """A sheet under construction: every answer unfavorable until it is changed."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "knowledge" / "sheets" / "basics.yml"
        self.data: Entry = {
            "version": 1,
            "topic": "basics",
            "judged": {"by": "A nurse", "on": "2026-11-23"},
            "objective": "Readers know it.",
            "messages": ["It is so."],
        }
        for instrument in instruments().values():
            judged = [item.number for item in instrument.items if not item.computed]
            worst = UNFAVORABLE[instrument.id]
            self.data[instrument.id] = {
                number: {"answer": worst, "reason": f"Reason {number}."} for number in judged
            }
        self.answer("cdc", "not applicable", *WITHOUT_ADVICE)

    def answer(self, instrument: str, answer: str, *numbers: int) -> None:
        """Give items another answer."""
        for number in numbers:
            self.data[instrument][number]["answer"] = answer

    def write(self) -> Path:
        """Write the file and give its folder."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(yaml.safe_dump(self.data, sort_keys=False), encoding="utf-8")
        return self.path.parent

    def load(self) -> Sheet:
        """Write and load."""
        return load_sheets(self.write())["basics"]

    def line(self, instrument: str, number: int, field: str | None = None) -> int:
        """The line (from 1) of an item, or of one of its fields."""
        lines = self.path.read_text(encoding="utf-8").splitlines()
        place = lines.index(f"{instrument}:")
        place = lines.index(f"  {number}:", place)
        if field:
            place = next(i for i in range(place, len(lines)) if lines[i].startswith(f"    {field}"))
        return place + 1
