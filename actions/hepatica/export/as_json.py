"""All facts, sources and terms as one JSON document, as the models hold them."""

import json
from typing import Any

from hepatica.export.job import Job, languages
from hepatica.models import Fact


def json_text(job: Job) -> str:
    """The knowledge as JSON.

    ``facts``, ``sources``, ``terms`` and ``labels`` are the models' own fields and can be read back
    with them. ``standing`` says by fact and language how that wording was last looked at; a
    language that the fact is not written in is left out.
    """
    knowledge = job.knowledge
    facts, stands = [], {}
    for fact in job.facts():
        facts.append(fact.model_dump(mode="json"))
        stands[fact.id] = {language: _standing(job, fact, language) for language in languages(fact)}
    document = {
        "version": job.version,
        "exported_on": job.today.isoformat(),
        "facts": facts,
        "standing": stands,
        "sources": [source.model_dump(mode="json") for source in knowledge.sources.values()],
        "terms": [term.model_dump(mode="json") for term in knowledge.glossary.terms],
        "labels": knowledge.labels.model_dump(mode="json"),
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _standing(job: Job, fact: Fact, language: str) -> dict[str, Any]:
    stands = job.standing(fact, language)
    return {
        "status": stands.told,
        "on": stands.on.isoformat(),
        "signers": [{"who": who, "role": role} for who, role in stands.signers],
    }
