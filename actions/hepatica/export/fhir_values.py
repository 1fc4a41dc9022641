"""The small parts that FHIR resources are made of."""

from typing import Any
from uuid import UUID, uuid5

from hepatica.models import Text

Json = dict[str, Any]
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem"
EXTENSION = "http://hl7.org/fhir/StructureDefinition"
LANGUAGES = {"en": "en", "zh": "zh-Hans"}
"""Our language codes as BCP 47 codes."""

_OURS = UUID("6879a4f5-f4f3-4d0e-98a2-14de0cb0f418")
"""Makes our ids unique in the world; to change it is to change every id."""


def urn(kind: str, identifier: str) -> str:
    """The same ``urn:uuid`` for the same entry in every export (RFC 4122, version 5)."""
    return f"urn:uuid:{uuid5(_OURS, f'{kind}/{identifier}')}"


def identifier(kind: str, value: str) -> Json:
    """Our own id of an entry, in a naming system for its kind."""
    return {"system": urn("system", kind), "value": value}


def coding(system: str, code: str, display: str | None = None) -> Json:
    """A code of one of HL7's code systems, ``system`` being its last part."""
    found = {"system": f"{TERMINOLOGY}/{system}", "code": code}
    return found | ({"display": display} if display else {})


def concept(text: Text | str, code: Json | None = None) -> Json:
    """A CodeableConcept: words, and the code for them where there is one."""
    words = worded("text", text if isinstance(text, Text) else Text(en=text), "String")
    return words | ({"coding": [code]} if code else {})


def worded(name: str, text: Text, kind: str = "Markdown") -> Json:
    """The element ``name`` in English, with the Chinese as FHIR's translation extension."""
    if not text.zh:
        return {name: text.en}
    parts = [
        {"url": "lang", "valueCode": LANGUAGES["zh"]},
        {"url": "content", f"value{kind}": text.zh},
    ]
    translation = {"url": f"{EXTENSION}/translation", "extension": parts}
    return {name: text.en, f"_{name}": {"extension": [translation]}}


def note(text: Text | str) -> Json:
    """An Annotation."""
    return worded("text", text if isinstance(text, Text) else Text(en=text))


def present(fields: Json) -> Json:
    """Without the empty ones: FHIR knows neither null nor empty lists."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}
