"""Proofs: every place and every test that the log names must be there, and be a proof."""

import pytest
from small_hazards import PROOF, SmallLog, hazard

from hepatica.loading import Problem
from hepatica.safety_case import load_hazards, missing_proofs


def missing(log: SmallLog) -> list[Problem]:
    """What the log names and the small checkout does not have."""
    return missing_proofs(load_hazards(log.write()), log.root)


def test_a_log_with_all_its_proofs_has_no_problem(small_log: SmallLog) -> None:
    assert missing(small_log) == []


@pytest.mark.parametrize("test", ["test_it_waits", "TestGate::test_it_is_last", "test_every_text"])
def test_coroutines_methods_and_parametrised_tests_are_proofs(
    small_log: SmallLog, test: str
) -> None:
    small_log.control["tests"] = [f"tests/bot/test_gate.py::{test}"]
    assert missing(small_log) == []


def test_a_test_that_was_renamed_is_told(small_log: SmallLog) -> None:
    small_log.control["tests"] = [PROOF, "tests/bot/test_gate.py::test_old_name"]
    [problem] = missing(small_log)
    assert (problem.entry, problem.field) == ("H01", "controls.0.tests.1")
    assert problem.line == small_log.line("test_old_name")
    assert problem.message == (
        "'tests/bot/test_gate.py' has no test 'test_old_name'; correct the name, or remove the test"
    )


def test_a_test_file_that_was_removed_is_told(small_log: SmallLog) -> None:
    (small_log.root / "tests/bot/test_gate.py").unlink()
    [problem] = missing(small_log)
    assert problem.line == small_log.line(PROOF)
    assert problem.message.startswith("'tests/bot/test_gate.py' is no file under tests/; correct")


def test_a_place_that_was_removed_is_told(small_log: SmallLog) -> None:
    (small_log.root / "bot/gate.py").unlink()
    [problem] = missing(small_log)
    assert (problem.field, problem.line) == ("controls.0.where", small_log.line("where:"))
    assert problem.message.startswith("'bot/gate.py' does not exist; correct the path")


@pytest.mark.parametrize("where", ["/etc", "../elsewhere", "bot/../../elsewhere"])
def test_a_place_outside_of_the_checkout_is_none(small_log: SmallLog, where: str) -> None:
    (small_log.root.parent / "elsewhere").mkdir(exist_ok=True)
    small_log.control["where"] = where
    assert [problem.field for problem in missing(small_log)] == ["controls.0.where"]


def test_a_folder_is_a_place(small_log: SmallLog) -> None:
    small_log.control["where"] = "bot"
    assert missing(small_log) == []


@pytest.mark.parametrize("name", ["test_not_yet", "test_left_out"])
def test_a_test_that_cannot_fail_proves_nothing(small_log: SmallLog, name: str) -> None:
    small_log.control["tests"] = [f"tests/bot/test_gate.py::{name}"]
    [problem] = missing(small_log)
    assert problem.message.endswith("so it proves nothing; move it to open_points")


@pytest.mark.parametrize(
    ("test", "message"),
    [
        ("tests/bot/test_gate.py", "names no test; add ::test_name"),
        ("tests/bot/test_gate.py::test_every_text[a]", "name the function without [...]"),
        ("tests/bot/test_gate.py::helper", "has no test 'helper'"),
        ("tests/bot/test_gate.py::test_it_is_last", "has no test 'test_it_is_last'"),
        ("bot/gate.py::test_a_sign_is_found", "is no file under tests/"),
        ("tests/bot", "is no test; name a .py file"),
        ("tests/bot/notes.md", "is no file under tests/"),
        ("tests/../bot/gate.py::test_x", "has no test 'test_x'"),
    ],
)
def test_what_is_no_test_is_told(small_log: SmallLog, test: str, message: str) -> None:
    small_log.control["tests"] = [test]
    [problem] = missing(small_log)
    assert message in problem.message


def test_a_helper_file_holds_no_tests(small_log: SmallLog) -> None:
    small_log.add("tests/bot/helpers.py", "def test_looks_like_one() -> None: ...")
    small_log.control["tests"] = ["tests/bot/helpers.py::test_looks_like_one"]
    assert len(missing(small_log)) == 1


def test_a_test_file_that_is_no_python_proves_nothing(small_log: SmallLog) -> None:
    small_log.add("tests/bot/test_gate.py", "def test_a_sign_is_found(:")
    assert len(missing(small_log)) == 1


DIALOGUES = """
dialogue: a sign in a talk
steps:
- user: hello
---
dialogue: another talk
"""


@pytest.mark.parametrize("case", ["", "::a sign in a talk", "::another talk"])
def test_a_dialogue_file_or_one_of_its_dialogues_is_a_proof(small_log: SmallLog, case: str) -> None:
    small_log.add("tests/dialogues/safety.yml", DIALOGUES)
    small_log.control["tests"] = [f"tests/dialogues/safety.yml{case}"]
    assert missing(small_log) == []


def test_a_dialogue_that_was_renamed_is_told(small_log: SmallLog) -> None:
    small_log.add("tests/dialogues/safety.yml", DIALOGUES)
    small_log.control["tests"] = ["tests/dialogues/safety.yml::a sign"]
    [problem] = missing(small_log)
    assert "has no 'a sign'; correct the name" in problem.message


def test_stories_and_intents_are_cases(small_log: SmallLog) -> None:
    small_log.add("tests/nlu.yml", "nlu:\n- intent: crisis\n- story: in the night\n")
    small_log.control["tests"] = ["tests/nlu.yml::crisis", "tests/nlu.yml::in the night"]
    assert missing(small_log) == []


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_an_empty_dialogue_file_proves_nothing(small_log: SmallLog, content: str) -> None:
    small_log.add("tests/dialogues/safety.yml", content)
    small_log.control["tests"] = ["tests/dialogues/safety.yml"]
    [problem] = missing(small_log)
    assert problem.message.endswith("is empty; it proves nothing")


def test_every_missing_proof_of_every_hazard_is_told(small_log: SmallLog) -> None:
    small_log.hazards.append(hazard("H02"))
    (small_log.root / "tests/bot/test_gate.py").unlink()
    (small_log.root / "bot/gate.py").unlink()
    told = [(problem.entry, problem.field) for problem in missing(small_log)]
    fields = ("controls.0.where", "controls.0.tests.0")
    assert told == [(identifier, field) for identifier in ("H01", "H02") for field in fields]
