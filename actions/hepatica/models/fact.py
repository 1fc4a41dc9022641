"""A fact: one checked statement with its figures, citations and reviews."""

import re
from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from hepatica.models.base import Identifier, Model, NonEmpty, Text

Unit = Literal[
    "percent",
    "people",
    "months",
    "cm",
    "Gy",
    "sessions",
    "points",
    "hazard ratio",
    "weeks",
    "tumors",
    "odds ratio",
    "days",
    "day",
    "years",
    "studies",
    "hours",
]
Certainty = Literal["established", "trial result", "expert guidance"]
HUNDRED = 100
_NUMBER = re.compile(r"^\d+(\.\d+)?$")


class Figure(Model):
    """One number with everything that gives it meaning.

    ``value`` is text so that it stays exactly as the source prints it ("27.4", "89.0", "5-6",
    "<5", "not reached"). ``n`` is the number of people in ``group``; ``study`` is the id of the
    source that the number belongs to.
    """

    measure: NonEmpty
    note: str | None = Field(None, description="range, confidence interval or count beside it")
    value: NonEmpty
    unit: Unit
    group: NonEmpty | None
    timepoint: NonEmpty | None
    n: int | None = Field(None, ge=1)
    study: Identifier

    @property
    def number(self) -> float | None:
        """``value`` as a number, or None for ranges and words."""
        return float(self.value) if _NUMBER.match(self.value) else None

    @property
    def out_of(self) -> tuple[int, int] | None:
        """``(count, out of)`` as a natural frequency, None where there is none.

        A percentage becomes a count out of 100, a head count becomes a count out of ``n``.
        """
        number = self.number
        if number is None:
            return None
        if self.unit == "percent" and number <= HUNDRED:
            return int(number + 0.5), HUNDRED
        if self.unit == "people" and self.n and number <= self.n:
            return int(number), self.n
        return None


class Citation(Model):
    """Which source backs a fact and where in it to look.

    ``role``: the source *supports* the fact; it only *identifies* the trial that the figures
    belong to; or the fact *answers* (corrects or quotes) it.
    """

    source: Identifier
    locator: NonEmpty
    role: Literal["supports", "identifies", "answers"] = "supports"


CHECKED = "checked against sources"
SIGNED = "reviewed by a clinician"


class Review(Model):
    """Who looked at a fact, when, and (once signed) at which version of it.

    A signature is for one ``language``. It counts as long as the fact's content in that language
    still has the hash ``version`` (``hepatica.signing``).
    """

    status: Literal["checked against sources", "reviewed by a clinician"]
    who: NonEmpty
    role: NonEmpty
    on: date
    language: Literal["en", "zh"] = "en"
    version: str | None = Field(None, description="content hash that was signed")

    @model_validator(mode="after")
    def _signature_names_its_version(self) -> "Review":
        if self.status == SIGNED and not self.version:
            raise ValueError("a signature needs the version signed; use: hepatica sign")
        return self


class Facets(Model):
    """What a fact is about, in ids of the glossary; used to find it."""

    terms: list[Identifier] = Field(default_factory=list)
    stages: list[Identifier] = Field(default_factory=list)
    studies: list[Identifier] = Field(default_factory=list)


class Questions(Model):
    """Questions that this fact answers, as people ask them, in every language understood."""

    en: list[NonEmpty] = Field(min_length=1)
    zh: list[NonEmpty] = Field(default_factory=list)
    es: list[NonEmpty] = Field(default_factory=list)

    def all(self) -> list[str]:
        """Every question of every language."""
        return [*self.en, *self.zh, *self.es]

    def first(self, language: str) -> str:
        """The plainest question in ``language``, in English when there is none."""
        return self.zh[0] if language == "zh" and self.zh else self.en[0]


class Exemption(Model):
    """One place where a blocking check must not count, and why it can be relied on all the same.

    ``number``: the number ``about`` in the wording is no result of a study (a stage's name, an
    example, a number quoted to correct it). ``relative``: no absolute figures are known beside a
    relative one, and the wording says so.
    """

    rule: Literal["number", "relative"]
    about: NonEmpty
    why: NonEmpty


class Fact(Model):
    """One checked statement that a patient may be told.

    ``simpler`` says the same in the plainest words; ``caveat`` is the limit that patients are told;
    ``curator_note`` is for curators and never shown to patients. ``corrects_seed`` names paragraphs
    of the source article that the fact puts right. A ``sensitive`` fact is given only when it is
    what was asked; an ``urgent`` one, a warning sign, comes first in an answer. After
    ``valid_until`` the fact is shown with a warning, then no longer served.
    """

    id: Identifier
    topic: Identifier
    statement: Text
    simpler: Text
    figures: list[Figure] = Field(default_factory=list)
    citations: list[Citation] = Field(min_length=1)
    certainty: Certainty
    caveat: Text | None = None
    curator_note: str | None = None
    corrects_seed: list[str] = Field(default_factory=list)
    sensitive: bool = False
    urgent: bool = False
    facets: Facets = Field(default_factory=Facets)
    questions: Questions
    exemptions: list[Exemption] = Field(default_factory=list)
    valid_until: date
    reviews: list[Review] = Field(min_length=1)

    @model_validator(mode="after")
    def _needs_a_supporting_source(self) -> "Fact":
        if not any(citation.role == "supports" for citation in self.citations):
            raise ValueError("no citation supports it; add one with role: supports")
        return self

    @property
    def supporting(self) -> list[str]:
        """Ids of the sources that back the fact, in the order given."""
        return [c.source for c in self.citations if c.role == "supports"]

    @property
    def leans_on(self) -> list[str]:
        """Ids of the sources without which the fact falls: behind it, and of its figures."""
        cited = [c.source for c in self.citations if c.role != "answers"]
        return list(dict.fromkeys([*cited, *(figure.study for figure in self.figures)]))

    @property
    def shown_sources(self) -> list[str]:
        """Ids of the sources to show a patient: those behind it and the trial it belongs to."""
        trials = [c.source for c in self.citations if c.role == "identifies"]
        return [*trials, *self.supporting]

    @property
    def last_check(self) -> Review:
        """The newest review by a curator, or the newest of all when only clinicians looked."""
        checks = [review for review in self.reviews if review.status != SIGNED]
        return max(checks or self.reviews, key=lambda review: review.on)

    def speaks(self, language: str) -> bool:
        """Whether all of its wording is there in ``language``."""
        wordings = filter(None, (self.statement, self.simpler, self.caveat))
        return all(wording.get(language)[1] == language for wording in wordings)
