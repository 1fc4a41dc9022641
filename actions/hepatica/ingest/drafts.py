"""The draft file: candidates as entries that a curator completes."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from hepatica.ingest.draft_yaml import TODO, draft_yaml
from hepatica.ingest.drafting import Candidate, Guess
from hepatica.ingest.passages import IngestError
from hepatica.models.base import Identifier, Model, NonEmpty
from hepatica.models.fact import Facets, Questions, Unit
from hepatica.whole_file import whole_file

_LONGEST_SLUG = 40
_COUNTED = re.compile(r"\b(page|table|row) ")


class DraftText(Model):
    """A wording to be written, in both languages; Chinese may be left out."""

    en: str = f"{TODO} in your own words"
    zh: str = f"{TODO} in Chinese, or take this line out"


class DraftFigure(Model):
    """A figure as the document prints it; a curator confirms what was guessed around it."""

    measure: str
    note: str | None = None
    value: str
    unit: Unit
    group: str | None
    timepoint: str | None
    n: int | None
    study: str = TODO


class DraftCitation(Model):
    """Where the sentence stands; the source is for the curator to name."""

    source: str = TODO
    locator: str


class DraftReview(Model):
    """The check that a curator signs."""

    status: Literal["checked against sources"] = "checked against sources"
    who: str = TODO
    role: str = TODO
    on: str = TODO


class DraftFact(Model):
    """One candidate on its way to a fact.

    ``passage`` is the document's sentence. It is for the curator only and never becomes part of
    a fact.
    """

    id: Identifier
    passage: NonEmpty
    statement: DraftText = DraftText()
    simpler: DraftText = DraftText()
    figures: list[DraftFigure]
    citations: list[DraftCitation]
    certainty: str = TODO
    facets: Facets
    questions: Questions = Questions(en=[TODO], zh=[TODO])
    valid_until: str = TODO
    reviews: list[DraftReview] = Field(default_factory=lambda: [DraftReview()])


class Draft(Model):
    """A draft file: which document it is from, and what may become facts."""

    version: Literal[1] = 1
    draft: Literal[True] = True
    document: NonEmpty
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    topic: Identifier
    facts: list[DraftFact]


def make_draft(candidates: Sequence[Candidate], source_file: Path, topic: str) -> Draft:
    """The draft of a document's candidates.

    Raises:
        IngestError: the document is gone, or the topic is no id.
    """
    ids = _ids(source_file.stem, [candidate.locator for candidate in candidates])
    facts = [_fact(i, candidate) for i, candidate in zip(ids, candidates, strict=True)]
    try:
        digest = hashlib.sha256(source_file.read_bytes()).hexdigest()
        # A name from another system may hold bytes that are no text.
        name = source_file.name.encode("utf-8", "replace").decode("utf-8")
        return Draft(document=name, sha256=digest, topic=topic, facts=facts)
    except OSError as error:
        message = f"{source_file.name} cannot be read again ({error.strerror}); put it back."
        raise IngestError(message) from error
    except ValidationError as error:
        raise IngestError(
            f"'{topic}' is no topic; name a file of knowledge/facts without its ending, such as "
            "outcomes."
        ) from error


def write_draft(
    candidates: Sequence[Candidate],
    source_file: Path,
    topic: str,
    out: Path,
    *,
    overwrite: bool = False,
) -> None:
    """Write the draft file, whole or not at all.

    Args:
        candidates: what was found.
        source_file: the document; its name and checksum are noted.
        topic: of all the facts.
        out: the file to write.
        overwrite: whether a file of that name may be replaced.

    Raises:
        IngestError: the file exists and may not be replaced, or cannot be written.
    """
    check_target(out, source_file, overwrite=overwrite)
    text = draft_yaml(
        make_draft(candidates, source_file, topic).model_dump(mode="json"), out.name, date.today()
    )
    try:
        with whole_file(out) as new:
            new.write_text(text, encoding="utf-8")
    except OSError as error:
        message = f"{out} cannot be written ({error.strerror}); name another folder."
        raise IngestError(message) from error


def check_target(out: Path, source_file: Path, *, overwrite: bool) -> None:
    """Refuse a target that would destroy something, before any work is done.

    Raises:
        IngestError: see ``write_draft``.
    """
    try:
        refusal = _refusal(out, source_file, overwrite)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise IngestError(f"{out} cannot be used ({reason}); name another file.") from error
    if refusal:
        raise IngestError(refusal)


def _refusal(out: Path, source_file: Path, overwrite: bool) -> str | None:
    if not out.parent.is_dir():
        return f"the folder {out.parent} does not exist; make it first."
    if out.is_dir():
        return f"{out} is a folder; name a file in it, such as {out}/draft.yml."
    if not out.exists():
        return None
    if source_file.exists() and out.samefile(source_file):
        return f"{out} is the document itself; name another file for the draft."
    if overwrite:
        return None
    return (
        f"{out} exists already and may hold a curator's work; name another file, or say that it "
        "may be overwritten."
    )


def _fact(identifier: str, candidate: Candidate) -> DraftFact:
    return DraftFact(
        id=identifier,
        passage=candidate.passage,
        figures=[_figure(guess) for guess in candidate.figures],
        citations=[DraftCitation(locator=candidate.locator)],
        facets=Facets(terms=list(candidate.terms), stages=list(candidate.stages)),
    )


def _figure(guess: Guess) -> DraftFigure:
    return DraftFigure(
        measure=guess.measure or TODO,
        note=guess.note,
        value=guess.value,
        unit=guess.unit,
        group=guess.group or TODO,
        timepoint=guess.timepoint,
        n=guess.n,
    )


def _ids(stem: str, locators: list[str]) -> Iterator[str]:
    """An id for each candidate of a document: "smith-2020-p7-s2", never the same twice."""
    name = _slug(stem)[:_LONGEST_SLUG].strip("-")
    # A name without a Latin letter or digit leaves nothing; its checksum tells documents apart.
    name = name or f"document-{hashlib.sha256(stem.encode('utf-8', 'replace')).hexdigest()[:8]}"
    used: set[str] = set()
    for locator in locators:
        short = locator.replace("paragraph ", "p").replace("sentence ", "s")
        base = identifier = f"{name}-{_slug(_COUNTED.sub(lambda m: m[1], short))}"
        number = 1
        while identifier in used:
            number += 1
            identifier = f"{base}-{number}"
        used.add(identifier)
        yield identifier


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
