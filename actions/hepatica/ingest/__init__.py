"""From a document to a draft of facts that a curator completes.

The document's sentences are not ours: a draft quotes them for the curator, and the check refuses
a statement that copies them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hepatica.ingest.checks import check_draft
from hepatica.ingest.passages import IngestError
from hepatica.models import Glossary


@dataclass(frozen=True)
class Summary:
    """What an ingest did: the draft's file, and how much was read and found."""

    out: Path
    passages: int
    candidates: int
    figures: int


def ingest(
    path: Path,
    out: Path,
    glossary: Glossary,
    topic: str,
    *,
    overwrite: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Summary:
    """Read a document and write a draft of the facts that it may hold.

    Args:
        path: the document (.txt, .md, .html, .pdf or .docx).
        out: the draft file to write.
        glossary: knows the measures, groups and terms to look for.
        topic: of the facts.
        overwrite: whether ``out`` may be replaced.
        progress: called after each passage with how many are done and how many there are.

    Raises:
        IngestError: the document cannot be read, nothing was found, or the draft cannot be
            written; no file is written then.
    """
    from hepatica.ingest.drafting import draft_candidates
    from hepatica.ingest.drafts import check_target, write_draft
    from hepatica.ingest.lexicon import Lexicon
    from hepatica.ingest.readers import read_document

    check_target(out, path, overwrite=overwrite)
    passages = read_document(path)
    candidates = draft_candidates(passages, Lexicon(glossary), progress)
    if not candidates:
        raise IngestError(
            "nothing that looks like a fact with a figure or a definition was found in "
            f"{len(passages)} passages of {path.name}; write such facts by hand (docs/curating.md)."
        )
    write_draft(candidates, path, topic, out, overwrite=overwrite)
    figures = sum(len(candidate.figures) for candidate in candidates)
    return Summary(out, len(passages), len(candidates), figures)


__all__ = ["IngestError", "Summary", "check_draft", "ingest"]
