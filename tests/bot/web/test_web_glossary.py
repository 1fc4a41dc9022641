"""The words that can be tapped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge_files import KnowledgeFileError, read
from bot.paths import KNOWLEDGE
from bot.web.glossary import NEVER, glossary
from bot.web.settings import Settings
from tests.bot.web.serving import Json, Reply, run

ENTRIES: list[Json] = read(KNOWLEDGE / "glossary.yml")["terms"]
FACTS = {
    fact["id"]: fact for path in (KNOWLEDGE / "facts").glob("*.yml") for fact in read(path)["facts"]
}
LANGUAGES = ["en", "zh"]


def terms(language: str, folder: Path = KNOWLEDGE) -> dict[str, Json]:
    return {term["id"]: term for term in json.loads(glossary(folder)[language].body)["terms"]}


def small(folder: Path, *entries: str, facts: str = "") -> Path:
    """A knowledge folder with these terms."""
    (folder / "facts").mkdir()
    (folder / "facts" / "basics.yml").write_text(f"facts:\n{facts}", encoding="utf-8")
    (folder / "glossary.yml").write_text("terms:\n" + "\n".join(entries), encoding="utf-8")
    return folder


def term(identifier: str, name: str, **more: Any) -> str:
    entry = {
        "id": identifier,
        "term": {"en": name, "zh": f"中{name}"},
        "definition": {"en": f"What {name} is.", "zh": "意思。"},
        **more,
    }
    return f"- {json.dumps(entry, ensure_ascii=False)}"


def get(given: Settings, path: str, **headers: str) -> Reply:
    return run(given, lambda client: client.ask("GET", path, headers=headers))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_of_the_glossary_can_be_tapped(language: str) -> None:
    found = terms(language)

    assert set(found) == {entry["id"] for entry in ENTRIES}
    for entry in ENTRIES:
        assert found[entry["id"]].keys() == {"id", "words", "term", "meaning", "question"}
        assert found[entry["id"]]["term"] == entry["term"][language]
        assert found[entry["id"]]["meaning"] == entry["definition"][language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_term_come_longest_first(language: str) -> None:
    for found in terms(language).values():
        assert [len(word) for word in found["words"]] == sorted(
            (len(word) for word in found["words"]), reverse=True
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_stands_for_two_terms(language: str) -> None:
    words = [word for found in terms(language).values() for word in found["words"]]

    assert len(words) == len(set(words))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_is_one_letter_or_too_common(language: str) -> None:
    words = {word for found in terms(language).values() for word in found["words"]}

    assert {word for word in words if len(word) < 2} == set()
    assert {word.lower() for word in words} & NEVER == set()
    assert words & {"session", "treatment", "one time", "HE", "tired", "come back"} == set()


def test_abbreviations_and_plurals_are_words_too() -> None:
    found = terms("en")

    assert {"HCC", "hepatoma", "liver cancer"} <= set(found["hepatocellular-carcinoma"]["words"])
    assert "side effects" in found["side-effect"]["words"]
    assert {"biopsies", "biopsy"} <= set(found["biopsy"]["words"])
    assert "HCCs" not in found["hepatocellular-carcinoma"]["words"]
    assert "HCC" in terms("zh")["hepatocellular-carcinoma"]["words"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_the_plainest_one_of_a_related_fact(language: str) -> None:
    for entry in ENTRIES:
        question = terms(language)[entry["id"]]["question"]
        related = entry.get("related_facts") or []
        if not related:
            assert question is None
            continue
        first = FACTS[related[0]]["questions"][language][0]
        assert question.rstrip("?？").lower() == first.strip().rstrip("?？").lower()
        assert question[-1] in "?？.!。！"
        assert question[0] == question[0].upper()


def test_a_word_belongs_to_the_term_of_this_name(tmp_path: Path) -> None:
    folder = small(
        tmp_path,
        term("sampling", "needle sampling", synonyms={"en": ["biopsy", "needle test"]}),
        term("biopsy", "biopsy", synonyms={"en": ["needle test"]}),
    )
    found = terms("en", folder)

    assert "biopsy" not in found["sampling"]["words"]
    assert "biopsy" in found["biopsy"]["words"]
    assert "needle test" in found["sampling"]["words"]


def test_a_term_whose_only_name_is_too_common_is_left_out(tmp_path: Path) -> None:
    folder = small(tmp_path, term("scan", "scan"), term("biopsy", "biopsy"))

    assert set(terms("en", folder)) == {"biopsy"}


def test_a_term_without_a_name_in_a_language_is_left_out_there(tmp_path: Path) -> None:
    folder = small(tmp_path, term("biopsy", "biopsy", term={"en": "biopsy"}))

    assert (set(terms("en", folder)), set(terms("zh", folder))) == ({"biopsy"}, set())


def test_a_fact_without_a_question_in_the_language_is_passed_over(tmp_path: Path) -> None:
    facts = (
        "- {id: one, questions: {en: [what is it]}}\n"
        "- {id: two, questions: {en: [why then], zh: [是什么]}}\n"
    )
    folder = small(
        tmp_path, term("biopsy", "biopsy", related_facts=["gone", "one", "two"]), facts=facts
    )

    assert terms("en", folder)["biopsy"]["question"] == "What is it?"
    assert terms("zh", folder)["biopsy"]["question"] == "是什么？"


def test_a_glossary_that_cannot_be_read_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeFileError):
        glossary(tmp_path)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_glossary_is_served_in_the_language_asked_for(given: Settings, language: str) -> None:
    reply = get(given, f"glossary?language={language}")

    assert reply.status == 200
    assert reply.headers["Content-Type"] == "application/json"
    assert reply.json["terms"] == list(terms(language).values())


def test_without_a_language_it_is_in_english(given: Settings) -> None:
    assert get(given, "glossary").json["terms"][0]["term"] == "hepatocellular carcinoma"


@pytest.mark.parametrize("language", ["fr", "../x", "EN", "zh-CN"])
def test_another_language_is_refused(given: Settings, language: str) -> None:
    reply = get(given, f"glossary?language={language}&x=1")

    assert (reply.status, reply.error) == (400, "bad_request")


def test_a_browser_that_has_the_glossary_gets_it_no_second_time(given: Settings) -> None:
    tag = get(given, "glossary").headers["ETag"]
    again = get(given, "glossary", **{"If-None-Match": tag})
    chinese = get(given, "glossary?language=zh", **{"If-None-Match": tag})

    assert (again.status, again.body) == (304, b"")
    assert chinese.status == 200
    assert "max-age" in again.headers["Cache-Control"]
