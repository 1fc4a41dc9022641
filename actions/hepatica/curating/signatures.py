"""Signing a fact: who, in which role, when, and exactly which content."""

from datetime import date
from pathlib import Path

from hepatica.checking import check_knowledge
from hepatica.curating.editing import (
    EditError,
    end_of_item,
    flow,
    indent_of,
    insert_line,
    read_lines,
)
from hepatica.loading import Knowledge
from hepatica.models import Fact, Review
from hepatica.models.fact import SIGNED
from hepatica.signing import Standing, same_person, signed_version, standing


def sign(root: Path, knowledge: Knowledge, fact: Fact, review: Review) -> Standing:
    """Add a signature to a fact's reviews.

    Args:
        root: the knowledge folder.
        knowledge: what it holds now.
        fact: the fact to sign.
        review: the signature; its version must be that of the fact's content now, in the
            language that was read.

    Returns:
        How the fact stands afterwards: signed, or waiting for another person's signature.

    Raises:
        EditError: the fact has problems, the wording is missing, or the person may not sign.
    """
    _refuse_if_faulty(knowledge, fact, review.on)
    if not fact.speaks(review.language):
        raise EditError(f"{fact.id} has no whole wording in '{review.language}'; nothing to sign")
    _refuse_if_not_another(knowledge, fact, review)
    signed = fact.model_copy(update={"reviews": [*fact.reviews, review]})
    wanted = {**knowledge.facts, fact.id: signed}
    _append(root, knowledge, fact, _entry(review), wanted)
    return standing(signed, review.language, knowledge.policy.signatures)


def signature(fact: Fact, who: str, role: str, on: date, language: str) -> Review:
    """A signature of the fact's content as it is now.

    Raises:
        EditError: ``who`` or ``role`` has no letters, or signs that cannot be seen.
        ValueError: the language is unknown.
    """
    return Review.model_validate(
        {
            "status": SIGNED,
            "who": _written("name", who),
            "role": _written("role", role),
            "on": on,
            "language": language,
            "version": signed_version(fact, language),
        }
    )


def _written(what: str, text: str) -> str:
    """A name or role on one line, as patients will read it."""
    tidy = " ".join(text.split())
    if not any(character.isalpha() for character in tidy):
        raise EditError(f"a signature needs a name and a role; the {what} is empty")
    if not tidy.isprintable():
        raise EditError(f"the {what} has characters that cannot be seen; type it again")
    return tidy


def _entry(review: Review) -> str:
    fields = {
        "status": review.status,
        "who": review.who,
        "role": review.role,
        "on": review.on.isoformat(),
        "language": review.language,
        "version": review.version or "",
    }
    return f"- {flow(fields)}"


def _append(
    root: Path, knowledge: Knowledge, fact: Fact, entry: str, wanted: dict[str, Fact]
) -> None:
    """Put an entry below the fact's last review; afterwards the facts must be those ``wanted``."""
    file, line = knowledge.line("fact", fact.id, "reviews", len(fact.reviews) - 1)
    _, above = knowledge.line("fact", fact.id, "reviews")
    lines = read_lines(root, file)
    if line == above or line > len(lines) or not lines[line - 1].lstrip().startswith("- "):
        message = f"{file}:{line}: write each review on its own line that starts with '- '"
        raise EditError(f"{message}; then sign again")
    after = end_of_item(lines, line)
    insert_line(root, file, after, indent_of(lines, line) + entry, lambda k: k.facts == wanted)


def _refuse_if_faulty(knowledge: Knowledge, fact: Fact, today: date) -> None:
    file = knowledge.places["fact", fact.id].file
    found = check_knowledge(knowledge, today).problems
    # A term may have the same id; it stands in another file.
    if problems := [p for p in found if (p.entry, p.file) == (fact.id, file)]:
        listed = "\n".join(f"  {problem}" for problem in problems)
        raise EditError(f"{fact.id} has problems; mend them before anyone signs:\n{listed}")


def _refuse_if_not_another(knowledge: Knowledge, fact: Fact, review: Review) -> None:
    """Nobody signs one content twice; under the two-person rule nobody signs their own check.

    A check is of the fact with its figures and sources, whatever language it is told in.
    """
    for other in fact.reviews:
        if not same_person(other.who, review.who):
            continue
        if other.status != SIGNED and knowledge.policy.signatures > 1:
            raise EditError(
                f"{other.who} checked this fact against its sources; the two-person rule "
                "(policy.yml, signatures) wants another person to sign it"
            )
        if (other.language, other.version) == (review.language, review.version):
            raise EditError(f"{other.who} has signed this wording already, on {other.on}")
