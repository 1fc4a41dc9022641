"""A published source that facts cite."""

from datetime import date

from pydantic import Field

from hepatica.models.base import Identifier, Model, NonEmpty, Text


class Source(Model):
    """Where facts come from, and how much of it was seen.

    ``population`` says in plain words who was studied; ``study_name`` is what answers call a
    trial ("the 2019 trial"). A source with a ``retracted`` date withdraws every fact that
    leans on it.
    """

    id: Identifier
    title: NonEmpty
    journal: NonEmpty = Field(description="journal with volume and pages, or the publisher")
    label: NonEmpty | None = Field(None, description="short citation shown to patients")
    study_name: Text | None = None
    population: Text | None = None
    year: int | None = Field(None, ge=1900, le=2100)
    kind: NonEmpty
    doi: str | None = Field(None, pattern=r"^10\.\d{4,}/\S+$")
    pmid: str | None = Field(None, pattern=r"^\d+$")
    url: str | None = Field(None, pattern=r"^https?://\S+$")
    file: str | None = None
    retrieved: NonEmpty
    note: str | None = None
    retracted: date | None = None

    @property
    def link(self) -> str | None:
        """Best address for a reader: the DOI when there is one."""
        return f"https://doi.org/{self.doi}" if self.doi else self.url

    @property
    def short_label(self) -> str:
        """Citation shown to patients: the label, or journal and year."""
        if self.label:
            return self.label
        return f"{self.journal}, {self.year}" if self.year else f"{self.journal}: {self.title}"
