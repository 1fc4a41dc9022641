"""Reading a hazard log: every problem is told with file, line, hazard, field and remedy."""

from pathlib import Path
from typing import Any

import pytest
from small_hazards import PROOF, SmallLog, control, estimate, hazard

from hepatica.loading import KnowledgeError, Problem
from hepatica.safety_case import SafetyCaseError, load_hazards


def problems(log: SmallLog) -> list[Problem]:
    """What is wrong with the log."""
    with pytest.raises(SafetyCaseError) as told:
        load_hazards(log.write())
    return told.value.problems


def test_a_valid_log_loads_in_its_order(small_log: SmallLog) -> None:
    small_log.hazards = [hazard("H02"), hazard("H01")]
    log = load_hazards(small_log.write())
    assert [h.id for h in log.hazards] == ["H02", "H01"]
    assert log.hazards[0].residual.risk == 3


@pytest.mark.parametrize("scale", ["severity", "likelihood"])
def test_an_unknown_level_is_told_with_those_that_are_known(
    small_log: SmallLog, scale: str
) -> None:
    small_log.hazard["initial"][scale] = "awful"
    [problem] = problems(small_log)
    assert (problem.entry, problem.field) == ("H01", f"initial.{scale}")
    assert problem.line == small_log.line(f"{scale}: awful")
    assert "'awful' is not known; use one of: " in problem.message


def test_an_id_given_twice_names_the_first_line(small_log: SmallLog) -> None:
    small_log.hazards.append(hazard("H01"))
    [problem] = problems(small_log)
    assert problem.line == small_log.line("id: H01", nth=2)
    first = small_log.line("id: H01")
    assert problem.message == f"this id stands already in line {first}; give one another id"


@pytest.mark.parametrize("identifier", ["1", "H1", "H001", "h01", "HAZ-01"])
def test_an_id_of_another_form_is_told(small_log: SmallLog, identifier: str) -> None:
    small_log.hazard["id"] = identifier
    [problem] = problems(small_log)
    assert problem.message == "must be H and two digits, such as H07"


def test_accepted_by_nobody_is_told(small_log: SmallLog) -> None:
    small_log.hazard["status"] = "accepted"
    [problem] = problems(small_log)
    assert (problem.entry, problem.line) == ("H01", small_log.line("id: H01"))
    assert "status accepted names nobody; add accepted: {name: ..." in problem.message


@pytest.mark.parametrize("name", ["", "   ", None])
def test_accepted_without_a_name_is_told(small_log: SmallLog, name: str | None) -> None:
    small_log.hazard["status"] = "accepted"
    small_log.hazard["accepted"] = {"name": name, "role": "safety officer", "on": "2026-11-23"}
    [problem] = problems(small_log)
    assert problem.field == "accepted.name"
    assert problem.line == small_log.line("name:")


def test_a_named_person_can_accept_an_undesirable_risk(small_log: SmallLog) -> None:
    small_log.hazard["status"] = "accepted"
    small_log.hazard["accepted"] = {"name": "Dr Example", "role": "officer", "on": "2026-11-23"}
    [loaded] = load_hazards(small_log.write()).hazards
    assert loaded.accepted is not None
    assert loaded.accepted.name == "Dr Example"


def test_nobody_can_accept_an_unacceptable_risk(small_log: SmallLog) -> None:
    small_log.hazard["residual"] = estimate("major", "high")
    small_log.hazard["status"] = "accepted"
    small_log.hazard["accepted"] = {"name": "Dr Example", "role": "officer", "on": "2026-11-23"}
    [problem] = problems(small_log)
    assert problem.message == "residual risk 4 cannot be accepted; set the status to open"


def test_an_undesirable_risk_is_not_controlled(small_log: SmallLog) -> None:
    small_log.hazard["status"] = "controlled"
    [problem] = problems(small_log)
    assert problem.message == "residual risk 3 cannot be controlled; set the status to open"


def test_a_name_on_an_open_hazard_is_told(small_log: SmallLog) -> None:
    small_log.hazard["accepted"] = {"name": "Dr Example", "role": "officer", "on": "2026-11-23"}
    [problem] = problems(small_log)
    assert "accepted by Dr Example, but status open" in problem.message


def test_controls_that_raise_the_risk_are_told(small_log: SmallLog) -> None:
    small_log.hazard["initial"] = estimate("minor", "low")
    [problem] = problems(small_log)
    assert problem.message.startswith("residual risk 3 is above the initial 1")


NO_PROOF: list[tuple[dict[str, Any], str]] = [
    ({"tests": []}, "has neither tests nor not_testable; name the tests that prove it"),
    ({"kind": "process", "tests": []}, "has neither tests nor not_testable"),
    ({"not_testable": "A reason."}, "has tests and not_testable; keep one of them"),
    ({"tests": [], "not_testable": "No."}, "a design control cannot be not_testable; name its"),
    ({"kind": "test", "tests": [], "not_testable": "No."}, "a test control cannot be not_testable"),
]


@pytest.mark.parametrize(("changes", "message"), NO_PROOF)
def test_a_control_that_is_not_proven_is_told_at_its_line(
    small_log: SmallLog, changes: dict[str, Any], message: str
) -> None:
    small_log.hazard["controls"].append(control(what="Another.", **changes))
    [problem] = problems(small_log)
    assert (problem.entry, problem.field) == ("H01", "controls.1")
    assert problem.line == small_log.line("what: Another.")
    assert problem.message.startswith(message)


@pytest.mark.parametrize("kind", ["information", "process"])
def test_information_and_process_may_be_beyond_proof(small_log: SmallLog, kind: str) -> None:
    small_log.control.update(kind=kind, tests=[], not_testable="Only a reader can judge it.")
    [loaded] = load_hazards(small_log.write()).hazards
    assert loaded.controls[0].not_testable == "Only a reader can judge it."


@pytest.mark.parametrize("field", ["causes", "sequence", "controls"])
def test_a_list_without_entries_is_told(small_log: SmallLog, field: str) -> None:
    small_log.hazard[field] = []
    [problem] = problems(small_log)
    assert (problem.field, problem.message) == (field, "is empty; name at least one")


def test_a_missing_and_an_unknown_field_are_told_at_once(small_log: SmallLog) -> None:
    del small_log.hazard["harm"]
    small_log.control["test"] = small_log.control["tests"]
    missing, unknown = problems(small_log)
    assert (missing.field, missing.message) == ("harm", "is missing; add it")
    assert unknown.field == "controls.0.test"
    assert unknown.message == "is not a known field; check the spelling or remove it"


def test_problems_of_several_hazards_are_told_at_once(small_log: SmallLog) -> None:
    small_log.hazards = [hazard("H01", owner=""), hazard("H02", status="done"), hazard("H02")]
    assert [problem.entry for problem in problems(small_log)] == ["H01", "H02", "H02"]


def test_a_problem_outside_of_the_hazards_is_told(small_log: SmallLog) -> None:
    del small_log.data["intended_use"]["not_for"]
    [problem] = problems(small_log)
    assert (problem.entry, problem.field) == ("", "intended_use.not_for")
    assert problem.line == small_log.line("intended_use:")


@pytest.mark.parametrize("hazards", ["none", {"H01": "x"}, None, ["H01"]])
def test_hazards_of_another_shape_are_told(small_log: SmallLog, hazards: Any) -> None:
    small_log.path.write_text(f"version: 1\nhazards: {hazards!r}\n", encoding="utf-8")
    with pytest.raises(SafetyCaseError, match="hazards"):
        load_hazards(small_log.path)


@pytest.mark.parametrize("content", ["", "- a list", "just words", "a: [\n", "a: 1\na: 2"])
def test_a_file_that_is_no_log_is_told(small_log: SmallLog, content: str) -> None:
    small_log.path.write_text(content, encoding="utf-8")
    with pytest.raises(SafetyCaseError, match=r"hazards\.yml:\d"):
        load_hazards(small_log.path)


def test_a_missing_file_is_told_as_every_other_problem(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="check that the file exists"):
        load_hazards(tmp_path / "nowhere.yml")


def test_the_error_is_a_list_to_work_through(small_log: SmallLog) -> None:
    small_log.hazard["owner"] = ""
    with pytest.raises(SafetyCaseError) as told:
        load_hazards(small_log.write())
    line = small_log.line("owner:")
    assert str(told.value) == f"{small_log.path}:{line}: H01 owner: is empty; fill it in"


def test_the_proof_of_the_small_log_is_one(small_log: SmallLog) -> None:
    [loaded] = load_hazards(small_log.write()).hazards
    assert loaded.controls[0].tests == [PROOF]
