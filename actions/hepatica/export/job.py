"""What every format needs to know: the knowledge, its version, the day, and who wants progress."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from hepatica.loading import Knowledge
from hepatica.models import Fact, Source, Text
from hepatica.signing import Standing, standing
from hepatica.wording import Voice, capital

Progress = Callable[[int, int], None]
"""Called with (facts done, facts in all)."""


@dataclass(frozen=True)
class Job:
    """One export: ``version`` is the store's content version, ``today`` decides what is overdue."""

    knowledge: Knowledge
    version: str
    today: date
    progress: Progress | None = None

    def facts(self) -> Iterator[Fact]:
        """Every fact in the order of the files; progress is told after each."""
        facts = self.knowledge.facts.values()
        for done, fact in enumerate(facts, start=1):
            yield fact
            if self.progress:
                self.progress(done, len(facts))

    def label(self, source: str) -> str:
        """The short label of a source; a retracted one says so wherever it is named."""
        found = self.knowledge.sources[source]
        mark = f" (retracted {found.retracted.isoformat()})" if found.retracted else ""
        return found.short_label + mark

    def retracted(self, fact: Fact) -> list[Source]:
        """The retracted sources that the fact leans on; with one of them it is not served."""
        sources = [self.knowledge.sources[source] for source in fact.leans_on]
        return [source for source in sources if source.retracted]

    def overdue(self, fact: Fact) -> bool:
        """Whether the fact is past its date."""
        return fact.valid_until < self.today

    def standing(self, fact: Fact, language: str) -> Standing:
        """How the fact's wording in ``language`` was last looked at."""
        return standing(fact, language, self.knowledge.policy.signatures)


def languages(fact: Fact) -> list[str]:
    """The languages that all of the fact's wording is there in, English first."""
    return [language for language in Text.model_fields if fact.speaks(language)]


def title_of(fact: Fact) -> Text:
    """The plainest question that the fact answers, in each language."""
    chinese = fact.questions.zh[0] if fact.questions.zh else None
    return Text(en=capital(fact.questions.first("en")), zh=chinese)


def voice_of(job: Job, language: str) -> Voice:
    """The fixed phrases in ``language``."""
    return Voice(job.knowledge.phrases, job.knowledge.labels, language)
