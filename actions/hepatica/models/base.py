"""The strict base of every model and the text type that holds each language side by side."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
NonEmpty = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


class Model(BaseModel):
    """Base that refuses unknown fields, so that a typing error is told and not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Text(Model):
    """One wording in each language. English is required; it is the fallback."""

    en: NonEmpty
    zh: NonEmpty | None = None

    def get(self, language: str) -> tuple[str, str]:
        """Return ``(text, language of that text)``, English when ``language`` is missing."""
        wanted = getattr(self, language, None) if language in type(self).model_fields else None
        return (wanted, language) if wanted else (self.en, "en")


class Phrases(Model):
    """Ways of saying one thing, a list for each language that is understood."""

    en: list[NonEmpty] = Field(default_factory=list)
    zh: list[NonEmpty] = Field(default_factory=list)
    es: list[NonEmpty] = Field(default_factory=list)

    def all(self) -> list[str]:
        """Every phrase of every language, English first."""
        return [*self.en, *self.zh, *self.es]
