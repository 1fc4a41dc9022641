"""The content hash that a signature is for."""

import hashlib
import json

from hepatica.models import Fact

_SHOWN = {"id", "figures", "citations", "certainty", "sensitive", "urgent", "valid_until"}


def signed_version(fact: Fact, language: str) -> str:
    """Hash of all that a patient is told by ``fact`` in ``language``, 16 hexadecimal digits.

    Wording, figures, citations, certainty and date are in it, so that a change of any of them voids
    a signature. Example questions, facets and curators' notes are not: they only help to find it.
    """
    content = fact.model_dump(mode="json", include=_SHOWN)
    for name in ("statement", "simpler", "caveat"):
        text = getattr(fact, name)
        content[name] = getattr(text, language) if text else None
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]
