"""What a source, a fact, a figure and a review become in FHIR R5."""

import json
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from small_knowledge import SIGNED, SmallKnowledge, figure, source

from hepatica.export import ExportError, export
from hepatica.export.as_fhir import exact_json
from hepatica.export.fhir_statistic import UCUM
from hepatica.loading import Knowledge
from hepatica.models.fact import Unit
from hepatica.signing import signed_version

Resource = dict[str, Any]
TODAY = date(2026, 11, 24)


class Exported:
    """The resources of one export by type."""

    def __init__(self, knowledge: Knowledge, folder: Path, today: date = TODAY) -> None:
        out = folder / "facts.json"
        export(knowledge, "fhir", out, version="2026.11.23+3f9c1a", today=today)
        self.text = out.read_text(encoding="utf-8")
        self.bundle: Resource = json.loads(self.text, parse_float=Decimal)

    def first(self, kind: str) -> Resource:
        """The first resource of a type."""
        return next(r for r in self.all() if r["resourceType"] == kind)

    def all(self) -> list[Resource]:
        """Every resource."""
        return [entry["resource"] for entry in self.bundle["entry"]]


@pytest.fixture
def statistic(small: SmallKnowledge, tmp_path: Path) -> Any:
    """Exports one figure and gives its statistic."""

    def export_one(value: str, **changes: Any) -> Resource:
        small.fact["figures"] = [figure(value, **changes)]
        found: Resource = Exported(small.load(), tmp_path).first("Evidence")["statistic"][0]
        return found

    return export_one


def _texts(notes: list[Resource]) -> list[str]:
    return [note["text"] for note in notes]


def _translation(element: Resource) -> str:
    parts = {part["url"]: part for part in element["extension"][0]["extension"]}
    assert element["extension"][0]["url"] == "http://hl7.org/fhir/StructureDefinition/translation"
    assert parts["lang"]["valueCode"] == "zh-Hans"
    content = parts["content"]
    return str(content.get("valueMarkdown") or content["valueString"])


def test_the_bundle_is_a_collection_with_the_version(small: SmallKnowledge, tmp_path: Path) -> None:
    bundle = Exported(small.load(), tmp_path).bundle
    assert bundle["type"] == "collection"
    assert bundle["identifier"]["value"] == "2026.11.23+3f9c1a"
    assert bundle["timestamp"] == "2026-11-24T00:00:00Z"


def test_a_source_becomes_a_citation(small: SmallKnowledge, tmp_path: Path) -> None:
    small.sources = [source(doi="10.1200/JCO.1", pmid="31283409", url="https://example.org/a")]
    citation = Exported(small.load(), tmp_path).first("Citation")
    artifact = citation["citedArtifact"]
    assert (citation["title"], citation["status"]) == ("Title of trial-one", "active")
    assert artifact["title"][0]["text"] == "Title of trial-one"
    assert artifact["identifier"] == [
        {"system": "https://doi.org", "value": "10.1200/JCO.1"},
        {"system": "https://pubmed.ncbi.nlm.nih.gov", "value": "31283409"},
    ]
    assert artifact["webLocation"] == [{"url": "https://example.org/a"}]
    assert artifact["publicationForm"] == [
        {"publishedIn": {"title": "Journal of Tests"}, "publicationDateText": "2020"}
    ]


def test_what_a_source_does_not_have_is_left_out(small: SmallKnowledge, tmp_path: Path) -> None:
    small.sources = [source(year=None)]
    artifact = Exported(small.load(), tmp_path).first("Citation")["citedArtifact"]
    assert "identifier" not in artifact
    assert "webLocation" not in artifact
    assert artifact["publicationForm"] == [{"publishedIn": {"title": "Journal of Tests"}}]


def test_a_retracted_source_is_retired_and_retires_its_facts(
    small: SmallKnowledge, tmp_path: Path
) -> None:
    small.sources[0]["retracted"] = "2026-11-01"
    exported = Exported(small.load(), tmp_path)
    citation, evidence = exported.first("Citation"), exported.first("Evidence")
    state = citation["citedArtifact"]["currentState"][0]["coding"][0]["code"]
    assert (citation["status"], state) == ("retired", "retracted")
    assert citation["citedArtifact"]["statusDate"][0]["period"] == {"start": "2026-11-01"}
    assert evidence["status"] == "retired"
    assert evidence["relatedArtifact"][0]["publicationStatus"] == "retired"


def test_a_retracted_article_that_a_fact_only_answers_leaves_it_active(
    small: SmallKnowledge, tmp_path: Path
) -> None:
    small.sources.append(source("seed", retracted="2026-11-01"))
    small.fact["citations"].append({"source": "seed", "locator": "P7", "role": "answers"})
    assert Exported(small.load(), tmp_path).first("Evidence")["status"] == "active"


@pytest.mark.parametrize(
    ("today", "status"), [(date(2027, 11, 23), "active"), (date(2027, 11, 24), "retired")]
)
def test_a_fact_is_retired_the_day_after_its_date(
    small: SmallKnowledge, tmp_path: Path, today: date, status: str
) -> None:
    assert Exported(small.load(), tmp_path, today).first("Evidence")["status"] == status


def test_a_fact_becomes_evidence(small: SmallKnowledge, tmp_path: Path) -> None:
    evidence = Exported(small.load(), tmp_path).first("Evidence")
    assert evidence["identifier"][0]["value"] == "liver-what"
    assert evidence["title"] == "What is liver what"
    assert evidence["description"] == "A statement about liver what."
    assert _texts(evidence["note"]) == ["In simpler words: Plain words about liver what."]
    assert evidence["useContext"][0]["valueCodeableConcept"]["text"] == "basics"
    assert evidence["certainty"][0]["rating"]["text"] == "established"
    assert evidence["extension"][0]["valuePeriod"] == {"end": "2027-11-23"}


def test_chinese_is_a_translation_of_the_english(small: SmallKnowledge, tmp_path: Path) -> None:
    small.fact["statement"]["zh"] = "一句话。"
    small.fact["simpler"]["zh"] = "简单。"
    small.fact["questions"]["zh"] = ["肝是什么"]
    small.fact["caveat"] = {"en": "Only one trial.", "zh": "只有一项试验。"}
    evidence = Exported(small.load(), tmp_path).first("Evidence")
    assert _translation(evidence["_title"]) == "肝是什么"
    assert _translation(evidence["_description"]) == "一句话。"
    assert _translation(evidence["note"][0]["_text"]) == "更简单的说法：简单。"
    assert _translation(evidence["note"][1]["_text"]) == "请注意：只有一项试验。"


def test_braces_in_a_caveat_stay(small: SmallKnowledge, tmp_path: Path) -> None:
    small.fact["caveat"] = {"en": "See {this}."}
    evidence = Exported(small.load(), tmp_path).first("Evidence")
    assert _texts(evidence["note"])[1] == "Keep in mind: See {this}."


def test_a_citation_names_the_place_in_the_source(small: SmallKnowledge, tmp_path: Path) -> None:
    small.fact["citations"][0]["locator"] = "table 2"
    related = Exported(small.load(), tmp_path).first("Evidence")["relatedArtifact"][0]
    assert related["type"] == "citation"
    assert related["citation"] == "Title of trial-one. Journal of Tests, 2020. table 2"
    assert related["classifier"] == [{"text": "supports"}]


def test_sensitive_and_urgent_facts_are_tagged(small: SmallKnowledge, tmp_path: Path) -> None:
    small.fact.update(sensitive=True, urgent=True)
    tags = Exported(small.load(), tmp_path).first("Evidence")["meta"]["tag"]
    assert [tag["code"] for tag in tags] == ["sensitive", "urgent"]


def test_people_groups_and_measures_are_variables(small: SmallKnowledge, tmp_path: Path) -> None:
    small.sources = [source(population={"en": "164 people in China"})]
    small.fact["figures"] = [figure("27.4"), figure("9.4", group="surgery alone")]
    variables = Exported(small.load(), tmp_path).first("Evidence")["variableDefinition"]
    assert [(v["variableRole"]["text"], v["description"]) for v in variables] == [
        ("population", "164 people in China"),
        ("subpopulation", "new care"),
        ("subpopulation", "surgery alone"),
        ("measuredVariable", "overall survival"),
    ]


def test_the_two_sides_of_a_comparison_are_exposures(small: SmallKnowledge, tmp_path: Path) -> None:
    small.fact["figures"] = [figure("0.35", unit="hazard ratio", group="new care vs surgery alone")]
    variables = Exported(small.load(), tmp_path).first("Evidence")["variableDefinition"]
    assert [(v["variableRole"]["text"], v["description"]) for v in variables[:2]] == [
        ("exposure", "new care"),
        ("referenceExposure", "surgery alone"),
    ]


def test_a_fact_without_figures_still_has_the_variable_that_fhir_asks_for(
    small: SmallKnowledge, tmp_path: Path
) -> None:
    variables = Exported(small.load(), tmp_path).first("Evidence")["variableDefinition"]
    assert [v["description"] for v in variables] == ["General fact: no studied group is named."]


def test_a_figure_becomes_a_statistic(statistic: Any) -> None:
    found = statistic("27.4")
    assert found["description"] == "overall survival, new care, 24 months: 27.4%"
    assert found["statisticType"] == {"text": "overall survival"}
    assert found["quantity"] == {
        "value": Decimal("27.4"),
        "unit": "percent",
        "system": "http://unitsofmeasure.org",
        "code": "%",
    }
    assert found["sampleSize"] == {"knownDataCount": 82}
    assert _texts(found["note"]) == [
        "Group: new care",
        "Time point: 24 months",
        "Study: Journal of Tests, 2020",
    ]


@pytest.mark.parametrize("value", ["27.40", "89.0", "866136", "0.0000001"])
def test_every_digit_of_a_value_survives(small: SmallKnowledge, tmp_path: Path, value: str) -> None:
    small.fact["figures"] = [figure(value, unit="months")]
    assert f'"value": {value},' in Exported(small.load(), tmp_path).text


@pytest.mark.parametrize("value", ["3-6", "not reached"])
def test_a_value_that_is_no_number_is_only_described(statistic: Any, value: str) -> None:
    found = statistic(value, unit="months")
    assert "quantity" not in found
    assert value in found["description"]


def test_a_limit_has_a_comparator(statistic: Any) -> None:
    quantity = statistic("<5")["quantity"]
    assert (quantity["comparator"], quantity["value"]) == ("<", 5)


def test_every_unit_has_a_ucum_code() -> None:
    assert set(UCUM) == set(get_args(Unit))


def test_people_out_of_a_group_are_affected(statistic: Any) -> None:
    found = statistic("33", unit="people", n=38)
    assert (found["numberAffected"], found["sampleSize"]["knownDataCount"]) == (33, 38)
    assert found["quantity"]["code"] == "{people}"
    assert "numberOfEvents" not in found


def test_people_without_a_group_size_are_events(statistic: Any) -> None:
    found = statistic("866136", unit="people", n=None)
    assert found["numberOfEvents"] == 866136
    assert "sampleSize" not in found


def test_the_size_of_a_group_is_not_called_affected(statistic: Any) -> None:
    found = statistic("82", unit="people", n=82)
    assert "numberAffected" not in found
    assert "numberOfEvents" not in found


def test_more_people_than_fhir_can_count_are_a_quantity(statistic: Any) -> None:
    found = statistic("8000000000", unit="people", n=None)
    assert found["quantity"]["value"] == 8_000_000_000
    assert "numberOfEvents" not in found


def test_a_confidence_interval_becomes_an_estimate(statistic: Any) -> None:
    (estimate,) = statistic("0.359", unit="odds ratio", note="95% CI 0.246-0.523")[
        "attributeEstimate"
    ]
    assert estimate["type"]["coding"][0]["code"] == "C53324"
    assert estimate["level"] == Decimal("0.95")
    assert estimate["range"]["low"]["value"] == Decimal("0.246")
    assert estimate["range"]["high"]["value"] == Decimal("0.523")


def test_a_range_beside_a_value_becomes_an_estimate(statistic: Any) -> None:
    found = statistic("45.8", unit="months", note="range 6.2-80.2")
    (estimate,) = found["attributeEstimate"]
    assert estimate["range"]["high"]["value"] == Decimal("80.2")
    assert "Note: range 6.2-80.2" in _texts(found["note"])


@pytest.mark.parametrize(
    ("measure", "unit", "code"),
    [
        ("death", "hazard ratio", "C93150"),
        ("death", "odds ratio", "C16932"),
        ("men", "people", "C25463"),
        ("median overall survival", "months", "C28007"),
        ("mean age", "years", "C53319"),
    ],
)
def test_a_kind_of_statistic_that_is_certain_has_its_code(
    statistic: Any, measure: str, unit: str, code: str
) -> None:
    coding = statistic("2", measure=measure, unit=unit)["statisticType"]["coding"]
    assert [item["code"] for item in coding] == [code]


def test_a_review_becomes_an_assessment(small: SmallKnowledge, tmp_path: Path) -> None:
    exported = Exported(small.load(), tmp_path)
    assessment = exported.first("ArtifactAssessment")
    addresses = {e["fullUrl"]: e["resource"] for e in exported.bundle["entry"]}
    target = addresses[assessment["artifactReference"]["reference"]]
    assert target["identifier"][0]["value"] == "liver-what"
    assert assessment["date"] == "2026-11-23"
    assert assessment["workflowStatus"] == "published"
    assert assessment["content"] == [
        {
            "informationType": "comment",
            "summary": "checked against sources",
            "author": {"display": "Hepatica curators (curator)"},
        }
    ]


def _signed(small: SmallKnowledge, tmp_path: Path, version: str) -> tuple[Resource, Resource]:
    """The evidence, and the parts of its signature by kind."""
    small.fact["reviews"].append({**deepcopy(SIGNED), "version": version})
    resources = Exported(small.load(), tmp_path).all()
    evidence = next(r for r in resources if r["resourceType"] == "Evidence")
    components = resources[-1]["content"][0]["component"]
    return evidence, {part["type"]["text"]: part for part in components}


def test_a_signature_says_language_and_version(small: SmallKnowledge, tmp_path: Path) -> None:
    version = signed_version(small.load().facts["liver-what"], "en")
    evidence, parts = _signed(small, tmp_path, version)
    assert parts["language"]["classifier"][0]["coding"][0]["code"] == "en"
    assert parts["signed version"]["summary"] == version == evidence["version"]
    assert parts["still counts"]["summary"] == "yes"
    assert evidence["approvalDate"] == "2026-11-25"


def test_a_signature_of_an_older_version_says_so(small: SmallKnowledge, tmp_path: Path) -> None:
    evidence, parts = _signed(small, tmp_path, "0" * 16)
    assert parts["still counts"]["summary"].startswith("no")
    assert "approvalDate" not in evidence


def test_what_fhir_does_not_allow_is_told_with_the_entry(
    small: SmallKnowledge, tmp_path: Path
) -> None:
    small.fact["figures"] = [figure("27.4", n=2**31)]
    with pytest.raises(ExportError, match=r"fact 'liver-what' is not allowed in FHIR R5 \(statis"):
        Exported(small.load(), tmp_path)
    assert not (tmp_path / "facts.json").exists()


def test_hostile_text_stays_text(small: SmallKnowledge, tmp_path: Path) -> None:
    hostile = '", "status": "active\\"\u2028<script>'
    small.fact["statement"]["en"] = hostile
    assert Exported(small.load(), tmp_path).first("Evidence")["description"] == hostile


@pytest.mark.parametrize(
    "value", [{"a": [1, {"b": Decimal("1.50")}], "c": "é\n"}, [True, "", Decimal("1E-7")]]
)
def test_exact_json_is_json(value: Any) -> None:
    assert json.loads(exact_json(value), parse_float=Decimal) == value
