"""Withdrawing everything that leans on a retracted source."""

import re
from datetime import date
from pathlib import Path

from hepatica.curating.editing import EditError, insert_line, read_lines
from hepatica.loading import Knowledge
from hepatica.models import Fact

_LEAD = re.compile(r"[ -]*")


def leaning_on(knowledge: Knowledge, source: str) -> list[Fact]:
    """The facts that fall with a source: it backs them, or their figures come from it."""
    return [fact for fact in knowledge.facts.values() if source in fact.leans_on]


def retract(root: Path, knowledge: Knowledge, source: str, on: date) -> list[Fact]:
    """Mark a source as retracted.

    Args:
        root: the knowledge folder.
        knowledge: what it holds now.
        source: id of the source.
        on: the day of the retraction.

    Returns:
        The facts that are no longer served once the store is built.

    Raises:
        EditError: there is no such source, it is retracted already, or the file cannot be changed.
    """
    known = knowledge.sources.get(source)
    if known is None:
        raise EditError(f"there is no source '{source}' in sources.yml")
    if known.retracted:
        raise EditError(f"'{source}' is retracted already, since {known.retracted}")
    retracted = known.model_copy(update={"retracted": on})
    wanted = {**knowledge.sources, source: retracted}
    file, line = knowledge.line("source", source, "id")
    lead = _LEAD.match(read_lines(root, file)[line - 1])
    indent = " " * len(lead[0] if lead else "")
    entry = f"{indent}retracted: {on.isoformat()}"
    insert_line(root, file, line, entry, lambda k: k.sources == wanted)
    return leaning_on(knowledge, source)
