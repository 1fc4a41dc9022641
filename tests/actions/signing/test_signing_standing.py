"""How a fact stands: checked by curators only, or signed by enough clinicians."""

from datetime import date

import pytest
from small_knowledge import REVIEW, Entry, fact, signature

from hepatica.models import Fact
from hepatica.signing import Standing, same_person, standing

CHECKED = "checked against sources"
REVIEWED = "reviewed by a clinician"


def _entry() -> Entry:
    return fact(
        statement={"en": "Most live on.", "zh": "大多数人活着。"},
        simpler={"en": "Most live.", "zh": "多数人活着。"},
    )


def _standing(*reviews: Entry, language: str = "en", needed: int = 1) -> Standing:
    entry = {**_entry(), "topic": "basics", "reviews": list(reviews)}
    return standing(Fact(**entry), language, needed)


def _by(who: str, language: str = "en", **changes: object) -> Entry:
    return signature(_entry(), language, who=who, **changes)


def test_a_checked_fact_stands_as_checked_on_that_day() -> None:
    assert _standing(REVIEW) == Standing(CHECKED, date(2026, 11, 23))


def test_a_signed_fact_stands_as_reviewed_by_its_signer() -> None:
    signers = (("Dr Example", "hepatologist"),)
    found = _standing(REVIEW, _by("Dr Example"))
    assert found == Standing(REVIEWED, date(2026, 11, 25), signers)
    assert found.signed


def test_a_signature_counts_for_its_language_only() -> None:
    assert _standing(REVIEW, _by("Dr Example", "zh"), language="zh").signed
    assert _standing(REVIEW, _by("Dr Example", "zh"), language="en") == _standing(REVIEW)


@pytest.mark.parametrize(
    ("language", "signed", "told"),
    [
        ("en", "zh", CHECKED),
        ("zh", "en", f"{CHECKED}; translation not yet reviewed by a clinician"),
        ("zh", "zh", REVIEWED),
        ("en", "en", REVIEWED),
    ],
)
def test_an_unsigned_translation_is_told_to_be_one(language: str, signed: str, told: str) -> None:
    assert _standing(REVIEW, _by("Dr Example", signed), language=language).told == told


def test_one_of_two_signatures_is_not_enough() -> None:
    assert _standing(REVIEW, _by("Dr Example"), needed=2) == _standing(REVIEW)


def test_two_people_are_named_in_the_order_of_signing() -> None:
    late, early = _by("Dr A", on="2026-11-28"), _by("Dr B", on="2026-11-26")
    found = _standing(REVIEW, late, early, needed=2)
    assert [who for who, _ in found.signers] == ["Dr B", "Dr A"]
    assert found.on == date(2026, 11, 28)


@pytest.mark.parametrize("spelling", ["dr example", "Dr. Example", "Dr  EXAMPLE", "Ｄｒ Example"])
def test_one_person_in_two_spellings_signs_once(spelling: str) -> None:
    assert not _standing(REVIEW, _by("Dr Example"), _by(spelling), needed=2).signed


def test_a_signature_of_another_version_is_void() -> None:
    found = _standing(REVIEW, _by("Dr Example", version="0123456789abcdef"))
    assert found.status == CHECKED
    assert [review.who for review in found.void] == ["Dr Example"]


def test_a_void_signature_beside_a_good_one_is_not_counted_as_the_second() -> None:
    found = _standing(REVIEW, _by("A", version="0" * 16), _by("B"), needed=2)
    assert not found.signed
    assert [review.who for review in found.void] == ["A"]


def test_a_signature_given_anew_is_no_longer_void() -> None:
    again = _by("dr. example", on="2026-11-27")
    found = _standing(REVIEW, _by("Dr Example", version="0" * 16), again)
    assert (found.signed, found.void) == (True, ())


def test_a_void_signature_of_somebody_else_is_still_told() -> None:
    found = _standing(REVIEW, _by("Dr Old", version="0" * 16), _by("Dr New"))
    assert [who for who, _ in found.signers] == ["Dr New"]
    assert [review.who for review in found.void] == ["Dr Old"]


def test_a_fact_with_nothing_but_a_void_signature_counts_as_checked() -> None:
    assert _standing(_by("Dr Example", version="0" * 16)).status == CHECKED


def test_the_newest_check_counts() -> None:
    found = _standing({**REVIEW, "on": "2026-12-01"}, REVIEW)
    assert found.on == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Li Na", "li  na"),
        ("Dr. Li", "Dr Li"),
        ("李娜", "李 娜"),
        ("Jose\u0301", "Jos\u00e9"),
        ("O'Neil-Smith", "O’Neil Smith"),
    ],
)
def test_spellings_of_one_person(one: str, other: str) -> None:
    assert same_person(one, other)


@pytest.mark.parametrize(
    ("one", "other"), [("Li Na", "Li Nan"), ("李娜", "李纳"), ("José", "Jose"), ("Dr A", "Dr B")]
)
def test_different_people(one: str, other: str) -> None:
    assert not same_person(one, other)


def test_who_checked_the_fact_is_no_second_signer_even_when_written_by_hand() -> None:
    by_the_checker = _by(REVIEW["who"].upper())
    assert not _standing(REVIEW, _by("Dr One"), by_the_checker, needed=2).signed
    assert _standing(REVIEW, _by("Dr One"), _by("Dr Two"), needed=2).signed
