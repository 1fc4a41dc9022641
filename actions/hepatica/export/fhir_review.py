"""A review as a FHIR R5 ArtifactAssessment (https://hl7.org/fhir/R5/artifactassessment.html)."""

from hepatica.export.fhir_values import LANGUAGES, Json, concept, urn
from hepatica.export.job import Job, title_of
from hepatica.models import Fact, Review
from hepatica.models.fact import SIGNED


def assessments(job: Job, fact: Fact) -> list[Json]:
    """Every review of the fact, with what exactly a clinician signed.

    R5's codes for a disposition are answers to proposed changes; none says "agreed", so there is
    no disposition.
    """
    return [_assessment(job, fact, review) for review in fact.reviews]


def _assessment(job: Job, fact: Fact, review: Review) -> Json:
    content: Json = {
        "informationType": "comment",
        "summary": review.status,
        "author": {"display": f"{review.who} ({review.role})"},
    }
    if review.status == SIGNED:
        content["component"] = _signature(job, fact, review)
    return {
        "resourceType": "ArtifactAssessment",
        "language": "en",
        "title": f"{title_of(fact).en}: {review.status}",
        "date": review.on.isoformat(),
        "artifactReference": {"reference": urn("fact", fact.id), "type": "Evidence"},
        "content": [content],
        "workflowStatus": "published",
    }


def _signature(job: Job, fact: Fact, review: Review) -> list[Json]:
    code = LANGUAGES[review.language]
    void = review in job.standing(fact, review.language).void
    counts = "no: the fact was changed after it was signed" if void else "yes"
    language = concept(code, {"system": "urn:ietf:bcp:47", "code": code})
    return [
        {"informationType": "classifier", "type": concept("language"), "classifier": [language]},
        _comment("signed version", review.version or ""),
        _comment("still counts", counts),
    ]


def _comment(kind: str, text: str) -> Json:
    return {"informationType": "comment", "type": concept(kind), "summary": text}
