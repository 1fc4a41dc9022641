"""A word that most people do not know must stand in the glossary."""

from typing import Any

import pytest
from checking_small import told
from small_knowledge import SmallKnowledge, term

from hepatica.checking.terms import unexplained_abbreviations, unexplained_terms


def unexplained(small: SmallKnowledge, text: str, *terms: dict[str, Any]) -> list[str]:
    """The words that the check tells of, rare ones first."""
    small.fact["statement"] = {"en": text}
    small.terms = [term(), *terms]
    found = [*told(small, unexplained_terms), *told(small, unexplained_abbreviations)]
    return [problem.message.split("'")[1] for problem in found]


@pytest.mark.parametrize("wording", ["statement", "simpler", "caveat"])
def test_a_term_that_the_glossary_lacks_is_told_at_its_line(
    small: SmallKnowledge, wording: str
) -> None:
    small.fact[wording] = {"en": "It may be cirrhosis."}
    [problem] = told(small, unexplained_terms)
    assert (problem.file, problem.entry) == ("knowledge/facts/basics.yml", "liver-what")
    assert problem.field == f"{wording}.en"
    assert problem.line == small.line("facts/basics.yml", "It may be cirrhosis.")
    assert "'cirrhosis' is a word that many people do not know; explain it in" in problem.message
    small.terms.append(term("cirrhosis"))
    assert told(small, unexplained_terms) == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("You get sorafenib.", {"term": {"en": "sorafenib"}}),
        ("You get Sorafenib.", {"term": {"en": "sorafenib"}}),
        ("You have HCC.", {"abbreviations": ["HCC"]}),
        ("You have HCCs.", {"abbreviations": ["HCC"]}),
        ("After TACE.", {"synonyms": {"en": ["TACE"]}}),
        ("A hepatoma.", {"lay_variants": {"en": ["hepatoma"]}}),
        ("Two hepatomas.", {"term": {"en": "hepatoma"}}),
        ("Two biopsies.", {"term": {"en": "biopsy"}}),
        ("All metastases.", {"term": {"en": "metastasis"}}),
        ("A hepatocellular one.", {"term": {"en": "hepatocellular carcinoma"}}),
        ("Child-Pugh class.", {"term": {"en": "Child-Pugh"}}),
        ("A cirrhosis-related problem.", {"term": {"en": "cirrhosis"}}),
        ("The biliary-enteric part.", {"synonyms": {"en": ["biliary", "enteric"]}}),
        ("The hepatoma's edge.", {"term": {"en": "hepatoma"}}),
        ("The hepatoma’s edge.", {"term": {"en": "hepatoma"}}),
        ("A score by Sjögren.", {"term": {"en": "Sjögren"}}),
    ],
)
def test_a_word_is_known_by_any_name_form_or_part(
    small: SmallKnowledge, text: str, names: dict[str, Any]
) -> None:
    assert unexplained(small, text)
    assert unexplained(small, text, term("known", **names)) == []


def test_a_value_of_the_glossary_explains_its_phrases(small: SmallKnowledge) -> None:
    assert unexplained(small, "It is BCLC now.") == ["BCLC"]
    small.values = [{"id": "bclc-b", "entity": "stage", "phrases": {"en": ["BCLC B"]}}]
    assert unexplained(small, "It is BCLC now.") == []


@pytest.mark.parametrize(
    "text",
    [
        "The doctor weakens and shrinks it.",
        "You couldn't, didn't and weren't told.",
        "A naïve plan.",
        "The patient's well-known family.",
        "Stage II or IV or VIII.",
        "In the US and the UK.",
        "肝 and 27 and 3.",
    ],
)
def test_everyday_words_need_no_entry(small: SmallKnowledge, text: str) -> None:
    assert unexplained(small, text) == []


@pytest.mark.parametrize("short", ["OS", "PS", "RT", "CT", "ALP"])
def test_an_abbreviation_that_is_frequent_with_other_meanings_needs_an_entry(
    small: SmallKnowledge, short: str
) -> None:
    assert unexplained(small, f"Then {short} goes up.") == [short]
    assert unexplained(small, f"Then {short} goes up.", term("it", abbreviations=[short])) == []


@pytest.mark.parametrize("short", ["HCC", "PS"])
def test_an_abbreviation_is_told_once_by_one_rule_or_the_other(
    small: SmallKnowledge, short: str
) -> None:
    assert unexplained(small, f"It is {short} then.") == [short]


@pytest.mark.parametrize("text", ["A test called ALP.", "ALP is a test.", "A test (ALP)."])
def test_an_abbreviation_may_be_explained_on_the_spot(small: SmallKnowledge, text: str) -> None:
    assert unexplained(small, text) == []


def test_part_of_a_word_is_not_known_by_the_other_part(small: SmallKnowledge) -> None:
    text = "A cirrhosis-hepatoma link."
    assert unexplained(small, text, term("cirrhosis")) == ["cirrhosis-hepatoma"]


def test_a_word_is_told_once_for_each_wording(small: SmallKnowledge) -> None:
    assert unexplained(small, "Hepatoma and hepatoma. A hepatoma.") == ["Hepatoma", "hepatoma"]


def test_a_word_may_be_called_plain_by_the_policy(small: SmallKnowledge) -> None:
    assert unexplained(small, "See a dietitian.") == ["dietitian"]
    small.policy = {"reading": {"plain_words": ["dietitian"]}}
    assert unexplained(small, "See a dietitian.") == []


@pytest.mark.parametrize(
    ("rare", "found"), [(0, []), (3, ["sorafenib"]), (5, ["Sick", "sorafenib"])]
)
def test_a_hospital_may_set_how_rare_a_term_is(
    small: SmallKnowledge, rare: float, found: list[str]
) -> None:
    small.policy = {"reading": {"rare": rare, "plain_words": ["plain"]}}
    assert unexplained(small, "Sick sorafenib.") == found


def test_an_empty_glossary_knows_no_term_and_breaks_nothing(small: SmallKnowledge) -> None:
    small.terms = []
    small.fact["statement"] = {"en": "It may be cirrhosis."}
    assert [problem.field for problem in told(small, unexplained_terms)] == ["statement.en"]
