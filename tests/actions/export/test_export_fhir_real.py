"""The repository's whole knowledge as FHIR R5."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.bundle import Bundle
from pydantic import BaseModel

from hepatica.export import export
from hepatica.loading import Knowledge


def _text(knowledge: Knowledge, folder: Path, today: date = date(2026, 11, 24)) -> str:
    export(knowledge, "fhir", folder / "facts.json", version="2026.11.23+3f9c1a", today=today)
    return (folder / "facts.json").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def text(real_knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> str:
    return _text(real_knowledge, tmp_path_factory.mktemp("fhir"))


@pytest.fixture(scope="module")
def raw(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text, parse_float=Decimal)
    return found


@pytest.fixture(scope="module")
def bundle(text: str) -> Any:  # its optional fields would need a check each
    return Bundle.model_validate_json(text)


def test_every_resource_is_valid_after_a_round_trip(bundle: Any) -> None:
    again = Bundle.model_validate_json(bundle.model_dump_json())
    assert again == bundle


def test_the_library_reads_all_that_was_written(bundle: Any, raw: dict[str, Any]) -> None:
    read = json.loads(bundle.model_dump_json(), parse_float=Decimal)
    assert read == raw


def test_sources_facts_and_reviews_are_all_there(
    raw: dict[str, Any], real_knowledge: Knowledge
) -> None:
    counts = Counter(entry["resource"]["resourceType"] for entry in raw["entry"])
    facts = real_knowledge.facts.values()
    assert counts == {
        "Citation": len(real_knowledge.sources),
        "Evidence": len(facts),
        "ArtifactAssessment": sum(len(fact.reviews) for fact in facts),
    }


def _evidence(raw: dict[str, Any]) -> dict[str, dict[str, Any]]:
    resources = [entry["resource"] for entry in raw["entry"]]
    found = [r for r in resources if r["resourceType"] == "Evidence"]
    return {resource["identifier"][0]["value"]: resource for resource in found}


def test_every_number_survives_exactly(text: str, real_knowledge: Knowledge) -> None:
    written = _evidence(json.loads(text, parse_float=str, parse_int=str))
    for fact in real_knowledge.facts.values():
        values = [s.get("quantity", {}) for s in written[fact.id].get("statistic", [])]
        expected = [f.value for f in fact.figures]
        assert [q.get("value") for q in values] == [
            value.lstrip("<") if re.fullmatch(r"<?[\d.]+", value) else None for value in expected
        ]


def test_the_survival_at_two_years_stays_27_4(raw: dict[str, Any], bundle: Any) -> None:
    statistics = _evidence(raw)["jco-os-24"]["statistic"]
    assert Decimal("27.4") in [statistic["quantity"]["value"] for statistic in statistics]
    read = [e.resource for e in bundle.entry if e.resource.identifier]
    (survival,) = [r for r in read if r.identifier[0].value == "jco-os-24"]
    assert Decimal("27.4") in [statistic.quantity.value for statistic in survival.statistic]


def test_every_figure_is_described(raw: dict[str, Any], real_knowledge: Knowledge) -> None:
    written = _evidence(raw)
    for fact in real_knowledge.facts.values():
        described = [s["description"] for s in written[fact.id].get("statistic", [])]
        assert len(described) == len(fact.figures)
        pairs = zip(fact.figures, described, strict=True)
        assert all(figure.value in description for figure, description in pairs)


def _walk(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for item in value.values():
            yield from _walk(item)
    elif isinstance(value, list):
        for item in value:
            yield from _walk(item)


def test_all_references_lead_to_an_entry_of_the_named_type(raw: dict[str, Any]) -> None:
    types = {entry["fullUrl"]: entry["resource"]["resourceType"] for entry in raw["entry"]}
    references = [part for part in _walk(raw) if "reference" in part]
    assert references
    assert all(types[part["reference"]] == part["type"] for part in references)


def test_addresses_are_unique_uuids(raw: dict[str, Any]) -> None:
    addresses = [entry["fullUrl"] for entry in raw["entry"]]
    assert len(addresses) == len(set(addresses))
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", address) for address in addresses)


def test_addresses_stay_from_one_export_to_the_next(
    raw: dict[str, Any], real_knowledge: Knowledge, tmp_path: Path
) -> None:
    later = json.loads(_text(real_knowledge, tmp_path, date(2030, 1, 1)))
    assert [e["fullUrl"] for e in later["entry"]] == [e["fullUrl"] for e in raw["entry"]]


def test_years_later_every_fact_is_retired(real_knowledge: Knowledge, tmp_path: Path) -> None:
    later = _evidence(json.loads(_text(real_knowledge, tmp_path, date(2050, 1, 1))))
    assert {resource["status"] for resource in later.values()} == {"retired"}


def test_nothing_is_empty(raw: dict[str, Any]) -> None:
    empty = [(k, v) for part in _walk(raw) for k, v in part.items() if v in (None, "", [], {})]
    assert not empty


def _codes(value: Any) -> Iterator[tuple[str, str, list[str]]]:
    """Field, code and allowed codes; the library knows which are allowed but does not check."""
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            extra = field.json_schema_extra
            item = getattr(value, name)
            allowed = extra.get("enum_values") if isinstance(extra, dict) else None
            if isinstance(allowed, list) and item is not None:
                yield name, item, [str(code) for code in allowed]
            yield from _codes(item)
    elif isinstance(value, list):
        for item in value:
            yield from _codes(item)


def test_every_code_is_one_that_r5_allows(bundle: Any) -> None:
    codes = list(_codes(bundle))
    assert {"status", "type", "workflowStatus", "informationType"} <= {name for name, _, _ in codes}
    assert [found for found in codes if found[1] not in found[2]] == []
