"""Answers of a whole sheet, judged and computed, and the scores that follow from them."""

from collections.abc import Mapping
from dataclasses import dataclass

from hepatica.loading import Knowledge
from hepatica.sheets.computed import computed
from hepatica.sheets.material import Material
from hepatica.sheets.models import (
    NOT_APPLICABLE,
    Instrument,
    Item,
    Judgement,
    Scale,
    Score,
    Scores,
    Sheet,
    instruments,
)
from hepatica.store import Snapshot

_RISK, _CHANCES = 18, 20
PASS = 90.0
"""Percent from which a material passes the CDC Index; PEMAT-P has no official mark."""


@dataclass(frozen=True)
class Answered:
    """One item with its answer."""

    instrument: Instrument
    item: Item
    judgement: Judgement

    @property
    def applies(self) -> bool:
        """Whether the item counts at all."""
        return self.judgement.answer != NOT_APPLICABLE

    @property
    def point(self) -> bool:
        """Whether the item earns its point."""
        return self.instrument.earns(self.item, self.judgement.answer)


def answered(sheet: Sheet, knowledge: Knowledge, snapshot: Snapshot) -> list[Answered]:
    """Every item of both instruments with its answer, judged or computed.

    Raises:
        KnowledgeError: the sheet's topic has no fact that is served.
    """
    material = Material.of(sheet.topic, knowledge, snapshot)
    return [
        Answered(instrument, item, _judgement(sheet, instrument, item, material))
        for instrument in instruments().values()
        for item in instrument.items
    ]


def _judgement(sheet: Sheet, instrument: Instrument, item: Item, material: Material) -> Judgement:
    judged: Mapping[int, Judgement] = sheet.judgements(instrument.id)
    if instrument.id == "cdc" and item.number == _CHANCES and not _on_risk(judged):
        reason = f"Computed. Item {_RISK} says that the answers say nothing about risk."
        return Judgement(answer=NOT_APPLICABLE, reason=reason)
    if item.computed:
        return computed(instrument.id, item.number, material)
    return judged[item.number]


def _on_risk(judged: Mapping[int, Judgement]) -> bool:
    """Whether part D counts at all (CDC Index score sheet)."""
    return judged[_RISK].answer != NOT_APPLICABLE


def scored(items: list[Answered], scale: Scale) -> Score:
    """Points of one scale.

    A point for each item with the favorable answer; items that do not apply are left out
    (PEMAT User's Guide, steps 5 and 6; CDC Index score sheet).
    """
    counting = [found for found in items if found.item.scale == scale and found.applies]
    return Score(sum(found.point for found in counting), len(counting))


def score(sheet: Sheet, knowledge: Knowledge, snapshot: Snapshot) -> Scores:
    """A topic's points, items that apply, and percent, on each scale of the instruments.

    Args:
        sheet: what was judged by hand.
        knowledge: what the facts are made from; the computed items need its rules and glossary.
        snapshot: what would be served; its answers are judged.

    Raises:
        KnowledgeError: the sheet's topic has no fact that is served.
    """
    return scores_of(answered(sheet, knowledge, snapshot))


def scores_of(items: list[Answered]) -> Scores:
    """The scores of all scales."""
    return Scores(
        scored(items, "understandability"), scored(items, "actionability"), scored(items, "index")
    )
