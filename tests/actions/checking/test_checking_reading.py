"""Texts must be easy to read; the message helps to make them so."""

import pytest
from checking_small import problems, remarks, told
from small_knowledge import SmallKnowledge, fact

from hepatica.checking.reading import grade, hard_words, reading_grades
from hepatica.plain_language import LONGEST

EASY = "The liver is big. It is on the right."
MIDDLE = (
    "The doctor will look at the liver with a camera and tell your family what was found there."
)
HARD = (
    "Multidisciplinary evaluation determines individual eligibility for experimental "
    "interventions, particularly considering comorbidities."
)


def test_the_examples_are_as_hard_as_they_are_called() -> None:
    assert grade(EASY) < 6 < grade(MIDDLE) < 8 < grade(HARD)


@pytest.mark.parametrize("wording", ["statement", "simpler", "caveat"])
def test_a_text_over_the_limit_is_told_at_its_line_with_its_hard_words(
    small: SmallKnowledge, wording: str
) -> None:
    small.policy = {"reading": {"median": 99}}
    small.fact[wording] = {"en": HARD}
    [problem] = told(small, reading_grades)
    assert (problem.file, problem.entry) == ("knowledge/facts/basics.yml", "liver-what")
    assert problem.field == f"{wording}.en"
    assert problem.line == small.line("facts/basics.yml", "en: Multi")
    assert f"is written for grade {grade(HARD):.1f}, the limit is 8;" in problem.message
    assert "and find easier words for: eligibility, " in problem.message
    small.fact[wording] = {"en": EASY}
    assert told(small, reading_grades) == []


def test_the_message_shows_the_five_hardest_words(small: SmallKnowledge) -> None:
    small.policy = {"reading": {"median": 99}}
    small.fact["statement"] = {"en": HARD}
    [problem] = told(small, reading_grades)
    assert problem.message.split("for: ")[1].split(", ") == hard_words(HARD)[:5]


def test_a_text_of_short_words_is_told_to_be_parted_only(small: SmallKnowledge) -> None:
    small.policy = {"reading": {"median": 99}}
    small.fact["statement"] = {"en": " ".join(["all of it is in the big red box"] * 5)}
    [problem] = told(small, reading_grades)
    assert problem.message.endswith("shorten the sentences")


def test_hard_words_are_long_first_and_each_once() -> None:
    words = hard_words("Radiotherapy, the camera (radiotherapy) and the big hepatocellular one.")
    assert set(words) == {"Radiotherapy", "radiotherapy", "hepatocellular", "camera"}
    assert words[-1] == "camera"
    assert hard_words(EASY) == []


@pytest.mark.parametrize("text", ["!!!", "27", "肝", "A"])
def test_a_text_without_words_has_a_low_grade(text: str) -> None:
    assert grade(text) <= 0
    assert hard_words(text) == []


def test_half_of_the_texts_over_the_median_is_told_at_the_policy(small: SmallKnowledge) -> None:
    small.policy = {"reading": {"median": 6}}
    small.fact["statement"] = {"en": MIDDLE}
    [problem] = told(small, reading_grades)
    assert (problem.file, problem.entry) == ("knowledge/policy.yml", "reading")
    assert problem.line == small.line("policy.yml", "  reading:")
    assert "half of all texts under 'statement' are over grade" in problem.message
    assert "the limit is 6; shorten sentences" in problem.message


def test_one_harder_text_among_easy_ones_is_allowed(small: SmallKnowledge) -> None:
    easy = [fact(f"easy-{n}", statement={"en": EASY}, simpler={"en": EASY}) for n in range(2)]
    small.topics["basics"] = [*easy, fact("hard", statement={"en": MIDDLE}, simpler={"en": EASY})]
    assert told(small, reading_grades) == []
    del small.topics["basics"][:2]
    assert len(told(small, reading_grades)) == 1


@pytest.mark.parametrize(("most", "found"), [(8, 1), (40, 0)])
def test_a_hospital_may_set_the_limit_of_a_text(
    small: SmallKnowledge, most: int, found: int
) -> None:
    small.policy = {"reading": {"most": most, "median": 99}}
    small.fact["statement"] = {"en": HARD}
    assert len(told(small, reading_grades)) == found


@pytest.mark.parametrize(("median", "found"), [(6, 1), (8, 0)])
def test_a_hospital_may_set_the_median(small: SmallKnowledge, median: int, found: int) -> None:
    small.policy = {"reading": {"median": median}}
    small.fact["statement"] = {"en": MIDDLE}
    assert len(told(small, reading_grades)) == found


def test_a_folder_without_a_policy_has_the_usual_limits(small: SmallKnowledge) -> None:
    small.fact["statement"] = {"en": HARD}
    found = told(small, reading_grades)
    assert [(problem.file, problem.field) for problem in found] == [
        ("knowledge/facts/basics.yml", "statement.en"),
        ("knowledge/policy.yml", "median"),
    ]


@pytest.mark.parametrize("wording", ["statement", "simpler"])
def test_a_long_sentence_is_a_remark_at_its_line_and_does_not_block(
    small: SmallKnowledge, wording: str
) -> None:
    long = " ".join(["go"] * (LONGEST + 1)) + "."
    small.policy = {"reading": {"most": 99, "median": 99}}
    small.fact[wording] = {"en": long}
    [remark] = remarks(small)
    assert remark.field == f"{wording}.en"
    assert remark.line == small.line("facts/basics.yml", "en: go go")
    assert f"has a sentence of more than {LONGEST} words, better two: go go" in remark.message
    assert problems(small) == []
