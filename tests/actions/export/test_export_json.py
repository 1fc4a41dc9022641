"""The JSON export holds everything and can be read back."""

import json
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from small_knowledge import SIGNED, SmallKnowledge

from hepatica.export import export
from hepatica.loading import Knowledge
from hepatica.models import Fact, Labels, Source, Term
from hepatica.signing import signed_version


def _document(knowledge: Knowledge, folder: Path) -> dict[str, Any]:
    out = folder / "facts.json"
    export(knowledge, "json", out, version="2026.11.23+3f9c1a", today=date(2026, 11, 24))
    document: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    return document


@pytest.fixture(scope="module")
def real(real_knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return _document(real_knowledge, tmp_path_factory.mktemp("json"))


def test_every_fact_reads_back_the_same(real: dict[str, Any], real_knowledge: Knowledge) -> None:
    assert [Fact(**fact) for fact in real["facts"]] == list(real_knowledge.facts.values())


def test_every_source_reads_back_the_same(real: dict[str, Any], real_knowledge: Knowledge) -> None:
    sources = [Source(**source) for source in real["sources"]]
    assert sources == list(real_knowledge.sources.values())


def test_terms_and_labels_read_back_the_same(
    real: dict[str, Any], real_knowledge: Knowledge
) -> None:
    assert [Term(**term) for term in real["terms"]] == real_knowledge.glossary.terms
    assert Labels(**real["labels"]) == real_knowledge.labels


def test_the_document_says_its_version_and_day(real: dict[str, Any]) -> None:
    assert (real["version"], real["exported_on"]) == ("2026.11.23+3f9c1a", "2026-11-24")


def test_every_fact_has_a_standing(real: dict[str, Any]) -> None:
    assert set(real["standing"]) == {fact["id"] for fact in real["facts"]}


def test_an_unsigned_fact_stands_as_checked(small: SmallKnowledge, tmp_path: Path) -> None:
    document = _document(small.load(), tmp_path)
    assert document["standing"]["liver-what"]["en"] == {
        "status": "checked against sources",
        "on": "2026-11-23",
        "signers": [],
    }


def test_a_signed_fact_names_its_signers(small: SmallKnowledge, tmp_path: Path) -> None:
    version = signed_version(small.load().facts["liver-what"], "en")
    small.fact["reviews"].append({**deepcopy(SIGNED), "version": version})
    stands = _document(small.load(), tmp_path)["standing"]["liver-what"]["en"]
    assert stands["status"] == "reviewed by a clinician"
    assert stands["signers"] == [{"who": "Dr Example", "role": "hepatologist"}]


def test_a_signature_counts_only_in_its_language(small: SmallKnowledge, tmp_path: Path) -> None:
    small.fact["statement"]["zh"] = "一句话。"
    small.fact["simpler"]["zh"] = "一句更简单的话。"
    version = signed_version(small.load().facts["liver-what"], "en")
    small.fact["reviews"].append({**deepcopy(SIGNED), "version": version})
    stands = _document(small.load(), tmp_path)["standing"]["liver-what"]
    assert stands["en"]["status"] == "reviewed by a clinician"
    assert stands["zh"]["status"].startswith("checked against sources; translation not yet")


def test_a_language_that_the_fact_lacks_has_no_standing(
    small: SmallKnowledge, tmp_path: Path
) -> None:
    assert set(_document(small.load(), tmp_path)["standing"]["liver-what"]) == {"en"}
