"""The knowledge carries the evidence dossier over without changing a number."""

from typing import Any

import pytest
import yaml
from small_knowledge import ROOT

from hepatica.loading import Knowledge
from hepatica.models import Fact

EVIDENCE = ROOT.parent / "shared" / "evidence"
pytestmark = pytest.mark.skipif(
    not EVIDENCE.is_dir(), reason="the evidence dossier lies beside the checkout and is not here"
)

GROUPS_FILLED_IN = {
    # The dossier leaves the group open; the statement of the same fact says who it was.
    "nart-review-2022": "people who had radiotherapy first",
    "sbrt-pvtt-small-study": "SBRT to PVTT",
    "surg-recovery-time": "people after liver surgery",
    "liver-regrows": "people whose remaining liver is healthy",
}
MEASURES_REWORDED = {
    # The dossier says "same"; on its own the measure needs its own words.
    "nart-some-miss-surgery": "did not go on to surgery (our calculation: 15 of 127 + 15)",
}
FIGURES_ADDED = {
    # Heads that the statement counts, and the absolute figures that must stand beside a ratio.
    "jama-all-completed-caveat": 1,
    "trials-not-comparable": 1,
    "jco-hr-death": 2,
    "jco-hr-recurrence": 2,
}
"""How many figures, the last ones, are not the dossier's of that fact."""
CARRIED_TOPICS = {"stages", "side-effects", "outcomes"}


@pytest.fixture(scope="module")
def evidence() -> list[dict[str, Any]]:
    """The dossier's facts."""
    with (EVIDENCE / "facts.yml").open(encoding="utf-8") as file:
        facts: list[dict[str, Any]] = yaml.safe_load(file)["facts"]
    return facts


def _groups(figures: list[dict[str, Any]]) -> list[str | None]:
    """Each figure's group, with "same" taken from the figure before."""
    groups: list[str | None] = []
    for figure in figures:
        groups.append(groups[-1] if figure["group"] == "same" else figure["group"])
    return groups


def _group_carried(ours: str | None, theirs: str | None, filled_in: str | None) -> bool:
    if ours == theirs:
        return True
    if ours is None or filled_in is None:
        return False
    return ours.startswith(filled_in) and (theirs is None or theirs in ours)


def _measures(figures: list[dict[str, Any]]) -> list[str]:
    """Each figure's ``what``, with a leading "same" taken from the figure before."""
    whats: list[str] = []
    for figure in figures:
        what = figure["what"]
        if what.split(" ")[0] == "same":
            what = whats[-1].split(" (")[0] + what.removeprefix("same")
        whats.append(what)
    return whats


CarriedOver = list[tuple[Fact, dict[str, Any]]]


@pytest.fixture(scope="module")
def carried_over(evidence: list[dict[str, Any]], real_knowledge: Knowledge) -> CarriedOver:
    """Our facts beside those of the evidence with the same id."""
    ours = real_knowledge.facts
    return [
        (_without_added(ours[theirs["id"]]), theirs) for theirs in evidence if theirs["id"] in ours
    ]


def _without_added(fact: Fact) -> Fact:
    carried = len(fact.figures) - FIGURES_ADDED.get(fact.id, 0)
    return fact.model_copy(update={"figures": fact.figures[:carried]})


def test_figures_added_stand_under_another_fact_of_the_dossier(
    carried_over: CarriedOver, real_knowledge: Knowledge
) -> None:
    carried = {
        (f.study, f.unit, f.value, f.group) for fact, _ in carried_over for f in fact.figures
    }
    for identifier, count in FIGURES_ADDED.items():
        for figure in real_knowledge.facts[identifier].figures[-count:]:
            assert (figure.study, figure.unit, figure.value, figure.group) in carried


def test_trial_stage_side_effect_and_outcome_facts_are_all_here(
    evidence: list[dict[str, Any]], real_knowledge: Knowledge
) -> None:
    wanted = {
        fact["id"]
        for fact in evidence
        if (fact["id"].startswith(("jco-", "jama-")) or fact["topic"] in CARRIED_TOPICS)
        and not fact.get("unverified")
    }
    assert wanted - set(real_knowledge.facts) == set()


def test_no_unverified_fact_is_here(
    evidence: list[dict[str, Any]], real_knowledge: Knowledge
) -> None:
    unverified = {fact["id"] for fact in evidence if fact.get("unverified")}
    assert unverified
    assert unverified & set(real_knowledge.facts) == set()


@pytest.mark.parametrize("field", ["value", "unit", "n", "timepoint"])
def test_figures_equal_the_evidence(carried_over: CarriedOver, field: str) -> None:
    differing = {}
    for ours, theirs in carried_over:
        carried = [getattr(figure, field) for figure in ours.figures]
        wanted = [figure[field] for figure in theirs["figures"]]
        if carried != wanted:
            differing[ours.id] = (carried, wanted)
    assert differing == {}


def test_groups_equal_the_evidence_or_fill_a_gap(carried_over: CarriedOver) -> None:
    differing = {}
    for ours, theirs in carried_over:
        wanted = _groups(theirs["figures"])
        for figure, group in zip(ours.figures, wanted, strict=True):
            if figure.note and figure.note == group:
                continue  # the dossier puts the head count where the group belongs
            if not _group_carried(figure.group, group, GROUPS_FILLED_IN.get(ours.id)):
                differing[ours.id] = (figure.group, group)
    assert differing == {}


def test_measure_and_note_together_are_what_the_evidence_says(carried_over: CarriedOver) -> None:
    differing = {}
    for ours, theirs in carried_over:
        wanted = _measures(theirs["figures"])
        for figure, what in zip(ours.figures, wanted, strict=True):
            said = f"{figure.measure} ({figure.note})" if figure.note else figure.measure
            if said not in (what, MEASURES_REWORDED.get(ours.id)) and figure.measure != what:
                differing[ours.id] = (said, what)
    assert differing == {}


def test_certainty_equals_the_evidence(
    evidence: list[dict[str, Any]], real_knowledge: Knowledge
) -> None:
    facts = real_knowledge.facts
    differing = [
        fact["id"]
        for fact in evidence
        if fact["id"] in facts and facts[fact["id"]].certainty != fact["certainty"]
    ]
    assert differing == []


def test_every_source_of_the_evidence_is_still_cited(
    evidence: list[dict[str, Any]], real_knowledge: Knowledge
) -> None:
    lost = {}
    for theirs in evidence:
        if ours := real_knowledge.facts.get(theirs["id"]):
            cited = {citation.source for citation in ours.citations}
            if missing := {source["id"] for source in theirs["sources"]} - cited:
                lost[ours.id] = missing
    assert lost == {}


def test_all_sources_are_here(real_knowledge: Knowledge) -> None:
    with (EVIDENCE / "sources.yml").open(encoding="utf-8") as file:
        wanted = {source["id"] for source in yaml.safe_load(file)["sources"]}
    assert len(wanted) == 126
    assert wanted - set(real_knowledge.sources) == set()


def test_all_glossary_terms_are_here(real_knowledge: Knowledge) -> None:
    with (EVIDENCE / "glossary.yml").open(encoding="utf-8") as file:
        wanted = {term["id"] for term in yaml.safe_load(file)["terms"]}
    assert len(wanted) == 95
    assert wanted - {term.id for term in real_knowledge.glossary.terms} == set()
