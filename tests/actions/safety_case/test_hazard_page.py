"""The page: what a safety officer needs, worst first, and nothing lost from the file."""

import re

import pytest
from small_hazards import SmallLog, control, estimate, hazard

from hepatica.safety_case import hazard_page, load_hazards


def page(log: SmallLog) -> str:
    """The page of the log."""
    return hazard_page(load_hazards(log.write()))


def _summary(text: str) -> list[str]:
    part = text.partition("## Summary")[2].partition("## The hazards")[0]
    return re.findall(r"^\| \[(H\d\d)\]", part, re.MULTILINE)


def test_it_says_that_it_is_generated_and_how(small_log: SmallLog) -> None:
    assert "Generated from [hazards.yml](hazards.yml) by `hepatica hazards`" in page(small_log)


def test_the_summary_has_the_highest_residual_risk_first(small_log: SmallLog) -> None:
    small_log.hazards = [
        hazard("H01", residual=estimate("minor", "low")),
        hazard("H02", residual=estimate("major", "high")),
        hazard("H03", residual=estimate("major", "low")),
        hazard("H04", residual=estimate("major", "high")),
    ]
    assert _summary(page(small_log)) == ["H02", "H04", "H03", "H01"]


def test_the_hazards_stand_in_the_order_of_the_file(small_log: SmallLog) -> None:
    small_log.hazards = [hazard("H01", residual=estimate("minor", "low")), hazard("H02")]
    assert re.findall(r"^### (H\d\d)", page(small_log), re.MULTILINE) == ["H01", "H02"]


def test_every_link_of_the_summary_leads_to_its_hazard(small_log: SmallLog) -> None:
    small_log.hazards = [hazard("H01"), hazard("H02")]
    text = page(small_log)
    for anchor in re.findall(r"\]\(#(\w+)\)", text):
        assert f'<a id="{anchor}"></a>' in text


def test_a_hazard_is_told_in_full(small_log: SmallLog) -> None:
    small_log.hazard["open_points"] = ["Something is open."]
    text = page(small_log)
    for said in (
        "### H01: Hazard H01",
        "Status: **open**. Owner: curator.",
        "- A cause.",
        "1. First this.\n2. Then that.",
        "**Effect on the patient.** An effect.",
        "| Initial | **4** | major | high | Because. |",
        "| Residual | **3** | major | low | Because. |",
        "*Design*, in [`bot/gate.py`](../../bot/gate.py)",
        "- `tests/bot/test_gate.py::test_a_sign_is_found`",
        "- Something is open.",
    ):
        assert said in text


def test_a_control_beyond_proof_says_why(small_log: SmallLog) -> None:
    small_log.hazard["controls"] = [
        control(kind="process", tests=[], not_testable="People do it, or not.")
    ]
    assert "Not testable: People do it, or not." in page(small_log)


def test_it_says_that_nobody_accepted_anything(small_log: SmallLog) -> None:
    assert "1, of which 1 open, 0 controlled, none accepted by a named person." in page(small_log)


def test_it_says_who_accepted_what(small_log: SmallLog) -> None:
    small_log.hazard["status"] = "accepted"
    small_log.hazard["accepted"] = {"name": "Dr Example", "role": "officer", "on": "2026-11-23"}
    text = page(small_log)
    assert "Residual risk accepted by Dr Example, officer, on 23 November 2026." in text
    assert "0 open, 0 controlled, 1 accepted by a named person." in text


@pytest.mark.parametrize("said", ["To inform.", "- Patients.", "- Diagnosis.", "- They can read."])
def test_the_intended_use_is_told(small_log: SmallLog, said: str) -> None:
    assert said in page(small_log).partition("## How risk is graded")[0]


def test_the_matrix_is_shown(small_log: SmallLog) -> None:
    assert "| high | 2 | 3 | 3 | 4 | 5 |" in page(small_log)


def test_a_table_survives_bars_and_line_ends(small_log: SmallLog) -> None:
    small_log.hazard["residual"]["reason"] = "This | that\nand more."
    assert "| major | low | This \\| that and more. |" in page(small_log)


def test_the_same_log_gives_the_same_page(small_log: SmallLog) -> None:
    assert page(small_log) == page(small_log)
