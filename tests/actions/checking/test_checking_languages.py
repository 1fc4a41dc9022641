"""Every wording in every language of the policy, with the same numbers in the same order."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml
from checking_small import problems, says, told
from small_knowledge import Entry, SmallKnowledge, figure, term

from hepatica.checking.languages import missing_languages, numbers_that_differ

FACTS = "facts/basics.yml"
Change = Callable[[SmallKnowledge], Any]
BOTH = [figure("27.4"), figure("9.4", group="usual care")]
ENGLISH = "27 of 100 people lived with the new care, and 9 of 100 with the usual care."
CHINESE = "用新疗法，每100人中有27人活着；用常规疗法，每100人中有9人。"


def reply(chinese: Entry | None) -> Entry:
    """A file with one reply of a channel."""
    text = {"en": "Ask again."} | ({"zh": "请再问一次。"} if chinese else {})
    asked = {"en": ["What is it?"]} | (chinese or {})
    return {"replies": {"too_long": {"kind": "clarify", "text": text, "suggestions": asked}}}


def with_replies(small: SmallKnowledge, chinese: Entry | None) -> None:
    """Put the reply beside the other files."""
    path = small.write() / "channel_replies.yml"
    path.write_text(yaml.safe_dump(reply(chinese), allow_unicode=True), encoding="utf-8")


def with_stages(small: SmallKnowledge, **chinese: str) -> None:
    """Put a stage table beside the other files; ``chinese`` holds the names in Chinese."""

    def both(field: str, english: str) -> Entry:
        return {"en": english} | ({"zh": chinese[field]} if field in chinese else {})

    stage = {
        "code": "A",
        "in_words": both("in_words", "early"),
        "meaning": both("meaning", "One lump."),
        "fact": "liver-what",
    }
    system = {
        "id": "bclc",
        "term": "liver",
        "name": both("name", "the table"),
        "looks_at": both("looks_at", "lumps"),
        "fact": "liver-what",
        "stages": [stage],
    }
    path = small.write() / "crosswalk.yml"
    path.write_text(yaml.safe_dump({"systems": [system]}, sort_keys=False), encoding="utf-8")


def test_a_folder_in_both_languages_has_no_problems(bilingual: SmallKnowledge) -> None:
    assert problems(bilingual) == []


@pytest.mark.parametrize(
    ("file", "field", "change", "text"),
    [
        (FACTS, "statement.zh", lambda s: s.fact["statement"].pop("zh"), "  statement:"),
        (FACTS, "simpler.zh", lambda s: s.fact["simpler"].pop("zh"), "  simpler:"),
        (FACTS, "caveat.zh", lambda s: s.fact.update(caveat={"en": "Maybe."}), "  caveat:"),
        (FACTS, "questions.zh", lambda s: s.fact["questions"].pop("zh"), "  questions:"),
        ("glossary.yml", "term.zh", lambda s: s.terms[0]["term"].pop("zh"), "  term:"),
        (
            "glossary.yml",
            "definition.zh",
            lambda s: s.terms[0]["definition"].pop("zh"),
            "  definition:",
        ),
        (
            "sources.yml",
            "population.zh",
            lambda s: s.sources[0].update(population={"en": "adults"}),
            "  population:",
        ),
        (
            "sources.yml",
            "study_name.zh",
            lambda s: s.sources[0].update(study_name={"en": "the trial"}),
            "  study_name:",
        ),
        ("phrases.yml", "zh", lambda s: s.phrases["phrases"]["notice"].pop("zh"), "  notice:"),
    ],
)
def test_a_missing_language_is_told_at_its_line(
    bilingual: SmallKnowledge, file: str, field: str, change: Change, text: str
) -> None:
    change(bilingual)
    [problem] = told(bilingual, missing_languages)
    assert (problem.file, problem.field) == (f"knowledge/{file}", field)
    assert problem.line == bilingual.line(file, text)
    assert problem.message.startswith("is missing; add ")
    assert problem.message.endswith("in 'zh'")


def test_a_policy_of_english_only_wants_no_chinese(small: SmallKnowledge) -> None:
    assert small.policy is None
    assert told(small, missing_languages) == []


@pytest.mark.parametrize(
    ("chinese", "found"),
    [({"zh": ["是什么？"]}, 0), ({"zh": []}, 1), ({"zh": ["是什么？", "为什么？"]}, 1), (None, 1)],
)
def test_a_reply_of_a_channel_needs_its_text_and_as_many_buttons(
    bilingual: SmallKnowledge, chinese: Entry | None, found: int
) -> None:
    with_replies(bilingual, chinese)
    lacking = told(bilingual, missing_languages)
    where = [("knowledge/channel_replies.yml", 2, "too_long")]
    assert [(p.file, p.line, p.entry) for p in lacking] == where * found


STAGE = {"name": "表", "looks_at": "肿块", "meaning": "一个肿块。", "in_words": "早期"}


@pytest.mark.parametrize("field", STAGE)
def test_the_stage_table_needs_every_wording(bilingual: SmallKnowledge, field: str) -> None:
    with_stages(bilingual, **STAGE)
    assert told(bilingual, missing_languages) == []
    with_stages(bilingual, **{name: zh for name, zh in STAGE.items() if name != field})
    [problem] = told(bilingual, missing_languages)
    assert (problem.file, problem.entry) == ("knowledge/crosswalk.yml", "bclc")
    assert problem.field.endswith(f"{field}.zh")
    assert problem.line == bilingual.line("crosswalk.yml", f" {field}:")


@pytest.mark.parametrize(
    ("kind", "wording", "change"),
    [
        ("measures", "fever", {"measure": "fever"}),
        ("groups", "other care", {"group": "other care"}),
        ("units", "months", {"unit": "months"}),
        ("timepoints", "before surgery", {"timepoint": "before surgery"}),
        ("words", "not reached", {"value": "not reached"}),
    ],
)
def test_the_words_of_a_figure_need_a_label(
    bilingual: SmallKnowledge, kind: str, wording: str, change: dict[str, str]
) -> None:
    bilingual.fact["figures"] = [figure(**{"value": "27.4", **change})]
    [problem] = told(bilingual, missing_languages)
    assert (problem.file, problem.field) == ("knowledge/labels.yml", kind)
    near = f"  {kind}:" if kind in (bilingual.labels or {}) else "labels:"
    assert problem.line == bilingual.line("labels.yml", near)
    assert problem.message == f"'{wording}' (used in liver-what) has no name in 'zh'; add it"
    assert bilingual.labels is not None
    bilingual.labels.setdefault(kind, {})[wording] = {"zh": "名称"}
    assert told(bilingual, missing_languages) == []


def test_a_label_that_is_there_in_another_language_only_is_told_at_its_line(
    bilingual: SmallKnowledge,
) -> None:
    bilingual.fact["figures"] = [figure("27.4")]
    assert bilingual.labels is not None
    bilingual.labels["groups"]["new care"] = {"fr": "nouveau"}
    [problem] = told(bilingual, missing_languages)
    assert problem.line == bilingual.line("labels.yml", "new care:")


@pytest.mark.parametrize("value", ["27.4", "<5", "5-6"])
def test_a_value_with_a_digit_needs_no_label(bilingual: SmallKnowledge, value: str) -> None:
    bilingual.fact["figures"] = [figure(value)]
    assert told(bilingual, missing_languages) == []


@pytest.mark.parametrize("chinese", ["????????", "A statement about liver what.", "\ufffd\ufffd"])
def test_a_wording_that_is_not_chinese_is_told_at_its_line(
    bilingual: SmallKnowledge, chinese: str
) -> None:
    bilingual.fact["statement"]["zh"] = chinese
    [problem] = told(bilingual, missing_languages)
    assert problem.field == "statement.zh"
    assert problem.line == bilingual.line(FACTS, "zh:")
    assert "is not in 'zh'; write it in that language" in problem.message


def test_a_name_may_be_the_same_in_every_language(bilingual: SmallKnowledge) -> None:
    definition = {"en": "A treatment.", "zh": "一种治疗。"}
    tace = term("tace", term={"en": "TACE", "zh": "TACE"}, definition=definition)
    bilingual.terms.append(tace)
    assert told(bilingual, missing_languages) == []
    tace["term"]["zh"] = "????"
    assert [problem.field for problem in told(bilingual, missing_languages)] == ["term.zh"]


@pytest.mark.parametrize(
    ("chinese", "message"),
    [
        (CHINESE.replace("27", "28"), "has the number 28 where the English text has the number 27"),
        (CHINESE.replace("27", "多数"), "lacks the number 27 of the English text"),
        (CHINESE + "共82人。", "has the number 82, which the English text lacks"),
        (CHINESE.replace("27", "27.4"), "has the number 27.4 where the English"),
        ("没有数字。", "lacks the numbers 27, 100 and 9 of the English text"),
        (CHINESE.replace("27", "9").replace("9人。", "27人。"), "the figures stand in another ord"),
    ],
)
def test_a_number_that_differs_is_one_problem_at_the_line_of_the_translation(
    bilingual: SmallKnowledge, chinese: str, message: str
) -> None:
    says(bilingual, ENGLISH, *BOTH, chinese=chinese)
    [problem] = problems(bilingual)
    assert (problem.entry, problem.field) == ("liver-what", "statement.zh")
    assert problem.line == bilingual.line(FACTS, "zh:")
    assert problem.message.startswith(message)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        (ENGLISH, CHINESE),
        (ENGLISH, CHINESE.replace("27", "二十七")),
        (ENGLISH.replace("9 of", "nine of"), CHINESE),
        (ENGLISH, CHINESE.replace("有9人", "有九人")),
    ],
)
def test_the_same_numbers_in_the_same_order_are_in_order(
    bilingual: SmallKnowledge, english: str, chinese: str
) -> None:
    says(bilingual, english, *BOTH, chinese=chinese)
    assert problems(bilingual) == []


def test_numbers_that_are_no_figures_may_stand_in_another_order(bilingual: SmallKnowledge) -> None:
    english = "After 2 years, 22 of the 82 people were alive."
    chinese = "82人中，有22人在2年后活着。"
    says(bilingual, english, figure("27.4"), chinese=chinese)
    assert problems(bilingual) == []


def test_each_hundred_may_stand_first_in_chinese_beside_a_figure_of_100(
    bilingual: SmallKnowledge,
) -> None:
    everyone = figure("100", group="usual care")
    says(bilingual, "27 of 100 people.", figure("27.4"), everyone, chinese="每100人中有27人。")
    assert problems(bilingual) == []


@pytest.mark.parametrize(
    ("file", "change"),
    [
        (
            "glossary.yml",
            lambda s: s.terms[0].update(definition={"en": "It has 8 parts.", "zh": "有9部分。"}),
        ),
        (
            "sources.yml",
            lambda s: s.sources[0].update(population={"en": "82 adults", "zh": "83名成人"}),
        ),
        (FACTS, lambda s: s.fact.update(caveat={"en": "Grade 3 only.", "zh": "只有4级。"})),
    ],
)
def test_the_numbers_of_every_text_are_compared(
    bilingual: SmallKnowledge, file: str, change: Change
) -> None:
    change(bilingual)
    [problem] = told(bilingual, numbers_that_differ)
    assert problem.file == f"knowledge/{file}"
    assert " where the English text has " in problem.message


def test_the_stage_table_keeps_its_numbers(bilingual: SmallKnowledge) -> None:
    with_stages(bilingual, **STAGE | {"meaning": "3个肿块。"})
    [problem] = told(bilingual, numbers_that_differ)
    assert problem.field == "stages.0.meaning.zh"
    assert problem.line == bilingual.line("crosswalk.yml", "meaning:") + 2


def test_a_number_mistyped_in_english_is_told_there_and_not_in_the_translation(
    bilingual: SmallKnowledge,
) -> None:
    says(bilingual, ENGLISH.replace("27", "37"), *BOTH, chinese=CHINESE)
    assert [problem.field for problem in problems(bilingual)] == ["statement.en"]


def test_numbers_are_compared_even_when_the_policy_wants_english_only(
    small: SmallKnowledge,
) -> None:
    says(small, ENGLISH, *BOTH, chinese=CHINESE.replace("27", "72"))
    assert [problem.field for problem in told(small, numbers_that_differ)] == ["statement.zh"]
