"""A fact needs its support, its review and its questions."""

from typing import Any

import pytest
from pydantic import ValidationError
from small_knowledge import REVIEW, fact, signature

from hepatica.models import Fact


def _fact(**changes: Any) -> Fact:
    return Fact(**{"topic": "basics", **fact(**changes)})


def _citation(source: str, role: str) -> dict[str, str]:
    return {"source": source, "locator": "abstract", "role": role}


@pytest.mark.parametrize("role", ["identifies", "answers"])
def test_a_fact_needs_a_supporting_citation(role: str) -> None:
    with pytest.raises(ValidationError, match="role: supports"):
        _fact(citations=[_citation("trial-one", role)])


def test_a_citation_supports_unless_said_otherwise() -> None:
    assert _fact().supporting == ["trial-one"]


@pytest.mark.parametrize("empty", ["citations", "reviews"])
def test_a_fact_cannot_go_without_citation_or_review(empty: str) -> None:
    with pytest.raises(ValidationError, match=empty):
        _fact(**{empty: []})


def test_a_fact_needs_an_english_question() -> None:
    with pytest.raises(ValidationError, match="questions"):
        _fact(questions={"en": [], "zh": ["肝是什么"]})


@pytest.mark.parametrize("identifier", ["Upper", "with space", "-dash", "with_underscore", ""])
def test_an_id_is_lower_case_with_dashes(identifier: str) -> None:
    with pytest.raises(ValidationError, match="id"):
        _fact(identifier=identifier)


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="caveats"):
        _fact(caveats={"en": "A caveat."})


def test_patients_see_the_trial_first_then_the_support_but_not_what_is_corrected() -> None:
    citations = [
        _citation("summary", "supports"),
        _citation("article", "answers"),
        _citation("trial-one", "identifies"),
    ]
    assert _fact(citations=citations).shown_sources == ["trial-one", "summary"]


def test_the_last_check_is_the_newest_wherever_it_stands_and_no_signature() -> None:
    newer = {**REVIEW, "on": "2026-11-24", "who": "Nurse Example"}
    assert _fact(reviews=[newer, signature(fact()), REVIEW]).last_check.who == "Nurse Example"


def test_a_signature_without_the_version_signed_is_refused() -> None:
    unversioned = {**signature(fact()), "version": None}
    with pytest.raises(ValidationError, match="use: hepatica sign"):
        _fact(reviews=[REVIEW, unversioned])
