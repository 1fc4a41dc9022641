"""One language's way to say things: fixed phrases, labels of figures, dates and lists."""

from dataclasses import dataclass
from datetime import date
from functools import reduce

from babel.dates import format_date

from hepatica.models import Labels, Phrasebook

_LOCALES = {"en": "en_GB"}
"""Where a language is written in several ways: day before month, as the curators write."""


@dataclass(frozen=True)
class Voice:
    """Speaks ``language``; falls back to English, phrase by phrase."""

    phrases: Phrasebook
    labels: Labels
    language: str = "en"

    def say(self, name: str, **fields: object) -> str:
        """The phrase ``name`` with its fields filled."""
        return self.phrases.say(name, self.language, **fields)

    def label(self, kind: str, wording: str) -> str:
        """A measure, group, time point, unit or value in words, as this language calls it."""
        return self.labels.get(kind, wording, self.language)

    def day(self, day: date) -> str:
        """A date in full: "23 November 2026", "2026年11月23日"."""
        return format_date(day, "long", locale=_LOCALES.get(self.language, self.language))

    def span(self, months: int) -> str:
        """A number of months as people say it: "2 years", "18个月"."""
        if months % 12:
            return self.say("month" if months == 1 else "months", n=months)
        years = months // 12
        return self.say("year" if years == 1 else "years", n=years)

    def listed(self, parts: list[str]) -> str:
        """Things side by side: "a, b", "甲、乙"."""
        return self._joined("and_also", parts)

    def apart(self, parts: list[str]) -> str:
        """Longer things side by side: "a; b", "甲；乙"."""
        return self._joined("and_then", parts)

    def _joined(self, phrase: str, parts: list[str]) -> str:
        return reduce(lambda one, other: self.say(phrase, one=one, other=other), parts)
