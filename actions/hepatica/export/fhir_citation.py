"""A source as a FHIR R5 Citation (https://hl7.org/fhir/R5/citation.html)."""

from hepatica.export.fhir_values import Json, coding, concept, identifier, note, present
from hepatica.models import Source


def citation(source: Source) -> Json:
    """The source; a retracted one is retired and says since when."""
    return present(
        {
            "resourceType": "Citation",
            "language": "en",
            "identifier": [identifier("source", source.id)],
            "title": source.title,
            "status": "retired" if source.retracted else "active",
            "summary": [{"text": source.short_label}],
            "citedArtifact": _artifact(source),
        }
    )


def _artifact(source: Source) -> Json:
    publication = coding("cited-artifact-classification-type", "publication-type")
    return present(
        {
            "identifier": _identifiers(source),
            "title": [{"text": source.title}],
            "note": [note(f"How much of it was read: {source.retrieved}")]
            + ([note(source.note)] if source.note else []),
            "publicationForm": [_publication(source)],
            "webLocation": [{"url": source.url}] if source.url else [],
            "classification": [
                {
                    "type": concept("Publication type", publication),
                    "classifier": [concept(source.kind)],
                }
            ],
            **_retraction(source),
        }
    )


def _identifiers(source: Source) -> list[Json]:
    known = {"https://doi.org": source.doi, "https://pubmed.ncbi.nlm.nih.gov": source.pmid}
    return [{"system": system, "value": value} for system, value in known.items() if value]


def _publication(source: Source) -> Json:
    year = {"publicationDateText": str(source.year)} if source.year else {}
    return {"publishedIn": {"title": source.journal}} | year


def _retraction(source: Source) -> Json:
    if not source.retracted:
        return {}
    retracted = concept("retracted", coding("cited-artifact-status-type", "retracted", "Retracted"))
    period = {"start": source.retracted.isoformat()}
    return {
        "currentState": [retracted],
        "statusDate": [{"activity": retracted, "actual": True, "period": period}],
    }
