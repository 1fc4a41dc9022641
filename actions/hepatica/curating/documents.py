"""Whether the figures cited to a document stand in the passage that is cited."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hepatica.ingest import IngestError
from hepatica.ingest.masking import mask
from hepatica.ingest.passages import Passage
from hepatica.ingest.readers import read_document
from hepatica.ingest.when import find_times
from hepatica.loading import Knowledge
from hepatica.models import Citation, Fact, Figure
from hepatica.store.timepoints import in_months
from hepatica.wording.numbers import numbers_in

_PLACE = re.compile(r"(paragraph|heading|page|table|row)s?\s+p?(\d+)")
Verdict = Literal["found", "correction", "beyond", "missing", "no passage"]


@dataclass(frozen=True)
class Finding:
    """One figure (or fact without figures) held against one cited document.

    ``found``: the passage has the number. ``correction``: it has another, and the fact declares
    that it puts the paragraph right. ``beyond``: the fact answers a passage that gives results at
    other times only, and adds this one from its study. ``missing``: none of these. ``no passage``:
    the document has no such place.
    """

    fact: str
    figure: str
    document: str
    locator: str
    verdict: Verdict
    note: str = ""

    @property
    def good(self) -> bool:
        """Whether a curator has nothing to do."""
        return self.verdict in ("found", "correction", "beyond")


def verify(knowledge: Knowledge, folder: Path) -> tuple[list[Finding], list[str]]:
    """Hold every figure cited to a document in ``folder`` against the cited passage.

    Returns:
        The findings, in the order of the facts, and what is wrong with documents themselves
        (files that cannot be read, sources whose file is not in the folder).
    """
    documents: dict[str, list[Passage]] = {}
    troubles = []
    for source in knowledge.sources.values():
        if source.file is None:
            continue
        try:
            documents[source.id] = read_document(folder / source.file)
        except IngestError as error:
            troubles.append(f"{source.id}: {error}")
    findings = [
        finding
        for fact in knowledge.facts.values()
        for citation in fact.citations
        if citation.source in documents
        for finding in _held_against(fact, citation, documents[citation.source])
    ]
    return findings, troubles


def _held_against(fact: Fact, citation: Citation, passages: list[Passage]) -> Iterator[Finding]:
    cited = passages_at(citation.locator, passages)
    if cited is None:
        last = passages[-1].locator if passages else "nothing"
        note = f"the document ends with {last}"
        yield Finding(fact.id, "", citation.source, citation.locator, "no passage", note)
        return
    declared = citation.role == "answers" and _declares(fact, citation.locator)
    if not fact.figures and declared:
        note = "the fact has no figures and answers the paragraph"
        yield Finding(fact.id, "", citation.source, citation.locator, "correction", note)
    for figure in fact.figures:
        shown = f"{figure.measure} {figure.value} {figure.unit}"
        verdict = _verdict(figure, citation, cited, declared=declared)
        note = f"the passage says nothing of {figure.timepoint}" if verdict == "beyond" else ""
        yield Finding(fact.id, shown, citation.source, citation.locator, verdict, note)


def _verdict(
    figure: Figure, citation: Citation, cited: list[Passage], *, declared: bool
) -> Verdict:
    if _stands_in(figure.value, cited):
        return "found"
    if declared:
        return "correction"
    beyond = citation.role == "answers" and _at_another_time(figure, cited)
    return "beyond" if beyond else "missing"


def _at_another_time(figure: Figure, passages: list[Passage]) -> bool:
    """Whether the passages give results at certain times, and the figure's time is none of them."""
    whens = [when for passage in passages for when in find_times(mask(passage.text))]
    spoken = {in_months(wording) for when in whens for wording in when.wordings} - {None}
    months = in_months(figure.timepoint)
    return bool(months and spoken) and months not in spoken


def passages_at(locator: str, passages: list[Passage]) -> list[Passage] | None:
    """The passages that a citation's locator names, None if none is.

    "page 3, paragraph 2" is one place in another; "paragraph P7 and paragraph P8" are two places.
    A locator without any place ("abstract", "page") means the whole document.
    """
    places = _places(locator)
    if not places:
        return passages
    found = [
        passage
        for passage in passages
        if any(passage.locator == p or passage.locator.startswith(f"{p},") for p in places)
    ]
    return found or None


def _places(locator: str) -> list[str]:
    """The places as readers of documents name them; a kind that comes again is a place anew."""
    places: list[dict[str, str]] = []
    for kind, number in _PLACE.findall(locator.lower()):
        if not places or kind in places[-1]:
            places.append({})
        places[-1][kind] = number
    return [", ".join(f"{kind} {number}" for kind, number in p.items()) for p in places]


def _stands_in(value: str, passages: list[Passage]) -> bool:
    """Whether the passages have the value: every number of it, or the words that it is."""
    numbers = numbers_in(value).digits
    if not numbers:
        return any(value.casefold() in passage.text.casefold() for passage in passages)
    there = {number for passage in passages for number in numbers_in(passage.text).all}
    return there.issuperset(numbers)


def _declares(fact: Fact, locator: str) -> bool:
    """Whether the fact says that it corrects the cited paragraph."""
    numbers = {number for kind, number in _PLACE.findall(locator.lower()) if kind == "paragraph"}
    return bool(numbers & {paragraph.lstrip("Pp") for paragraph in fact.corrects_seed})
