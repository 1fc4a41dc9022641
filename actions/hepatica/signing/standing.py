"""How a fact stands: checked by curators only, or signed by enough clinicians."""

import unicodedata
from dataclasses import dataclass
from datetime import date

from hepatica.models import Fact, Review
from hepatica.models.fact import CHECKED, SIGNED
from hepatica.signing.version import signed_version

_NAMED = ("L", "M", "N")
"""Unicode categories that make a name: letters, marks on them, digits."""


@dataclass(frozen=True)
class Standing:
    """How a fact's wording in one language was last looked at.

    ``status`` is that of a review; ``signers`` are (name, role) of the signatures that count,
    and ``void`` the signatures that an edit has made worthless and that nobody has given anew.
    """

    status: str
    on: date
    signers: tuple[tuple[str, str], ...] = ()
    void: tuple[Review, ...] = ()
    language: str = "en"

    @property
    def signed(self) -> bool:
        """Whether it counts as reviewed by a clinician."""
        return self.status == SIGNED

    @property
    def told(self) -> str:
        """The status in full: of an unsigned translation, that it is one."""
        if self.signed or self.language == "en":
            return self.status
        return f"{self.status}; translation not yet reviewed by a clinician"


def standing(fact: Fact, language: str, needed: int) -> Standing:
    """How ``fact`` stands in ``language`` when ``needed`` different people must sign.

    Where two or more must, who checked the fact against its sources does not count as a signer.
    """
    signatures = [r for r in fact.reviews if r.status == SIGNED and r.language == language]
    if needed > 1:
        checkers = {_person(r.who) for r in fact.reviews if r.status == CHECKED}
        signatures = [r for r in signatures if _person(r.who) not in checkers]
    current = signed_version(fact, language) if signatures else None
    valid = {_person(r.who): r for r in sorted(signatures, key=_day) if r.version == current}
    void = tuple(r for r in signatures if r.version != current and _person(r.who) not in valid)
    if len(valid) >= needed:
        reviews = sorted(valid.values(), key=_day)
        signers = tuple((review.who, review.role) for review in reviews)
        return Standing(SIGNED, reviews[-1].on, signers, void, language)
    check = fact.last_check
    status = check.status if check.status != SIGNED else CHECKED
    return Standing(status, check.on, (), void, language)


def same_person(one: str, other: str) -> bool:
    """Whether two names are one person's, however they are spaced, dotted and capitalised."""
    return _person(one) == _person(other)


def _person(name: str) -> str:
    """One person's name in one spelling: two spellings are no two people.

    Accents written as one character or two, and wide letters, are one spelling (Unicode NFKC).
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in plain if unicodedata.category(c)[0] in _NAMED)


def _day(review: Review) -> date:
    return review.on
