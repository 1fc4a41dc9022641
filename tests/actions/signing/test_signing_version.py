"""What a signature is for: a content hash of all that a patient is told in one language."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from small_knowledge import Entry, fact, figure

from hepatica.models import Fact
from hepatica.signing import signed_version

Edit = Callable[[Entry], None]


def _fact(edit: Edit | None = None) -> Fact:
    entry = fact(
        "survival",
        topic="basics",
        statement={"en": "Most live on.", "zh": "大多数人活着。"},
        simpler={"en": "Most live.", "zh": "多数人活着。"},
        caveat={"en": "In one trial.", "zh": "在一项试验中。"},
        figures=[figure("27.4")],
        facets={"terms": ["liver"], "studies": ["trial-one"]},
    )
    if edit:
        edit(entry)
    return Fact(**entry)


def _put(*path: str | int, value: object) -> Edit:
    def edit(entry: Entry) -> None:
        inside: Any = entry
        for step in path[:-1]:
            inside = inside[step]
        inside[path[-1]] = value

    return edit


SHARED = {
    "a figure's value": _put("figures", 0, "value", value="27.5"),
    "a figure's group": _put("figures", 0, "group", value="old care"),
    "a figure's time": _put("figures", 0, "timepoint", value="12 months"),
    "a figure's number of people": _put("figures", 0, "n", value=83),
    "one figure less": _put("figures", value=[]),
    "a citation's place": _put("citations", 0, "locator", value="page 2"),
    "another citation": _put(
        "citations",
        value=[
            {"source": "trial-one", "locator": "abstract"},
            {"source": "trial-two", "locator": "page"},
        ],
    ),
    "the certainty": _put("certainty", value="trial result"),
    "the date": _put("valid_until", value="2027-11-24"),
    "that it is sensitive": _put("sensitive", value=True),
    "that it is urgent": _put("urgent", value=True),
}
NOT_TOLD = {
    "example questions": _put("questions", value={"en": ["how many live"], "zh": ["多少人活着"]}),
    "facets": _put("facets", value={"terms": [], "studies": []}),
    "the curator's note": _put("curator_note", value="Look again in spring."),
    "paragraphs put right": _put("corrects_seed", value=["P7"]),
    "an exemption": _put(
        "exemptions", value=[{"rule": "number", "about": "2", "why": "a stage's name"}]
    ),
    "the topic": _put("topic", value="outcomes"),
}
WORDINGS = ("statement", "simpler", "caveat")


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("edit", SHARED.values(), ids=SHARED.keys())
def test_an_edit_that_patients_see_changes_the_version(edit: Edit, language: str) -> None:
    assert signed_version(_fact(edit), language) != signed_version(_fact(), language)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("edit", NOT_TOLD.values(), ids=NOT_TOLD.keys())
def test_an_edit_that_no_patient_sees_does_not(edit: Edit, language: str) -> None:
    assert signed_version(_fact(edit), language) == signed_version(_fact(), language)


@pytest.mark.parametrize(("edited", "other"), [("en", "zh"), ("zh", "en")])
@pytest.mark.parametrize("wording", WORDINGS)
def test_a_wording_belongs_to_the_version_of_its_language_only(
    wording: str, edited: str, other: str
) -> None:
    changed = _fact(_put(wording, edited, value="?"))
    assert signed_version(changed, edited) != signed_version(_fact(), edited)
    assert signed_version(changed, other) == signed_version(_fact(), other)


def test_a_caveat_taken_away_changes_the_version() -> None:
    assert signed_version(_fact(_put("caveat", value=None)), "en") != signed_version(_fact(), "en")


def test_the_languages_have_different_versions() -> None:
    assert signed_version(_fact(), "en") != signed_version(_fact(), "zh")


def test_facts_that_say_the_same_have_different_versions() -> None:
    other = _fact(_put("id", value="survival-too"))
    assert signed_version(other, "en") != signed_version(_fact(), "en")


def test_the_version_is_sixteen_hexadecimal_digits_and_always_the_same() -> None:
    version = signed_version(_fact(), "en")
    assert re.fullmatch(r"[0-9a-f]{16}", version)
    assert version == signed_version(_fact(), "en")
