"""The crosswalk says what its facts say, and only what may be told today."""

import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from small_knowledge import SmallKnowledge, WordEncoder, fact, signature, term
from talking import all_text

from hepatica.dialogue import Answerer, Turn
from hepatica.dialogue.context import Mentions
from hepatica.dialogue.stage_table import stage_codes
from hepatica.models.crosswalk import plain_code
from hepatica.search.encoder import Encoder
from hepatica.store import FactStore, Snapshot

Build = Callable[[], Path]
SYSTEMS = ("bclc", "cnlc", "tnm")
_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4"}


def _letter(stage: str) -> Turn:
    mentions = Mentions({"stage": [stage]})
    return Turn("my letter says this", "ask_stages", {"ask_stages": 0.9}, mentions)


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_code_is_found_in_its_system(snapshot: Snapshot, system: str) -> None:
    known = snapshot.crosswalk[system]
    for row in known.stages:
        for written in (row.code, row.code.lower(), row.code.upper(), f" {row.code} "):
            assert known.having(written) == [row]


@pytest.mark.parametrize(
    ("system", "code", "codes"),
    [
        ("cnlc", "III", ["IIIa", "IIIb"]),
        ("cnlc", "3", ["IIIa", "IIIb"]),
        ("cnlc", "2b", ["IIb"]),
        ("tnm", "4", ["IVA", "IVB"]),
        ("tnm", "i", ["IA", "IB"]),
        ("bclc", "IV", []),
        ("cnlc", "C", []),
        ("bclc", "iiia", []),
    ],
)
def test_a_code_stands_for_its_parts(
    snapshot: Snapshot, system: str, code: str, codes: list[str]
) -> None:
    assert [row.code for row in snapshot.crosswalk[system].having(code)] == codes


@pytest.mark.parametrize(
    ("code", "plain"),
    [("3a", "IIIA"), ("4", "IV"), ("iib", "IIB"), (" b ", "B"), ("0", "0"), ("", "")],
)
def test_a_code_has_one_spelling(code: str, plain: str) -> None:
    assert plain_code(code) == plain


@pytest.mark.parametrize("stages", [["early-stage"], ["child-pugh-b"], ["cnlc-"], ["x"], []])
def test_values_that_are_no_stage_of_a_system_have_no_code(stages: list[str]) -> None:
    assert stage_codes(stages) == []


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_number_of_a_meaning_stands_in_its_fact(
    snapshot: Snapshot, system: str, language: str
) -> None:
    for row in snapshot.crosswalk[system].stages:
        fact = snapshot.facts[row.fact]
        said = _numbers(fact.statement.get(language)[0])
        assert _numbers(row.meaning.get(language)[0]) <= said, row.code


def _numbers(text: str) -> set[str]:
    chinese = dict(zip("一两二三四五", "122345", strict=True))
    counted = {chinese[c] for c in re.findall(r"([一两二三四五])个", text)}
    words = {_WORDS[word] for word in re.findall(r"[a-z]+", text.casefold()) if word in _WORDS}
    return {*_DIGITS.findall(text), *words, *counted}


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_fact_names_the_stage_that_it_backs(snapshot: Snapshot, system: str) -> None:
    known = snapshot.crosswalk[system]
    for row in known.stages:
        fact = snapshot.facts[row.fact]
        assert known.term in fact.facets.terms, row.code
        assert row.code.rstrip("AB") in fact.statement.en or row.code in fact.statement.en


def _with_crosswalk(small: SmallKnowledge) -> None:
    small.terms = [term("one"), term("two")]
    small.topics = {
        "stages": [
            fact(name, statement={"en": f"Fact {name}."}, facets={"terms": [name[:3]]})
            for name in ("one-what", "one-iii", "two-what", "two-iii")
        ]
    }
    small.write()
    systems = [
        f"- {{id: {name}, term: {name}, name: {{en: System {name}}}, looks_at: {{en: things}}, "
        f"fact: {name}-what, stages: [{{code: III, meaning: {{en: Meaning {name}.}}, "
        f"fact: {name}-iii}}]}}"
        for name in ("one", "two")
    ]
    text = "\n".join(["version: 1", "systems:", *systems, ""])
    small.path("crosswalk.yml").write_text(text, encoding="utf-8")


def test_the_table_of_a_small_store_has_both_systems(
    small: SmallKnowledge, small_store: Build
) -> None:
    _with_crosswalk(small)
    reply = Answerer(FactStore(small_store()), WordEncoder()).answer(_letter("tnm-iii"))
    assert reply.contract.table is not None
    assert [row[2] for row in reply.contract.table.rows] == [
        "III: Meaning one.",
        "III: Meaning two.",
    ]


@pytest.mark.parametrize("withdrawn", ["two-iii", "two-what"])
def test_a_meaning_whose_fact_is_withdrawn_is_not_told(
    small: SmallKnowledge, small_store: Build, withdrawn: str
) -> None:
    _with_crosswalk(small)
    [gone] = [f for f in small.topics["stages"] if f["id"] == withdrawn]
    gone["valid_until"] = "2020-01-01"
    gone["reviews"][0]["on"] = "2019-01-01"
    reply = Answerer(FactStore(small_store()), WordEncoder()).answer(_letter("tnm-iii"))
    assert "Meaning two." not in all_text(reply)


def test_a_store_of_which_nothing_is_served_has_no_table(
    real_store: FactStore, encoder: Encoder
) -> None:
    answerer = Answerer(FactStore(real_store._path, require_reviewed=True), encoder)
    reply = answerer.answer(_letter("cnlc-iiia"))
    assert (reply.contract.kind, reply.contract.table) == ("no_fact", None)


@pytest.mark.parametrize("days", [0, 1])
def test_an_overdue_fact_brings_a_warning_under_the_table(
    real_store: FactStore, encoder: Encoder, snapshot: Snapshot, days: int
) -> None:
    day = snapshot.facts["tnm-stages"].valid_until + timedelta(days=days)
    reply = Answerer(real_store, encoder, day).answer(_letter("cnlc-iiia"))
    assert ("due for a new check since" in all_text(reply)) is (days > 0)


def test_who_signed_the_facts_is_not_named_under_the_table(
    small: SmallKnowledge, small_store: Build
) -> None:
    """The table's own wording is not what they signed."""
    _with_crosswalk(small)
    for entry in small.topics["stages"]:
        entry["reviews"].append(signature(entry))
    reply = Answerer(FactStore(small_store()), WordEncoder()).answer(_letter("tnm-iii"))
    assert reply.contract.table
    assert reply.contract.reviewed
    assert reply.contract.reviewed.status == "checked against sources"
    assert "Dr Example" not in all_text(reply)
