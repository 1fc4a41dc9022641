"""How a source is named and linked."""

from typing import Any

import pytest
from pydantic import ValidationError
from small_knowledge import source

from hepatica.models import Source


def test_the_doi_is_linked_rather_than_the_url() -> None:
    linked = Source(**source(doi="10.1200/JCO.18.02184", url="https://example.org/page"))
    assert linked.link == "https://doi.org/10.1200/JCO.18.02184"


def test_the_url_is_linked_without_a_doi() -> None:
    assert Source(**source(url="https://example.org/page")).link == "https://example.org/page"


def test_a_source_without_address_has_no_link() -> None:
    assert Source(**source()).link is None


def test_the_label_is_the_short_citation() -> None:
    assert Source(**source(label="J Test 2020;1:2")).short_label == "J Test 2020;1:2"


def test_journal_and_year_stand_in_for_a_label() -> None:
    assert Source(**source()).short_label == "Journal of Tests, 2020"


def test_journal_and_title_stand_in_without_a_year() -> None:
    assert Source(**source(year=None)).short_label == "Journal of Tests: Title of trial-one"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("doi", "doi.org/10.1200/x"),
        ("url", "javascript:alert(1)"),
        ("pmid", "PMID1"),
        ("year", 219),
        ("retraction", "2026-01-01"),
    ],
)
def test_a_malformed_or_unknown_field_is_refused(field: str, value: Any) -> None:
    with pytest.raises(ValidationError, match=field):
        Source(**source(**{field: value}))
