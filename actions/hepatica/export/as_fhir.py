"""All facts as one FHIR R5 Bundle, checked by ``fhir.resources``."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from hepatica.export.errors import ExportError
from hepatica.export.fhir_citation import citation
from hepatica.export.fhir_evidence import evidence
from hepatica.export.fhir_review import assessments
from hepatica.export.fhir_values import Json, identifier, present, urn
from hepatica.export.job import Job

Check = Callable[[Json, str], None]


def fhir_text(job: Job) -> str:
    """The knowledge as a Bundle of Citations, Evidence and ArtifactAssessments in JSON.

    Raises:
        ExportError: ``fhir.resources`` is not installed, or an entry is not allowed in FHIR R5.
    """
    check = _checker()
    entries = []
    for name, full_url, resource in _resources(job):
        check(resource, name)
        entries.append({"fullUrl": full_url, "resource": resource})
    bundle = {
        "resourceType": "Bundle",
        "identifier": identifier("store version", job.version),
        "type": "collection",
        "timestamp": f"{job.today.isoformat()}T00:00:00Z",
    }
    check(bundle, "the bundle")
    return exact_json(present({**bundle, "entry": entries})) + "\n"


def _resources(job: Job) -> Iterator[tuple[str, str, Json]]:
    """What to call it in errors, its address in the bundle, and the resource."""
    for source in job.knowledge.sources.values():
        yield f"source '{source.id}'", urn("source", source.id), citation(source)
    for fact in job.facts():
        yield f"fact '{fact.id}'", urn("fact", fact.id), evidence(job, fact)
        for position, assessment in enumerate(assessments(job, fact), start=1):
            name = f"review {position} of fact '{fact.id}'"
            yield name, urn("review", f"{fact.id}/{position}"), assessment


def _checker() -> Check:
    try:
        from fhir.resources.artifactassessment import ArtifactAssessment
        from fhir.resources.bundle import Bundle
        from fhir.resources.citation import Citation
        from fhir.resources.evidence import Evidence
    except ImportError as error:
        raise ExportError(
            "FHIR export needs the library fhir.resources, which is not installed; "
            "install the curators' workshop: uv sync --group workshop"
        ) from error
    models = {model.__name__: model for model in (ArtifactAssessment, Bundle, Citation, Evidence)}

    def check(resource: Json, name: str) -> None:
        try:
            models[resource["resourceType"]].model_validate(resource)
        except ValidationError as error:
            raise ExportError(_told(name, error)) from error

    return check


def _told(name: str, error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{name} is not allowed in FHIR R5 ({place}: {first['msg']}); change it and export again"


def exact_json(value: Any, indent: str = "") -> str:
    """JSON in which decimals keep every digit: FHIR holds that 23.20 is not 23.2.

    The library writes decimals as floating-point numbers, which drops the zero.
    """
    deeper = f"{indent}  "
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, dict):
        fields = [f"{json.dumps(key)}: {exact_json(item, deeper)}" for key, item in value.items()]
        return _wrapped("{", fields, "}", indent)
    if isinstance(value, list):
        return _wrapped("[", [exact_json(item, deeper) for item in value], "]", indent)
    return json.dumps(value, ensure_ascii=False)


def _wrapped(opening: str, parts: list[str], closing: str, indent: str) -> str:
    inside = ",\n".join(f"{indent}  {part}" for part in parts)
    return f"{opening}\n{inside}\n{indent}{closing}"
