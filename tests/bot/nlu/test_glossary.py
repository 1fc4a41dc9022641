"""The glossary's phrases, found in a text."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge_files import KnowledgeFileError, read
from bot.nlu.glossary import GlossaryMatcher
from bot.paths import KNOWLEDGE

DATA = read(KNOWLEDGE / "glossary.yml")
NAMES = {
    term["id"]: [*term["term"].values(), *term.get("abbreviations", [])] for term in DATA["terms"]
}
PHRASES = {
    value["id"]: [phrase for listed in value["phrases"].values() for phrase in listed]
    for value in DATA["values"]
}


def found(matcher: GlossaryMatcher, text: str) -> set[tuple[str, str]]:
    return {(mention.entity, mention.value) for mention in matcher.find(text)}


@pytest.mark.parametrize(
    ("text", "entity", "values"),
    [
        ("what is BCLC stage B", "stage", {"bclc-b"}),
        ("stage b", "stage", {"bclc-b"}),
        ("STAGE B", "stage", {"bclc-b"}),
        ("my report says stage IIIa", "stage", {"cnlc-iiia"}),
        ("CNLC IIIa", "stage", {"cnlc-iiia"}),
        ("医生说是IIIa期", "stage", {"cnlc-iiia"}),
        ("he has stage 4", "stage", {"cnlc-iv", "tnm-iv"}),
        ("he has Stage IV.", "stage", {"cnlc-iv", "tnm-iv"}),
        ("Child-Pugh B", "stage", {"child-pugh-b"}),
        ("child pugh b", "stage", {"child-pugh-b"}),
        ("我爸是B期，怎么办", "stage", {"bclc-b"}),
        ("PVTT 是什么", "term", {"pvtt"}),
        ("what is PVTT?", "term", {"pvtt"}),
        ("(pvtt)", "term", {"pvtt"}),
        ("PVTT's meaning", "term", {"pvtt"}),
        ("the patient's tumour", "term", {"tumor"}),
        ("放疗后会复发吗", "treatment", {"radiotherapy"}),
        ("放疗后会复发吗", "measure", {"recurrence"}),
        ("what was disease-free survival", "measure", {"disease-free-survival"}),
        ("Disease-Free Survival", "measure", {"disease-free-survival"}),
        ("DFS", "measure", {"disease-free-survival"}),
        ("survival", "measure", {"overall-survival"}),
        ("the people without radiotherapy", "group", {"surgery alone"}),
        ("those with radiotherapy", "group", {"radiotherapy then surgery"}),
        ("单纯手术的人", "group", {"surgery alone"}),
        ("the 2019 trial", "study", {"wei-2019-jco"}),
        ("JCO", "study", {"wei-2019-jco"}),
        ("2022年的研究", "study", {"wu-2022-jamasurg"}),
        ("radiotherapy before surgery", "treatment", {"neoadjuvant-radiotherapy"}),
        ("3D-CRT", "treatment", {"3d-crt"}),
        ("3DCRT", "treatment", {"3d-crt"}),
        ("PD-L1", "treatment", {"immunotherapy"}),
        ("will I get diarrhoea", "side_effect", {"diarrhea"}),
    ],
)
def test_finds_what_is_named(
    glossary: GlossaryMatcher, text: str, entity: str, values: set[str]
) -> None:
    assert {value for kind, value in found(glossary, text) if kind == entity} == values


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("disease-free survival", {("measure", "disease-free-survival")}),
        ("without radiotherapy", {("group", "surgery alone")}),
        ("2019 trial", {("study", "wei-2019-jco")}),
        ("stage IIIa", {("stage", "cnlc-iiia")}),
        ("新辅助放疗", {("treatment", "neoadjuvant-radiotherapy")}),
    ],
)
def test_the_longest_phrase_wins(
    glossary: GlossaryMatcher, text: str, only: set[tuple[str, str]]
) -> None:
    assert found(glossary, text) == only


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        pytest.param("my report says IIIa", "stage", "cnlc-iiia", id="stage without the word"),
        pytest.param("he has stage-b cancer", "stage", "bclc-b", id="stage with a hyphen"),
        pytest.param("3D CRT", "treatment", "3d-crt", id="abbreviation with a space"),
        pytest.param("Child Pugh score", "term", "child-pugh", id="name without its hyphen"),
    ],
)
def test_finds_other_spellings(
    glossary: GlossaryMatcher, text: str, entity: str, value: str
) -> None:
    assert (entity, value) in found(glossary, text)


def test_disease_free_survival_without_a_hyphen_is_one_measure(glossary: GlossaryMatcher) -> None:
    assert found(glossary, "disease free survival") == {("measure", "disease-free-survival")}


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "good morning",
        "this is a mass of paper, the growth of which will spread",
        "stages of grief at the office",
        "lunatic shotgun",
        "你好",
        "😀",
    ],
)
def test_finds_nothing_in_other_talk(glossary: GlossaryMatcher, text: str) -> None:
    assert glossary.find(text) == []


@pytest.mark.parametrize("identifier", NAMES)
def test_a_terms_names_are_found_whole_as_that_term(
    glossary: GlossaryMatcher, identifier: str
) -> None:
    for name in NAMES[identifier]:
        whole = {m.value for m in glossary.find(name) if (m.start, m.end) == (0, len(name))}
        assert identifier in whole, name


@pytest.mark.parametrize("identifier", PHRASES)
def test_a_values_phrases_are_found_as_that_value(
    glossary: GlossaryMatcher, identifier: str
) -> None:
    for phrase in PHRASES[identifier]:
        assert identifier in {mention.value for mention in glossary.find(phrase)}, phrase


def test_gives_mentions_in_the_order_of_the_text(glossary: GlossaryMatcher) -> None:
    mentions = glossary.find("overall survival in the 2019 trial for stage b")

    assert [mention.entity for mention in mentions] == ["measure", "study", "stage"]


def test_a_common_word_counts_when_it_is_the_only_name(tmp_path: Path) -> None:
    path = tmp_path / "glossary.yml"
    path.write_text("terms: [{id: x, entity: term, term: {en: scan}}]", encoding="utf-8")

    assert found(GlossaryMatcher(path), "a scan") == {("term", "x")}


def test_a_missing_glossary_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeFileError, match=r"nowhere\.yml"):
        GlossaryMatcher(tmp_path / "nowhere.yml")
