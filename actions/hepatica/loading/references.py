"""Checks across entries: every id that is named must exist."""

from collections.abc import Iterator

from hepatica.models import Fact, Glossary, Source, StagingSystem

Finding = tuple[str, str, str, str]
"""(kind, entry id, field, message)"""


def check_references(
    sources: dict[str, Source], facts: dict[str, Fact], glossary: Glossary, faulty: set[str]
) -> Iterator[Finding]:
    """Yield a finding for every id that is named and does not exist."""
    terms = {term.id for term in glossary.terms}
    values = {value.id for value in glossary.values}
    for fact in facts.values():
        yield from _citations(fact, sources)
        yield from _facets(fact, terms, values, sources)
    for term in glossary.terms:
        for related in term.related_facts:
            if related not in facts and related not in faulty:
                message = f"fact '{related}' does not exist; correct the id or remove it"
                yield "term", term.id, "related_facts", message


def check_crosswalk(
    systems: dict[str, StagingSystem], facts: dict[str, Fact], glossary: Glossary, faulty: set[str]
) -> Iterator[Finding]:
    """Yield a finding for every id that the stage table names and that does not exist."""
    terms = {term.id for term in glossary.terms}
    for system in systems.values():
        if system.term not in terms:
            yield "system", system.id, "term", f"term '{system.term}' is not in glossary.yml"
        for named in (system.fact, *(row.fact for row in system.stages)):
            if named not in facts and named not in faulty:
                yield "system", system.id, "fact", f"fact '{named}' does not exist; correct the id"


def _citations(fact: Fact, sources: dict[str, Source]) -> Iterator[Finding]:
    for index, citation in enumerate(fact.citations):
        if citation.source not in sources:
            message = f"source '{citation.source}' is not in sources.yml; add it there"
            yield "fact", fact.id, f"citations.{index}", message
    cited = {citation.source for citation in fact.citations}
    for index, figure in enumerate(fact.figures):
        if figure.study not in cited:
            message = (
                f"figure {figure.value} {figure.unit} belongs to '{figure.study}', which the fact "
                "does not cite; add the citation (role: identifies for the trial itself)"
            )
            yield "fact", fact.id, f"figures.{index}.study", message


def _facets(
    fact: Fact, terms: set[str], values: set[str], sources: dict[str, Source]
) -> Iterator[Finding]:
    for named, known, field in (
        (fact.facets.terms, terms | values, "facets.terms"),
        (fact.facets.stages, terms | values, "facets.stages"),
        (fact.facets.studies, set(sources), "facets.studies"),
    ):
        for wrong in sorted(set(named) - known):
            yield "fact", fact.id, field, f"'{wrong}' does not exist; correct the id"
