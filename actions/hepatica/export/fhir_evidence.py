"""A fact as a FHIR R5 Evidence (https://hl7.org/fhir/R5/evidence.html)."""

from hepatica.export.fhir_statistic import label, statistic
from hepatica.export.fhir_values import (
    EXTENSION,
    Json,
    coding,
    concept,
    identifier,
    note,
    present,
    urn,
    worded,
)
from hepatica.export.job import Job, title_of, voice_of
from hepatica.models import Citation, Fact, Text
from hepatica.signing import signed_version


def evidence(job: Job, fact: Fact) -> Json:
    """The fact; retired when it is past its date or leans on a retracted source."""
    retired = job.overdue(fact) or job.retracted(fact)
    return present(
        {
            "resourceType": "Evidence",
            "meta": {"tag": _tags(fact)} if fact.sensitive or fact.urgent else None,
            "language": "en",
            "extension": [_valid_until(fact)],
            "identifier": [identifier("fact", fact.id)],
            "version": signed_version(fact, "en"),
            **worded("title", title_of(fact), "String"),
            "status": "retired" if retired else "active",
            **_dates(job, fact),
            "useContext": [_topic(fact)],
            "relatedArtifact": [_related(job, citation) for citation in fact.citations],
            **worded("description", fact.statement),
            "note": _notes(job, fact),
            "variableDefinition": _variables(job, fact),
            "studyDesign": _designs(job, fact),
            "statistic": [statistic(job, figure) for figure in fact.figures],
            "certainty": [_certainty(job, fact)],
        }
    )


def _tags(fact: Fact) -> list[Json]:
    tags = {"sensitive": fact.sensitive, "urgent": fact.urgent}
    return [{"system": urn("system", "tag"), "code": code} for code, on in tags.items() if on]


def _valid_until(fact: Fact) -> Json:
    # Evidence has no element for it; this extension of HL7's is made for resources without one.
    period = {"end": fact.valid_until.isoformat()}
    return {"url": f"{EXTENSION}/artifact-effectivePeriod", "valuePeriod": period}


def _dates(job: Job, fact: Fact) -> Json:
    english = job.standing(fact, "en")
    approved = {"approvalDate": english.on.isoformat()} if english.signed else {}
    newest = max(review.on for review in fact.reviews).isoformat()
    return {"date": newest, "lastReviewDate": newest, **approved}


def _topic(fact: Fact) -> Json:
    focus = coding("usage-context-type", "focus", "Clinical Focus")
    return {"code": focus, "valueCodeableConcept": concept(fact.topic)}


def _related(job: Job, citation: Citation) -> Json:
    source = job.knowledge.sources[citation.source]
    label_of = job.label(citation.source)
    return {
        "type": "citation",
        "classifier": [concept(citation.role)],
        "label": label_of,
        "citation": f"{source.title}. {label_of}. {citation.locator}",
        "resourceReference": {
            "reference": urn("source", citation.source),
            "type": "Citation",
            "display": source.title,
        },
        "publicationStatus": "retired" if source.retracted else "active",
    }


def _notes(job: Job, fact: Fact) -> list[Json]:
    notes = [_prefixed(fact.simpler, "In simpler words: {}", "更简单的说法：{}")]
    if fact.caveat:
        phrase = {code: voice_of(job, code).say("caveat", caveat="{}") for code in ("en", "zh")}
        notes.append(_prefixed(fact.caveat, phrase["en"], phrase["zh"]))
    return notes


def _prefixed(text: Text, english: str, chinese: str) -> Json:
    zh = chinese.replace("{}", text.zh) if text.zh else None
    return note(Text(en=english.replace("{}", text.en), zh=zh))


def _variables(job: Job, fact: Fact) -> list[Json]:
    """Who was studied, which groups, and what was measured; R5 asks for at least one of them."""
    studies = dict.fromkeys([f.study for f in fact.figures] or fact.facets.studies)
    sources = [job.knowledge.sources[s] for s in studies if s in job.knowledge.sources]
    people = [source.population for source in sources if source.population]
    measures = dict.fromkeys(figure.measure for figure in fact.figures)
    role = "subpopulation" if people else "population"
    found = [
        *[_variable("population", population) for population in people],
        *[_variable(*group) for group in _groups(job, fact, role)],
        *[_variable("measuredVariable", label(job, "measures", name)) for name in measures],
    ]
    return found or [_variable("population", Text(en="General fact: no studied group is named."))]


def _groups(job: Job, fact: Fact, role: str) -> list[tuple[str, Text]]:
    """Each group in its role; "this vs that" compares an exposure with another."""
    found: dict[tuple[str, str], None] = {}
    for group in filter(None, (figure.group for figure in fact.figures)):
        one, versus, other = group.partition(" vs ")
        both = {("exposure", one): None, ("referenceExposure", other): None}
        found |= both if versus else {(role, group): None}
    return [(part, label(job, "groups", group)) for part, group in found]


def _variable(role: str, text: Text) -> Json:
    described = worded("description", text)
    return {**described, "variableRole": concept(role, coding("variable-role", role))}


def _designs(job: Job, fact: Fact) -> list[Json]:
    studies = dict.fromkeys(figure.study for figure in fact.figures)
    kinds = dict.fromkeys(job.knowledge.sources[study].kind for study in studies)
    return [concept(kind) for kind in kinds]


def _certainty(job: Job, fact: Fact) -> Json:
    phrase = job.knowledge.phrases.phrases[f"sure_{fact.certainty.replace(' ', '_')}"]
    return {**worded("description", phrase), "rating": concept(fact.certainty)}
