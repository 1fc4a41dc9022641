"""What is wrong with a sheet is told with file, line, topic and field."""

from pathlib import Path

import pytest
from sheet_draft import SheetDraft

from hepatica.loading import KnowledgeError, Problem
from hepatica.sheets import load_sheets
from hepatica.sheets.models import instruments

FILE = "knowledge/sheets/basics.yml"


def problems(draft: SheetDraft) -> list[Problem]:
    with pytest.raises(KnowledgeError) as caught:
        draft.load()
    return caught.value.problems


def test_a_whole_sheet_is_read(draft: SheetDraft) -> None:
    sheet = draft.load()
    assert sheet.topic == "basics"
    assert sheet.pemat[1].answer == "disagree"
    assert sheet.cdc[18].reason == "Reason 18."


def test_a_missing_item_is_told(draft: SheetDraft) -> None:
    del draft.data["pemat"][9]
    (problem,) = problems(draft)
    assert (problem.file, problem.entry, problem.field) == (FILE, "basics", "pemat.9")
    assert problem.line == draft.path.read_text("utf-8").splitlines().index("pemat:") + 1
    assert "add its answer and reason" in problem.message


def test_an_unknown_item_is_told(draft: SheetDraft) -> None:
    draft.data["pemat"][13] = {"answer": "agree", "reason": "Only films have it."}
    (problem,) = problems(draft)
    assert (problem.file, problem.line) == (FILE, draft.line("pemat", 13))
    assert "is no item of" in problem.message


def test_an_item_that_is_no_number_is_told(draft: SheetDraft) -> None:
    draft.data["cdc"]["seven"] = {"answer": "no", "reason": "Because."}
    assert "cdc.seven" in {problem.field for problem in problems(draft)}


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_empty_reason_is_told(draft: SheetDraft, reason: str) -> None:
    draft.data["cdc"][8]["reason"] = reason
    (problem,) = problems(draft)
    assert (problem.file, problem.line) == (FILE, draft.line("cdc", 8, "reason"))
    assert problem.field == "cdc.8.reason"
    assert problem.message == "is empty; fill it in"


def test_a_lacking_reason_is_told(draft: SheetDraft) -> None:
    del draft.data["cdc"][8]["reason"]
    (problem,) = problems(draft)
    assert (problem.line, problem.field) == (draft.line("cdc", 8), "cdc.8.reason")


@pytest.mark.parametrize(
    ("instrument", "number", "answer"),
    [("pemat", 1, "perhaps"), ("pemat", 1, "yes"), ("cdc", 8, "agree")],
)
def test_an_unknown_answer_is_told_with_those_that_there_are(
    draft: SheetDraft, instrument: str, number: int, answer: str
) -> None:
    draft.answer(instrument, answer, number)
    (problem,) = problems(draft)
    assert (problem.file, problem.line) == (FILE, draft.line(instrument, number, "answer"))
    assert f"'{answer}' is not known" in problem.message
    assert "not applicable" in problem.message


def test_a_computed_item_that_is_answered_by_hand_is_told(draft: SheetDraft) -> None:
    draft.data["pemat"][3] = {"answer": "agree", "reason": "I find it easy."}
    (problem,) = problems(draft)
    assert (problem.file, problem.line) == (FILE, draft.line("pemat", 3))
    assert "is computed" in problem.message


def test_a_computed_item_may_stand_as_computed(draft: SheetDraft) -> None:
    draft.data["pemat"][3] = "computed"
    assert 3 not in draft.load().pemat


def test_a_judged_item_cannot_be_left_to_the_program(draft: SheetDraft) -> None:
    draft.data["pemat"][1] = "computed"
    (problem,) = problems(draft)
    assert "judge it" in problem.message


@pytest.mark.parametrize(("instrument", "number"), [("pemat", 1), ("pemat", 20), ("cdc", 5)])
def test_an_item_that_always_applies_cannot_be_left_out(
    draft: SheetDraft, instrument: str, number: int
) -> None:
    draft.answer(instrument, "not applicable", number)
    (problem,) = problems(draft)
    assert problem.line == draft.line(instrument, number, "answer")
    assert "always applies" in problem.message


@pytest.mark.parametrize("number", [21, 22])
def test_an_action_that_is_not_named_cannot_be_described_well(
    draft: SheetDraft, number: int
) -> None:
    draft.answer("pemat", "agree", number)
    (problem,) = problems(draft)
    assert problem.field == f"pemat.{number}.answer"


def test_pictures_are_there_for_all_items_or_for_none(draft: SheetDraft) -> None:
    draft.answer("pemat", "not applicable", 16, 17)
    (problem,) = problems(draft)
    assert "together or not at all" in problem.message


@pytest.mark.parametrize("number", [2, 3, 4, 6])
def test_a_main_message_that_is_not_there_earns_nothing(draft: SheetDraft, number: int) -> None:
    draft.answer("cdc", "yes", 5, number)
    (problem,) = problems(draft)
    assert problem.field == f"cdc.{number}.answer"


def test_the_active_voice_needs_a_call_to_action(draft: SheetDraft) -> None:
    draft.answer("cdc", "yes", 1, 6)
    (problem,) = problems(draft)
    assert problem.field == "cdc.6.answer"


@pytest.mark.parametrize("number", [13, 14, 19])
def test_what_is_not_recommended_cannot_be_judged(draft: SheetDraft, number: int) -> None:
    draft.answer("cdc", "yes", number)
    (problem,) = problems(draft)
    assert problem.field == f"cdc.{number}.answer"


def test_recommendations_that_are_not_there_do_not_apply(draft: SheetDraft) -> None:
    draft.answer("cdc", "no", 12, 13, 14, 19)
    (problem,) = problems(draft)
    assert "answer not applicable" in problem.message


def test_every_problem_of_every_sheet_is_told(draft: SheetDraft) -> None:
    del draft.data["pemat"][1]
    draft.data["judged"]["on"] = "2026-13-40"
    folder = draft.write()
    (folder / "stages.yml").write_text("- nothing", encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_sheets(folder)
    found = {(problem.entry, problem.field) for problem in caught.value.problems}
    assert found == {("basics", "pemat.1"), ("basics", "judged.on"), ("stages", "")}


def test_a_sheet_in_another_topics_file_is_told(draft: SheetDraft) -> None:
    draft.data["topic"] = "stages"
    (problem,) = problems(draft)
    assert (problem.line, problem.field) == (2, "topic")


def test_an_unknown_field_is_told(draft: SheetDraft) -> None:
    draft.data["score"] = 100
    (problem,) = problems(draft)
    assert (problem.field, problem.line) == (
        "score",
        len(draft.path.read_text("utf-8").splitlines()),
    )


def test_a_folder_without_sheets_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="no sheets found"):
        load_sheets(tmp_path)


def test_the_instruments_have_their_official_numbers() -> None:
    pemat, cdc = instruments()["pemat"], instruments()["cdc"]
    scales = {
        scale: [item.number for item in pemat.items if item.scale == scale]
        for scale in ("understandability", "actionability")
    }
    assert scales["understandability"] == [*range(1, 13), *range(15, 20)]
    assert scales["actionability"] == list(range(20, 27))
    assert [item.number for item in cdc.items] == list(range(1, 21))


def test_the_core_items_of_the_cdc_index_always_apply() -> None:
    core = [item for item in instruments()["cdc"].items if item.number <= 11]
    assert [item.number for item in core if item.not_applicable] == []
